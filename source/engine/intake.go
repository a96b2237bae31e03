package engine

import (
	"bytes"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/decode"
	"s3sleuth/source/sql"
)

// An intake makes records of rows and hands them over.
type intake struct {
	*Source
	table   *sql.Table
	sink    source.Sink
	decoder *decode.Decoder
	batch   *store.Batch
	text    bytes.Buffer // of one page, a record a line
	read    int64
}

// page takes one page of rows.
func (in *intake) page(rows [][]*string, at Progress) error {
	in.sink.Stage(at.Stage)
	in.sink.Progress(in.Settings.Name, at.Bytes-in.read)
	in.read = at.Bytes
	if len(rows) == 0 {
		return nil
	}
	in.text.Reset()
	for _, row := range rows {
		raw, err := in.table.Record(row)
		if err != nil {
			in.sink.Problem(model.Problem{File: in.Settings.Name, Offset: in.spool.size(), Reason: err.Error()})
			continue
		}
		in.text.Write(raw)
		in.text.WriteByte('\n')
	}
	base, err := in.spool.write(in.text.Bytes())
	if err != nil {
		return err
	}
	if err := in.decoder.File(bytes.NewReader(in.text.Bytes()), decode.PathFacts{}, in.output(base)); err != nil {
		return err
	}
	return in.flush()
}

// output takes what the decoder finds in a page that begins at base.
func (in *intake) output(base int64) decode.Output {
	return decode.Output{
		Record: func(r *model.Record) error {
			r.Offset += base
			in.batch.Add(r)
			if in.batch.Len() == store.MaxBatch {
				return in.flush()
			}
			return nil
		},
		Problem: func(p model.Problem) {
			p.File, p.Line = in.Settings.Name, 0
			p.Offset += base
			in.sink.Problem(p)
		},
		Other: func(what model.Other, n int) { in.sink.Other(in.Settings.Name, what, n) },
	}
}

func (in *intake) flush() error {
	if in.batch.Len() == 0 {
		return nil
	}
	err := in.sink.Batch(in.Settings.Name, in.batch)
	in.batch.Reset()
	if err != nil {
		return &sinkError{err}
	}
	return nil
}
