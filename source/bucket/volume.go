package bucket

import (
	"bufio"
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	packEnding  = ".pack"
	indexEnding = ".index"
	// indexHead is the first line of an index: what it is, and its version.
	indexHead = "s3sleuth cache 1"
	// indexFields is how many fields a line of an index has.
	indexFields = 10
)

// A volume is a pack of objects and its index.
type volume struct {
	path  string   // without ending
	pack  *os.File // open as long as the cache is
	index *os.File // nil where the volume is another run's, and only read
	size  int64    // of the pack
	used  bool     // in this run
}

// newVolume begins a volume in a folder.
func newVolume(folder string) (*volume, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	pack, err := os.CreateTemp(folder, time.Now().UTC().Format("20060102-150405-*")+packEnding)
	if err != nil {
		return nil, err
	}
	path := strings.TrimSuffix(pack.Name(), packEnding)
	index, err := os.OpenFile(path+indexEnding, os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o600)
	if err == nil {
		_, err = index.WriteString(indexHead + "\n")
	}
	v := &volume{path: path, pack: pack, index: index, used: true}
	if err != nil {
		v.remove()
		return nil, err
	}
	return v, nil
}

// add keeps an object: first its bytes, then the line that tells of them.
func (v *volume) add(e *entry, key string, data []byte) error {
	if _, err := v.pack.WriteAt(data, v.size); err != nil {
		return err
	}
	e.offset = v.size
	return v.note(e, key)
}

// note writes the line of an entry whose bytes stand in the pack at its offset.
func (v *volume) note(e *entry, key string) error {
	line := strings.Join([]string{
		strconv.FormatInt(e.offset, 10), strconv.FormatInt(e.size, 10), hex.EncodeToString(e.sum[:]),
		strconv.FormatInt(e.read.Unix(), 10), strconv.Quote(e.etag), strconv.Quote(e.version),
		strconv.Quote(e.stored.Algorithm), strconv.Quote(e.stored.Key), strconv.FormatBool(e.stored.BucketKey), strconv.Quote(key),
	}, "\t")
	if _, err := v.index.WriteString(line + "\n"); err != nil {
		return err
	}
	e.in = v
	v.size = max(v.size, e.offset+e.size)
	return nil
}

// load reads a volume that another run left. One that cannot be read is as good
// as none.
func (s *shelfful) load(path string) {
	index, err := os.Open(path + indexEnding)
	if err != nil {
		return
	}
	defer index.Close()
	pack, err := os.Open(path + packEnding)
	if err != nil {
		return
	}
	v := &volume{path: path, pack: pack}
	if info, err := pack.Stat(); err == nil {
		v.size = info.Size()
	}
	s.volumes = append(s.volumes, v)
	lines := bufio.NewReaderSize(index, 1<<16)
	if head, err := lines.ReadString('\n'); err != nil || head != indexHead+"\n" {
		return
	}
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return // the end, or a line that was never finished
		}
		key, e, err := parseEntry(strings.TrimSuffix(line, "\n"))
		if err != nil || e.offset+e.size > v.size {
			continue
		}
		e.in = v
		if was := s.entries[key]; was == nil || was.read.Before(e.read) {
			s.entries[key] = e
		}
	}
}

// parseEntry reads a line of an index.
func parseEntry(line string) (key string, e *entry, err error) {
	f := strings.Split(line, "\t")
	if len(f) != indexFields {
		return "", nil, fmt.Errorf("%d fields, want %d", len(f), indexFields)
	}
	e = &entry{}
	var errs [indexFields]error
	var read int64
	var sum []byte
	e.offset, errs[0] = strconv.ParseInt(f[0], 10, 64)
	e.size, errs[1] = strconv.ParseInt(f[1], 10, 64)
	sum, errs[2] = hex.DecodeString(f[2])
	read, errs[3] = strconv.ParseInt(f[3], 10, 64)
	e.etag, errs[4] = strconv.Unquote(f[4])
	e.version, errs[5] = strconv.Unquote(f[5])
	e.stored.Algorithm, errs[6] = strconv.Unquote(f[6])
	e.stored.Key, errs[7] = strconv.Unquote(f[7])
	e.stored.BucketKey, errs[8] = strconv.ParseBool(f[8])
	key, errs[9] = strconv.Unquote(f[9])
	if err := errors.Join(errs[:]...); err != nil {
		return "", nil, err
	}
	if len(sum) != len(e.sum) || e.offset < 0 || e.size < 0 || e.offset+e.size < 0 {
		return "", nil, errors.New("no place in a pack")
	}
	copy(e.sum[:], sum)
	e.read = time.Unix(read, 0)
	return key, e, nil
}

// use notes, on disk too, that a volume was used.
func (v *volume) use() {
	if !v.used {
		v.used = true
		now := time.Now()
		_ = os.Chtimes(v.path+indexEnding, now, now) // only the order of dropping rests on it
	}
}

func (v *volume) close() {
	_ = v.pack.Close()
	if v.index != nil {
		_ = v.index.Close()
	}
}

// remove deletes a volume, the index first: without it the pack is nothing.
func (v *volume) remove() {
	v.close()
	_ = os.Remove(v.path + indexEnding)
	_ = os.Remove(v.path + packEnding)
}

// makeRoom deletes the volumes used longest ago, of any bucket, until so many
// bytes more are within the limit, and says whether they are. Volumes used in this
// run stay. c.mu is held.
func (c *Cache) makeRoom(bytes int64) bool {
	type pack struct {
		path string
		size int64
		used time.Time
	}
	var packs []pack
	total := bytes
	found, _ := filepath.Glob(filepath.Join(c.folder, "*", "*"+packEnding))
	for _, path := range found {
		info, err := os.Stat(path)
		if err != nil {
			continue
		}
		p := pack{strings.TrimSuffix(path, packEnding), info.Size(), info.ModTime()}
		if index, err := os.Stat(p.path + indexEnding); err == nil {
			p.used = index.ModTime()
		}
		packs = append(packs, p)
		total += p.size
	}
	slices.SortFunc(packs, func(a, b pack) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.path, b.path)) })
	for _, p := range packs {
		if total <= c.limit {
			break
		}
		if c.drop(p.path) {
			total -= p.size
		}
	}
	return total <= c.limit
}

// drop deletes one volume unless it was used in this run.
func (c *Cache) drop(path string) bool {
	v := &volume{path: path}
	if s := c.places[filepath.Base(filepath.Dir(path))]; s != nil {
		at := slices.IndexFunc(s.volumes, func(v *volume) bool { return v.path == path })
		if at < 0 || s.volumes[at].used {
			return false
		}
		v = s.volumes[at]
		s.volumes = slices.Delete(s.volumes, at, at+1)
		for key, e := range s.entries {
			if e.in == v {
				delete(s.entries, key)
			}
		}
		v.remove()
		return true
	}
	_ = os.Remove(v.path + indexEnding)
	_ = os.Remove(v.path + packEnding)
	return true
}
