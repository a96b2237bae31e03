package dir_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source/decode"
)

func cpu() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(1, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkStage(b *testing.B) {
	runtime.LockOSThread()
	for _, kind := range []string{"access", "AWSLogs"} {
		var names []string
		filepath.Walk("/tmp/bulkdata/"+kind, func(p string, i os.FileInfo, err error) error {
			if !i.IsDir() {
				names = append(names, p)
			}
			return nil
		})
		var data [][]byte
		for _, n := range names[:6] {
			p, _ := os.ReadFile(n)
			if strings.HasSuffix(n, "gz") {
				z, _ := gzip.NewReader(bytes.NewReader(p))
				p, _ = io.ReadAll(z)
			}
			data = append(data, p)
			if kind == "AWSLogs" && len(data) == 3 {
				break
			}
		}
		run := func(name string, rec func() func(*model.Record) error) {
			b.Run(kind+"/"+name, func(b *testing.B) {
				d := decode.New()
				n := 0
				f := rec()
				out := decode.Output{Record: func(r *model.Record) error { n++; return f(r) }, Problem: func(model.Problem) {}, Other: func(model.Other, int) {}}
				t := cpu()
				for b.Loop() {
					for _, p := range data {
						if err := d.File(bytes.NewReader(p), decode.PathFacts{}, out); err != nil {
							b.Fatal(err)
						}
					}
				}
				b.ReportMetric(float64((cpu()-t).Nanoseconds())/float64(n), "cpu-ns/rec")
			})
		}
		run("decode", func() func(*model.Record) error { return func(*model.Record) error { return nil } })
		run("add", func() func(*model.Record) error {
			bt := store.NewBatch()
			return func(r *model.Record) error {
				bt.Add(r)
				if bt.Len() == 8192 {
					bt.Reset()
				}
				return nil
			}
		})
		run("append", func() func(*model.Record) error {
			bt := store.NewBatch()
			st := store.New(store.Options{})
			return func(r *model.Record) error {
				bt.Add(r)
				if bt.Len() == 8192 {
					st.Append("f", bt)
					bt.Reset()
				}
				return nil
			}
		})
	}
}
