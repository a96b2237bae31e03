package tui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// fill returns a screen of 120x40 over n records.
func fill(b *testing.B, n int) *screen {
	b.Helper()
	s := newScreen(b, 120, 40, 0, complete, Config{})
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

// benchmark presses keys in turn over n records: Update and View.
func benchmark(b *testing.B, n int, keys ...string) {
	s := fill(b, n)
	var msgs []tea.Msg
	for _, k := range keys {
		key, known := codes[k]
		if !known {
			key = tea.Key{Code: rune(k[0]), Text: k}
		}
		msgs = append(msgs, tea.KeyPressMsg(key))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.a.Update(msgs[i%len(msgs)])
		s.a.View()
	}
}

func BenchmarkDown1M(b *testing.B) { benchmark(b, 1_000_000, "j") }

func BenchmarkJumps1M(b *testing.B) { benchmark(b, 1_000_000, "pgdown", "G", "g", "l", "h") }

func BenchmarkDown5M(b *testing.B) { benchmark(b, 5_000_000, "j") }

func BenchmarkFacets1M(b *testing.B) { benchmark(b, 1_000_000, "f", "j", "j", "f") }

// The whole frame: what Bubble Tea does with the text of a view, too.
func BenchmarkFrame1M(b *testing.B) {
	s := fill(b, 1_000_000)
	screen := uv.NewScreenBuffer(120, 40)
	down := tea.KeyPressMsg(tea.Key{Code: 'j', Text: "j"})
	b.ReportAllocs()
	for b.Loop() {
		s.a.Update(down)
		uv.NewStyledString(s.a.View().Content).Draw(screen, screen.Bounds())
	}
}

func BenchmarkTimeline1M(b *testing.B) {
	benchmark(b, 1_000_000, "i", "b", "l", "l", "h", "v", "esc", "esc")
}
