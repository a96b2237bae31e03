package tui

import (
	"flag"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

var rows = flag.Int("rows", 1_000_000, "records on the screen in the benchmarks")

// fill returns a screen over n records.
func fill(b *testing.B, w, h, n int) *screen {
	b.Helper()
	s := newScreen(b, w, h, 0, complete, Config{})
	block := evidence(min(n, store.MaxBatch))
	for from := 0; from < n; from += len(block) {
		for k := range block {
			id := "ID" + itoa(from+k)
			block[k][model.FieldID], block[k][model.FieldRequest] = id, id
		}
		add(b, s.st, start.Add(time.Duration(from)*time.Second), time.Second, block...)
	}
	s.tick()
	return s
}

// BenchmarkScreen presses keys in turn: Update and View, and for "frame" what
// Bubble Tea does with the text of a view, too. Each begins with the records, at
// the first.
func BenchmarkScreen(b *testing.B) {
	for _, size := range [][2]int{{120, 40}, {240, 70}} {
		s := fill(b, size[0], size[1], *rows)
		name := itoa(size[0]) + "x" + itoa(size[1]) + "/"
		for _, c := range []struct{ name, begin, keys, end string }{
			{"down", "", "j", "g"},
			{"jumps", "", "pgdown G g l h", "g"},
			{"facets", "f", "j j j k l h s", "esc"},
			{"timeline", "i", "l l h v b L", "esc esc"},
			{"values", "l F", "j j j k", "q"},
			{"count-by", "", "j j j k", "q"},
			{"record", "enter", "J", "q"},
		} {
			b.Run(name+c.name, func(b *testing.B) {
				s.press(strings.Fields(c.begin)...)
				if c.name == "count-by" {
					s.runCommand("count tls bucket principal op")
				}
				measure(b, s, c.keys, func(string) {})
				s.press(strings.Fields(c.end)...)
			})
		}
		b.Run(name+"frame", func(b *testing.B) {
			screen := uv.NewScreenBuffer(size[0], size[1])
			measure(b, s, "j", func(content string) { uv.NewStyledString(content).Draw(screen, screen.Bounds()) })
		})
	}
}

// measure presses keys in turn and hands what is drawn to take. What the keys ask
// is not answered: the store has benchmarks of its own.
func measure(b *testing.B, s *screen, keys string, take func(string)) {
	b.Helper()
	var msgs []tea.Msg
	for k := range strings.FieldsSeq(keys) {
		key, known := codes[k]
		if !known {
			key = tea.Key{Code: rune(k[0]), Text: k}
		}
		msgs = append(msgs, tea.KeyPressMsg(key))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.a.Update(msgs[i%len(msgs)])
		take(s.a.View().Content)
	}
}
