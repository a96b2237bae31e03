package store

import (
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"

	"s3sleuth/model"
)

var benchRows = flag.Int("rows", 1_000_000, "records of the benchmark store")

// traffic makes records of the cardinalities seen in practice: few operations
// and buckets, hundreds of principals, thousands of addresses, keys mostly distinct.
type traffic struct {
	rnd *rand.Rand
	n   int64
	rec model.Record
}

var (
	benchTLS     = words4("1.2", "1.3", "none", "1.1", "unknown", "no-evidence")
	benchOps     = words4("GetObject", "PutObject", "HeadObject", "ListObjects", "DeleteObject", "PutObjectAcl", "GetBucketAcl", "CopyObject")
	benchStatus  = words4("200", "206", "304", "403", "404", "204")
	benchRegions = words4("us-east-1", "eu-west-1", "ap-northeast-1")
)

func words4(w ...string) (out [][]byte) {
	for _, s := range w {
		out = append(out, []byte(s))
	}
	return out
}

// pick favours the first words.
func (t *traffic) pick(w [][]byte) []byte {
	return w[min(t.rnd.IntN(len(w)), t.rnd.IntN(len(w)), t.rnd.IntN(len(w)))]
}

func (t *traffic) numbered(format string, n int) []byte {
	return fmt.Appendf(nil, format, min(t.rnd.IntN(n), t.rnd.IntN(n)))
}

func (t *traffic) next() *model.Record {
	r := &t.rec
	r.Reset(model.CloudTrail)
	t.n++
	r.Time = 1_790_000_000_000 + t.n*200 + t.rnd.Int64N(300_000)
	r.Offset, r.Length = t.n%20_000*1700, 1700
	var id [16]byte
	binary.LittleEndian.PutUint64(id[:], t.rnd.Uint64())
	binary.LittleEndian.PutUint64(id[8:], t.rnd.Uint64())
	r.Text[model.FieldID] = appendUUID(nil, id)
	r.Text[model.FieldRequest] = fmt.Appendf(nil, "%016X", t.rnd.Uint64())
	r.Text[model.FieldTLS] = t.pick(benchTLS)
	r.Text[model.FieldCipher] = t.pick(benchTLS)
	r.Text[model.FieldOp] = t.pick(benchOps)
	r.Text[model.FieldOperation] = r.Text[model.FieldOp]
	r.Text[model.FieldStatus] = t.pick(benchStatus)
	r.Text[model.FieldRegion] = t.pick(benchRegions)
	r.Text[model.FieldPrincipal] = t.numbered("arn:aws:iam::111122223333:role/role-%d", 400)
	r.Text[model.FieldARN] = t.numbered("arn:aws:sts::111122223333:assumed-role/role/i-%017d", 4000)
	r.Text[model.FieldSession] = t.numbered("i-%017d", 4000)
	r.Text[model.FieldAccount] = t.numbered("%012d", 12)
	r.Text[model.FieldAccessKey] = t.numbered("ASIA%016d", 4000)
	r.Text[model.FieldIP] = t.numbered("203.0.%d.7", 6000)
	r.Text[model.FieldBucket] = t.numbered("bucket-%d", 100)
	r.Text[model.FieldUA] = t.numbered("aws-sdk-java/1.11.%d Linux/5.4", 300)
	r.Text[model.FieldClient] = t.numbered("aws-sdk-java/1.%d", 40)
	r.Text[model.FieldHost] = t.numbered("bucket-%d.s3.us-east-1.amazonaws.com", 100)
	r.Text[model.FieldEndpoint] = []byte("virtual-hosted")
	r.Text[model.FieldSource] = []byte("s3.amazonaws.com")
	r.Text[model.FieldType] = []byte("AssumedRole")
	r.Text[model.FieldKey] = fmt.Appendf(nil, "data/2026/%d.parquet", t.n)
	r.Number[model.FieldBytes-model.NumText] = t.rnd.Int64N(10_000_000)
	r.Facts.Set(model.Read, model.Yes)
	return r
}

// benchStore is a store of -rows records, made once.
var benchStore = sync.OnceValue(func() *Store {
	t := &traffic{rnd: rand.New(rand.NewPCG(3, 4))}
	s, b := New(Options{}), NewBatch()
	for i := range *benchRows {
		b.Add(t.next())
		if b.Len() == 8192 || i == *benchRows-1 {
			if _, _, err := s.Append(fmt.Sprint("file ", i/20_000), b); err != nil {
				panic(err)
			}
			b.Reset()
		}
	}
	s.Flush()
	return s
})

