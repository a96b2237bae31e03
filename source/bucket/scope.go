package bucket

import (
	"context"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"s3sleuth/source"
	"s3sleuth/source/decode"
)

// How many calls look for the parts of a bucket, in all and at once.
const (
	partCalls  = 300
	partAtOnce = 16
)

var _ source.Scoped = (*Bucket)(nil)

// Within returns the bucket without what lies outside of the scope. What was
// read of b is not known to it.
func (b *Bucket) Within(s source.Scope) source.Source {
	b.mu.Lock()
	defer b.mu.Unlock()
	return &Bucket{
		name: b.name, bucket: b.bucket, prefix: b.prefix, options: b.options, cache: b.cache,
		session: b.session, server: b.server, stale: b.stale, seen: make(map[string]version), scope: s,
	}
}

// A fold is what the names of a folder and of those above tell.
type fold struct{ account, region, folder, bucket string }

// foldOf reads the path of a folder, as the two services lay their files out.
// A prefix may be glued to the account of access logs.
func foldOf(folder string) fold {
	parts := strings.Split(strings.Trim(folder, "/"), "/")
	n := len(parts)
	account := func(s string) string {
		if digits := decode.LastDigits(s); decode.IsAccount(digits) {
			return digits
		}
		return ""
	}
	for i := n - 1; i >= 1; i-- {
		if !decode.IsRegion(parts[i]) {
			continue
		}
		if ok, _ := decode.TrailFolder(parts[i-1]); ok {
			f := fold{region: parts[i], folder: parts[i-1]}
			if i >= 2 {
				f.account = account(parts[i-2])
			}
			return f
		}
		if of := account(parts[i-1]); of != "" {
			f := fold{account: of, region: parts[i]}
			if i+1 < n && !isYear(parts[i+1]) {
				f.bucket = parts[i+1]
			}
			return f
		}
	}
	if ok, _ := decode.TrailFolder(parts[n-1]); ok && n >= 2 {
		return fold{account: account(parts[n-2]), folder: parts[n-1]}
	}
	return fold{account: account(parts[n-1])}
}

// outside says whether a folder lies outside of the bucket's scope. What a path
// does not tell lies inside.
func (b *Bucket) outside(folder string) bool {
	f, s := foldOf(folder), &b.scope
	out := func(list []string, name string) bool {
		return len(list) > 0 && name != "" && !slices.Contains(list, name)
	}
	return out(s.Accounts, f.account) || out(s.Regions, f.region) || out(s.Folders, f.folder) || out(s.Buckets, f.bucket)
}

// A search looks through folders for the parts of a bucket.
type search struct {
	b      *Bucket
	client *s3.Client
	slots  chan struct{}

	mu    sync.Mutex
	found [4]map[string]bool // accounts, Regions, folders, buckets
	calls int
	more  bool
	err   error
	below []string // folders of the next level
	fault any      // what the look at a folder panicked with
}

// Parts looks which accounts, Regions, folders and buckets there are, level by
// level, by the names of folders alone, with no more than 300 calls.
func (b *Bucket) Parts(ctx context.Context) (source.Scope, bool, error) {
	server, err := b.connect(ctx)
	if err != nil {
		return source.Scope{}, false, err
	}
	s := &search{b: b, client: server.client, slots: make(chan struct{}, partAtOnce)}
	for i := range s.found {
		s.found[i] = map[string]bool{}
	}
	level := []string{b.prefix}
	if _, days := shelfOf(b.prefix); days {
		s.note(b.prefix)
		level = nil
	}
	for len(level) > 0 && ctx.Err() == nil {
		var all sync.WaitGroup
		for _, folder := range level {
			s.slots <- struct{}{}
			all.Go(func() {
				defer func() {
					if fault := recover(); fault != nil {
						s.mu.Lock()
						s.fault = fault
						s.mu.Unlock()
					}
					<-s.slots
				}()
				s.folder(ctx, folder)
			})
		}
		all.Wait()
		if s.fault != nil {
			panic(s.fault) // where the caller can recover it
		}
		if s.err != nil && s.calls == 1 {
			return source.Scope{}, false, s.err // not even the first folder can be listed
		}
		level, s.below = s.below, nil
	}
	names := func(i int) []string { return slices.Sorted(maps.Keys(s.found[i])) }
	return source.Scope{Accounts: names(0), Regions: names(1), Folders: names(2), Buckets: names(3)}, s.more, ctx.Err()
}

// folder lists one folder. What it holds is noted; folders that may hold more
// parts are looked through next.
func (s *search) folder(ctx context.Context, folder string) {
	a := ask{prefix: folder, delimiter: "/"}
	for {
		s.mu.Lock()
		full := s.calls == partCalls
		if full {
			s.more = true
		} else {
			s.calls++
		}
		s.mu.Unlock()
		if full {
			return
		}
		p, err := s.b.list(ctx, s.client, a)
		if s.take(p, err) {
			return
		}
		a.next = p.next
	}
}

// take notes what a page holds, and says whether it is the last that is wanted.
func (s *search) take(p page, err error) (last bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.more, s.err = true, err
	}
	for _, f := range p.folders {
		s.child(f)
	}
	if len(p.keys) > 0 && p.next != "" {
		s.more = true // keys side by side, too many to look behind
	}
	return err != nil || p.next == "" || len(p.keys) > 0
}

// child notes a folder, and keeps it for the next level unless its days begin
// below or it is none of ours. The caller holds the lock.
func (s *search) child(folder string) {
	name := path.Base(folder)
	if ok, digest := decode.TrailFolder(name); strings.HasPrefix(name, ".") || ok && digest || !ok && foreign(folder) {
		return
	}
	s.note(folder)
	if _, days := shelfOf(folder); !days {
		s.below = append(s.below, folder)
	}
}

// note keeps what the names of a folder tell.
func (s *search) note(folder string) {
	f := foldOf(folder)
	for i, name := range []string{f.account, f.region, f.folder, f.bucket} {
		if name != "" {
			s.found[i][name] = true
		}
	}
}
