package tui

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// An eventSource hands out an event for every record: with an ACL by its place,
// none for every tenth; one cannot be read again.
type eventSource struct{ fakeSource }

func (eventSource) Raw(_ context.Context, _ string, offset int64, _ int) ([]byte, error) {
	switch n := offset / 600; {
	case n == 7:
		return nil, errors.New("file has changed since it was read")
	case n%10 == 0:
		return []byte(`{"eventName":"PutObject"}`), nil
	default:
		acl := []string{"private", "public-read", "private"}[n%3]
		return fmt.Appendf(nil, `{"eventName":"PutObject","requestParameters":{"x-amz-acl":%q}}`, acl), nil
	}
}

// eventScreen shows n events of such a source.
func eventScreen(t *testing.T, w, h, n int, c model.Coverage) *screen {
	t.Helper()
	s := newScreen(t, w, h, 0, c, Config{})
	s.a.sess.src = eventSource{}
	s.addEvents(0, n)
	return s
}

// addEvents reads the events from to n.
func (s *screen) addEvents(from, n int) {
	s.t.Helper()
	b := store.NewBatch()
	var r model.Record
	for i := from; i < n; i++ {
		r.Reset(model.CloudTrail)
		r.Time = start.UnixMilli() + int64(i)*60_000
		r.Offset, r.Length = int64(i)*600, 600
		r.Text[model.FieldID] = fmt.Appendf(nil, "00000000-0000-4000-8000-%012d", i)
		r.Text[model.FieldOp], r.Text[model.FieldOperation] = []byte("PutObject"), []byte("PutObject")
		r.Text[model.FieldBucket] = []byte("acme-static")
		b.Add(&r)
	}
	if _, _, err := s.st.Append("trail.json.gz", b); err != nil {
		s.t.Fatal(err)
	}
	s.st.Flush()
	s.tick()
}

const aclPath = "requestParameters.x-amz-acl"

// toPath opens the tree of the second event and goes to the ACL.
func (s *screen) toPath() {
	s.t.Helper()
	s.press("g", "j", "enter", "tab", "]")
	for range 10 {
		if p, has := s.a.detail.target(); has && p.Path == aclPath {
			return
		}
		s.press("j")
	}
	s.t.Fatalf("there is no %s in the tree:\n%s", aclPath, s.text())
}

func TestAPathOfTheTreeIsAFacet(t *testing.T) {
	s := eventScreen(t, 120, 40, 40, complete)
	s.toPath()
	s.press("f")
	s.shows("is a facet now: the bytes of 40 matches are read once")
	s.press("q", "f", "g")
	s.shows("▾ …", "private ", "public-read ", "not recorded", "1 could not be read again")
	s.press("j", "j")
	s.shows(aclPath+" = private", "Parameters.x-amz-acl")
	s.press("-")
	if got := s.a.hist.now().text; got != "-"+aclPath+":private" {
		t.Errorf("- makes the filter %q", got)
	}
	s.shows("- private")
	s.press("C")
	s.shows(aclPath, "what it holds is read from their original bytes")
	s.press("space", "esc")
	if s.a.facets.fields[0].path != "" {
		t.Error("the path is still a facet")
	}
}

func TestAllValuesAtAPath(t *testing.T) {
	s := eventScreen(t, 120, 40, 40, complete)
	s.toPath()
	s.press("F")
	s.shows("ALL VALUES OF "+aclPath, "2 values in 40 records, 1 of them could not be read again", "private", "public-read")
	s.press("down", "enter")
	if got := s.a.hist.now().text; got != aclPath+":private" {
		t.Errorf("enter makes the filter %q", got)
	}
	s.press("q")
	s.runCommand("facet " + aclPath)
	s.shows("ALL VALUES OF " + aclPath)
}

// While records come in, the counts of a path follow; what was stopped waits.
func TestPathFacetWhileLoading(t *testing.T) {
	s := eventScreen(t, 120, 40, 40, model.Coverage{State: model.Loading, Files: 9, FilesRead: 1})
	s.run(s.a.togglePath(aclPath))
	base := func() int { return s.a.facets.path(aclPath).facet.Base }
	if base() != 40 {
		t.Fatalf("%d counted", base())
	}
	s.addEvents(40, 100)
	if base() != 100 {
		t.Errorf("%d counted after 100 were read", base())
	}
	s.a.pathRun.running, s.a.pathRun.path = true, aclPath
	_, s.a.pathRun.asked = s.a.pathQuestion(aclPath)
	s.press("ctrl+c")
	s.press("f", "g")
	s.shows("counting was stopped")
	s.addEvents(100, 200)
	if base() != 100 {
		t.Errorf("%d counted after a stop", base())
	}
	s.press("h", "l")
	if base() != 200 {
		t.Errorf("%d counted after the facet was opened again", base())
	}
}

// A count for a filter that is not the one on the screen any more is dropped.
func TestPathFacetDropsLateCounts(t *testing.T) {
	s := eventScreen(t, 120, 40, 40, complete)
	s.run(s.a.togglePath(aclPath))
	gen := s.a.pathRun.gen
	s.filter("op:PutObject")
	s.send(pathMsg{gen: gen, facet: store.Facet{Distinct: 4711}})
	if n := s.a.facets.path(aclPath).facet.Distinct; n != 2 {
		t.Errorf("%d values", n)
	}
}
