package tui

import (
	"context"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
)

// The messages of the screen's own commands. gen is the generation of the
// question: an answer to an older one is dropped.
type (
	// openedMsg: a source was opened, or could not be.
	openedMsg struct {
		gen uint64
		uri string
		src source.Source
		err error
	}
	// nearMsg: what lies in the working folder and the AWS configuration.
	nearMsg struct {
		places   []source.Place
		profiles []string
	}
	// lookMsg: AWS can be asked, or cannot; lookTickMsg: how far the asking is;
	// lookedMsg: it has ended.
	lookMsg struct {
		gen      uint64
		ctx      context.Context
		surveyor source.Surveyor
		err      error
	}
	lookTickMsg struct {
		gen    uint64
		survey source.Survey
	}
	lookedMsg struct {
		gen    uint64
		survey source.Survey
		err    error
	}
	// partsListedMsg: the parts of a log bucket; plannedMsg: what reading some takes.
	partsListedMsg struct {
		gen   uint64
		parts source.Scope
		more  bool
		err   error
	}
	plannedMsg struct {
		gen, plan uint64
		what      source.Plan
		err       error
	}
	// tickMsg: how far reading has come.
	tickMsg struct {
		gen      uint64
		at       time.Time
		coverage model.Coverage
		snapshot *store.Snapshot
	}
	// loadedMsg: reading has ended.
	loadedMsg struct {
		gen uint64
		err error
	}
	// answerMsg: the store has answered.
	answerMsg struct {
		gen      uint64
		answer   *store.Answer
		read     []int // records read a bin; nil when reading was complete
		layers   *layers
		found    *store.Facet // the values of a facet that hold a text
		from, to int64        // the histogram's axis
		took     time.Duration
		err      error
	}
	// brushedMsg: the selection has rested for a moment.
	brushedMsg struct{ gen uint64 }
	// contrastMsg: the selection was compared with the rest.
	contrastMsg struct {
		gen uint64
		cmp *store.Comparison
		err error
	}
	// partsMsg: what each part of a filter without a match matches on its own.
	partsMsg struct {
		gen   uint64
		parts []part
	}
	// typedMsg: the user has not typed for a moment.
	typedMsg struct{ gen uint64 }
	// slowMsg: a question has been running long enough to say so.
	slowMsg struct{ gen uint64 }
	// jumpMsg: the records that e, E, n and N go to.
	jumpMsg struct {
		gen  uint64
		rows rowOrder
		err  error
	}
	// rawMsg: a record's original bytes.
	rawMsg struct {
		gen uint64
		raw []byte
		err error
	}
	// valuesMsg: all values of one field.
	valuesMsg struct {
		gen   uint64
		facet store.Facet
		err   error
	}
	// whyMsg: the matches without a value of a field, and what those are.
	whyMsg struct {
		gen        uint64
		base, none int
		in         []store.Facet
		err        error
	}
	// witnessMsg: the records of the same request.
	witnessMsg struct {
		gen uint64
		witnesses
		err error
	}
	// tallyMsg: what is behind one way out of a record.
	tallyMsg struct {
		gen   uint64
		way   int
		tally tally
	}
	// hostsMsg: the host IDs that two witnesses write.
	hostsMsg struct {
		gen   uint64
		hosts hosts
	}
	// pivotMsg: how many records have the value under the cursor.
	pivotMsg struct {
		gen   uint64
		tally tally
	}
	// callsMsg: what became of a principal's calls.
	callsMsg struct {
		gen      uint64
		total    tally
		outcomes [numOutcomes]tally
		err      error
	}
	// sheetMsg: the values of one field among a principal's records.
	sheetMsg struct {
		gen   uint64
		part  int
		facet store.Facet
		twice int // after the last part: records whose request stands in both logs
		err   error
	}
	// problemsMsg: what could not be read.
	problemsMsg struct {
		gen  uint64
		list []model.Problem
	}
	// refusedMsg: the bytes of a problem.
	refusedMsg struct {
		gen     uint64
		problem model.Problem
		raw     []byte
		err     error
	}
)

// A part is a term of the filter and what it matches on its own.
type part struct {
	text    string
	matched int
}
