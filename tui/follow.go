package tui

import (
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/source"
)

// usualFollow is how often a bucket is looked at for new objects where nothing
// else is said, and mostFollow how often at most: every look is calls that cost.
const (
	usualFollow = 30 * time.Second
	mostFollow  = time.Second
)

// following says that all that was listed is read and new objects are looked for.
func following(c model.Coverage) bool {
	return c.State == model.Loading && strings.HasPrefix(c.Stage, source.Following) && c.FilesRead >= c.Files
}

// planFollow goes on looking for new objects of the source, or stops that.
func (a *app) planFollow(arg string) (plan, error) {
	s := a.sess
	src, can := s.src.(source.Follower)
	every, err := usualFollow, error(nil)
	if arg != "" && arg != "off" {
		every, err = time.ParseDuration(arg)
	}
	switch {
	case !can:
		return plan{}, errors.New("only a log bucket can be followed")
	case err != nil || every < mostFollow:
		return plan{}, errors.New("how often: a second or more, as 30s or 5m; or off")
	case arg == "off" && !following(s.coverage):
		return plan{}, errors.New("nothing is followed")
	case arg == "off":
		return plan{say: "stops looking for new objects; what was read stays", run: func() tea.Cmd { a.stop(); return nil }}, nil
	case s.loading():
		return plan{}, errors.New("reading goes on: once it has ended, new objects can be looked for")
	}
	return plan{say: "lists again and then looks for new objects every " + span(every) + ", until " + a.key(actCancel), run: func() tea.Cmd {
		src.Follow(every)
		a.flash = "looking for new objects every " + span(every)
		return a.readOn()
	}}, nil
}

func followWords(*app) []string {
	return []string{"30s\tlook twice a minute", "5m\tlook twelve times an hour", "off\tlook no more"}
}
