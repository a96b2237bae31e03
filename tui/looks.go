package tui

import (
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
)

// What changes how the screen looks, and nothing that is asked.

// setClock shows times otherwise.
func (a *app) setClock(c clock) {
	a.clock, a.table.clock, a.graph.clock = c, c, c
}

// planZone chooses the time zone of what is shown.
func (a *app) planZone(arg string) (plan, error) {
	c := a.clock
	switch arg {
	case "utc", "UTC":
		c.loc = nil
	case "local":
		c.loc = time.Local
	default:
		loc, err := time.LoadLocation(arg)
		if err != nil || arg == "" {
			return plan{}, fmt.Errorf("unknown time zone %q, as utc, local or Europe/Berlin", arg)
		}
		c.loc = loc
	}
	ms := a.cfg.Now().UnixMilli()
	if row, has := a.table.current(); has {
		ms = a.table.ans.Snapshot.Time(row)
	}
	return plan{
		say: moment(ms) + " UTC is shown as " + c.stamp(ms) + "; filters stay in UTC",
		run: func() tea.Cmd {
			a.setClock(c)
			a.flash = "times are shown in " + c.name() + "; filters stay in UTC"
			return nil
		},
	}, nil
}

func zoneWords(*app) []string {
	return []string{
		"utc", "local\tthe time zone of this computer", "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles",
		"America/Sao_Paulo", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney",
	}
}

func (a *app) planTimes(arg string) (plan, error) {
	c := a.clock
	switch arg {
	case "absolute":
		c.relative = false
	case "relative":
		c.relative = true
	default:
		return plan{}, errors.New("absolute or relative")
	}
	say := map[bool]string{false: "times as they are", true: "how long before or after the record under the cursor"}[c.relative]
	return plan{say: say, run: func() tea.Cmd { a.setClock(c); return nil }}, nil
}

// planTheme chooses the colours; auto follows the terminal's background.
func (a *app) planTheme(arg string) (plan, error) {
	switch arg {
	case "auto", "dark", "light", "mono":
	default:
		return plan{}, errors.New("auto, dark, light or mono")
	}
	say := map[string]string{"auto": "as the terminal's background asks", "mono": "no colours"}[arg]
	if arg != "mono" && a.cfg.mono() {
		say = "NO_COLOR is set: the screen stays without colours"
	}
	return plan{say: say, run: func() tea.Cmd {
		a.shade = arg
		if arg == "auto" {
			a.shade = ""
		}
		a.restyle(a.isDark, a.isMono)
		return tea.RequestBackgroundColor
	}}, nil
}

// restyle takes what the terminal can show, and what the user chose instead.
func (a *app) restyle(isDark, mono bool) {
	a.isDark, a.isMono = isDark, mono
	switch a.shade {
	case "dark", "light":
		isDark = a.shade == "dark"
	case "mono":
		mono = true
	}
	mono = mono || a.cfg.mono()
	if isDark != a.th.dark || mono != a.th.mono {
		a.th, a.dirty = newTheme(isDark, mono, a.th.ascii), true
	}
}

func (a *app) planMouse(arg string) (plan, error) {
	if arg != "on" && arg != "off" {
		return plan{}, errors.New("on or off")
	}
	from, want := a.prompt.from, arg == "on"
	return plan{run: func() tea.Cmd {
		if a.mouse == want {
			a.flash = "the mouse is " + arg + " already"
			return nil
		}
		return a.do(from, actMouse)
	}}, nil
}

// drawPrompt draws the command line over the screen, below the filter.
func (a *app) drawPrompt() {
	y := a.fr.count.y
	if a.detail != nil || a.list != nil || a.fr.tier == tierSmall {
		y = 1
	}
	const frame = 7 // lines beside the items
	h := min(max(len(a.prompt.items), 3)+frame, max(a.h-y-2, frame+1), 20)
	a.c.caret = rect{}
	a.prompt.draw(&a.c, rect{0, min(y, a.h-1-h), a.w, h})
	a.c.fill(rect{0, a.h - 1, a.w, 1}, plain, ' ')
	a.drawHints(rect{0, a.h - 1, a.w, 1})
}

// drawChooser draws the columns beside the table, and below what the one under
// the cursor holds.
func (a *app) drawChooser() {
	r := a.fr.table
	if a.fr.tier == tierTwo {
		r = a.fr.facets
	}
	if w := min(max(a.w/2, 22), r.w); a.fr.tier != tierTwo {
		r.x, r.w = r.x+r.w-w, w
	}
	a.chooser.draw(&a.c, r)
	if cell := a.fr.cell; !cell.empty() && a.flash == "" {
		col := a.chooser.fields[a.chooser.cursor]
		a.c.fill(cell, plain, ' ')
		n, _ := a.c.print(cell.x+1, cell.y, cell.w-2, accent, col.String())
		a.c.print(cell.x+n+3, cell.y, cell.w-n-4, plain, col.help())
	}
}