func BenchmarkBatchAdd(b *testing.B) {
	t := &traffic{rnd: rand.New(rand.NewPCG(3, 4))}
	records := make([]model.Record, 8192)
	for i := range records {
		records[i] = *t.next()
	}
	batch := NewBatch()
	for i := 0; b.Loop(); i++ {
		if i%len(records) == 0 {
			batch.Reset()
		}
		batch.Add(&records[i%len(records)])
	}
}

func BenchmarkAppend(b *testing.B) {
	t := &traffic{rnd: rand.New(rand.NewPCG(3, 4))}
	batches := make([]*Batch, 40)
	for i := range batches {
		batches[i] = NewBatch()
		for range 8192 {
			batches[i].Add(t.next())
		}
	}
	s := New(Options{})
	rows := 0
	for i := 0; b.Loop(); i++ {
		if i%len(batches) == 0 {
			s = New(Options{})
		}
		if _, _, err := s.Append("f", batches[i%len(batches)]); err != nil {
			b.Fatal(err)
		}
		rows += 8192
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(rows), "ns/record")
}

// BenchmarkMemory reports what a record takes in all, and how much of it is keys.
func BenchmarkMemory(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	s := benchStore()
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&after)
	}
	n := float64(s.Snapshot().Len())
	keys := s.dicts[model.FieldKey].memory()
	for _, seg := range s.segs {
		keys += seg.cols[model.FieldKey].memory()
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/n, "B/record")
	b.ReportMetric(float64(s.Memory())/n, "B/record-counted")
	b.ReportMetric(float64(keys)/n, "B/record-keys")
}

var benchFacets = []model.Field{
	model.FieldTLS, model.FieldBucket, model.FieldPrincipal, model.FieldIP, model.FieldOp, model.FieldStatus,
}

func BenchmarkAskAll(b *testing.B) { benchAsk(b, nil) }

func benchAsk(b *testing.B, where model.Expr) {
	v := benchStore().Snapshot()
	first, last, _ := v.Bounds()
	q := Question{Where: where, Facets: benchFacets, Top: 10, LeaveOut: true, Bins: 100, BinFrom: first, BinTo: last + 1}
	matched := 0
	b.ResetTimer()
	for b.Loop() {
		a, err := v.Ask(context.Background(), q)
		if err != nil {
			b.Fatal(err)
		}
		matched = a.Matched
	}
	b.ReportMetric(float64(matched), "matched")
}

// BenchmarkAskThreeTerms is the question of every key press: three conditions,
// six facets that each leave out their own, a histogram.
func BenchmarkAskThreeTerms(b *testing.B) {
	for _, text := range []string{
		"tls:(none, <1.2) op:(PutObject, DeleteObject) -ip:203.0.0.0/18",
		"tls:1.2 op:GetObject -bucket:bucket-7",
		"-tls:1.3 -status:403 -bucket:bucket-1*",
	} {
		b.Run(text, func(b *testing.B) { benchAsk(b, parse(b, text)) })
	}
}

// BenchmarkRowsAt is what a screen asks for after each key: the rows around a
// place, at random places.
func BenchmarkRowsAt(b *testing.B) {
	v := benchStore().Snapshot()
	a, err := v.Ask(context.Background(), Question{Where: parse(b, "tls:1.2")})
	if err != nil {
		b.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(9, 9))
	for b.Loop() {
		at := rnd.IntN(a.Rows.Len() - 40)
		for i := range 40 {
			a.Rows.At(at + i)
		}
	}
}

// BenchmarkGroups counts combinations, of few values and of many, and takes the
// first 5,000 as the screen does.
func BenchmarkGroups(b *testing.B) {
	for name, fields := range map[string][]model.Field{
		"two":  {model.FieldTLS, model.FieldOp},
		"six":  {model.FieldTLS, model.FieldClient, model.FieldOp, model.FieldPrincipal, model.FieldBucket, model.FieldStatus},
		"keys": {model.FieldKey},
	} {
		b.Run(name, func(b *testing.B) {
			by := make([]Key, len(fields))
			for i, f := range fields {
				by[i].Field = f
			}
			v := benchStore().Snapshot()
			distinct := 0
			for b.Loop() {
				var err error
				if _, _, distinct, err = v.Groups(context.Background(), Question{}, by, 5000); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(distinct), "distinct")
		})
	}
}
