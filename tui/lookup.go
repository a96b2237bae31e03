package tui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/source"
)

// lookInAWS begins to look for log buckets, anew if that was done before.
func (a *app) lookInAWS() tea.Cmd {
	p := a.picker
	p.aws.stop()
	ctx, cancel := context.WithCancel(a.ctx)
	p.aws.gen++
	p.aws = lookup{gen: p.aws.gen, state: lookupRuns, follow: true, cancel: cancel}
	p.aws.survey.Login = source.Login{Profile: p.options.Profile, Region: p.options.Region}
	gen, o, survey := p.aws.gen, p.options, a.cfg.Survey
	return func() tea.Msg {
		surveyor, err := survey(ctx, o)
		return lookMsg{gen: gen, ctx: ctx, surveyor: surveyor, err: err}
	}
}

// stop ends the looking; what was found stays.
func (l *lookup) stop() {
	if l.cancel != nil {
		l.cancel()
	}
}

// looked takes what the commands of a lookup answer.
func (a *app) looked(msg tea.Msg) tea.Cmd {
	if near, is := msg.(nearMsg); is {
		if a.picker != nil {
			a.picker.local, a.picker.profiles, a.dirty = near.places, near.profiles, true
		}
		return nil
	}
	if a.picker == nil {
		return nil
	}
	l := &a.picker.aws
	switch msg := msg.(type) {
	case lookMsg:
		if msg.gen != l.gen {
			return nil
		}
		a.dirty = true
		if msg.err != nil {
			l.state, l.err = lookupFailed, msg.err
			return nil
		}
		l.surveyor = msg.surveyor
		gen, surveyor, ctx := msg.gen, msg.surveyor, msg.ctx
		return tea.Batch(a.tickLookup(), func() tea.Msg {
			err := surveyor.Run(ctx, nil)
			return lookedMsg{gen: gen, survey: surveyor.Survey(), err: err}
		})
	case lookTickMsg:
		if msg.gen != l.gen || l.state != lookupRuns {
			return nil
		}
		a.dirty = true
		a.setSurvey(msg.survey)
		return a.tickLookup()
	case lookedMsg:
		if msg.gen != l.gen {
			return nil
		}
		a.dirty = true
		a.setSurvey(msg.survey)
		l.state, l.err = lookupDone, msg.err
		switch {
		case errors.Is(msg.err, context.Canceled):
			l.state, l.err = lookupStopped, nil
		case msg.err != nil:
			l.state = lookupFailed
		}
	}
	return nil
}

// tickLookup looks at how far a lookup is, soon.
func (a *app) tickLookup() tea.Cmd {
	gen, surveyor := a.picker.aws.gen, a.picker.aws.surveyor
	return a.after(100*time.Millisecond, func(time.Time) tea.Msg { return lookTickMsg{gen, surveyor.Survey()} })
}

// setSurvey shows what a survey knows. The cursor stays on its line; where it
// was not moved it goes to the first place found.
func (a *app) setSurvey(v source.Survey) {
	p := a.picker
	on, had := p.current()
	p.aws.survey = v
	list := p.choices()
	p.cursor = max(min(p.cursor, len(list)-1), 0)
	for i, l := range list {
		if p.aws.follow && p.in.text == "" {
			if l.place != nil && l.place.Kind != source.LocalFiles {
				p.cursor, p.aws.follow = i, false
				return
			}
			continue
		}
		if had && l.uri == on.uri && l.ask == on.ask {
			p.cursor = i
			return
		}
	}
}
