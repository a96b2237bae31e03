package bucket

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"s3sleuth/source"
)

// A Cache keeps objects on disk byte for byte, many in a file: a folder for each
// bucket, and in it volumes. A nil Cache keeps nothing.
//
// A volume is written by one process, once: bytes are appended to its pack, then
// a line to its index. So whenever a process ends, by whatever means, every line
// that ends in a newline tells of bytes that are there; a line cut short is
// none. The first reading of an object in a run checks its SHA-256.
type Cache struct {
	folder string
	limit  int64 // bytes of all packs

	mu     sync.Mutex
	places map[string]*shelfful
	broken error // why nothing is written any more
	full   bool  // what this run has used takes all that may be kept
	coming int64 // bytes of the large objects that are being written
}

// A shelfful is what is kept of one bucket.
type shelfful struct {
	folder  string
	entries map[string]*entry // by key
	volumes []*volume
	out     *volume // being written; nil for none
}

// An entry tells where an object is kept, and what it was.
type entry struct {
	in      *volume
	offset  int64
	size    int64
	sum     [sha256.Size]byte
	etag    string
	version string
	read    time.Time
	stored  source.Encryption
	sound   atomic.Bool // its bytes were hashed in this run
}

var _ source.Cache = (*Cache)(nil)

const (
	// volumeBytes is how large a volume of several objects becomes at most, and
	// volumeShare by how much it is smaller than the limit.
	volumeBytes = 256 << 20
	volumeShare = 8
	// limitFile is where a limit that was set stands, in bytes. No bucket's name
	// begins with a dot.
	limitFile = ".limit"
)

// NewCache returns a cache in a folder, which is made when something is to be
// kept. limit is in bytes, of all that is kept, unless another was set. What was
// used longest ago goes first, but nothing that this run has used: when that takes
// all there is, no more is kept.
func NewCache(folder string, limit int64) *Cache {
	c := &Cache{folder: folder, limit: limit, places: make(map[string]*shelfful)}
	if set, err := os.ReadFile(filepath.Join(folder, limitFile)); err == nil {
		if n, err := strconv.ParseInt(strings.TrimSpace(string(set)), 10, 64); err == nil && n >= 0 {
			c.limit = n
		}
	}
	return c
}

// place returns the name under which a bucket is kept: another service's
// bucket of the same name is another.
func (b *Bucket) place() string {
	if b.options.Endpoint == "" {
		return b.bucket
	}
	var host strings.Builder
	_, address, _ := strings.Cut(b.options.Endpoint, "://")
	for _, c := range []byte(address) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-' {
			host.WriteByte(c)
		} else {
			host.WriteByte('_')
		}
	}
	return b.bucket + "@" + host.String()
}

// at returns what is kept of a place, read from disk the first time. c.mu is held.
func (c *Cache) at(place string) *shelfful {
	if s := c.places[place]; s != nil {
		return s
	}
	s := &shelfful{folder: filepath.Join(c.folder, place), entries: make(map[string]*entry)}
	c.places[place] = s
	indices, _ := filepath.Glob(filepath.Join(s.folder, "*"+indexEnding))
	for _, path := range indices {
		s.load(strings.TrimSuffix(path, indexEnding))
	}
	return s
}

// ready reads from disk what is kept of a place, which takes a while where that is much.
func (c *Cache) ready(place string) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at(place)
}

// find returns where an object is kept, nil where it is not.
func (c *Cache) find(place, key string) *entry {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.at(place).entries[key]
	if e != nil {
		e.in.use()
	}
	return e
}

// look returns where an object is kept as it was listed, nil where it is not.
func (c *Cache) look(place, key string, o *object) *entry {
	e := c.find(place, key)
	if e == nil || o.etag == "" || e.etag != o.etag || e.size != o.size {
		return nil
	}
	return e
}

// errDamaged is an entry whose bytes are not what was kept.
var errDamaged = errors.New("what the cache holds is damaged")

// open returns the bytes of an entry, after a check that they are what was kept.
func (c *Cache) open(e *entry) (*io.SectionReader, error) {
	r := io.NewSectionReader(e.in.pack, e.offset, e.size)
	if e.sound.Load() {
		return r, nil
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, r); err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	if !bytes.Equal(sum.Sum(nil), e.sum[:]) {
		return nil, errDamaged
	}
	e.sound.Store(true)
	_, err := r.Seek(0, io.SeekStart)
	return r, err
}

// forget drops an entry that is damaged.
func (c *Cache) forget(place, key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.at(place).entries, key)
}

// put keeps an object that came in one piece.
func (c *Cache) put(place, key string, d *download, data []byte) {
	if c == nil || d.etag == "" || c.Limit() < d.size {
		return
	}
	e := &entry{size: d.size, sum: sha256.Sum256(data), etag: d.etag, version: d.version, read: time.Now(), stored: d.stored}
	e.sound.Store(true)
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.at(place)
	most := min(volumeBytes, c.limit/volumeShare)
	if s.out == nil || s.out.size > 0 && s.out.size+d.size > most {
		c.roll(s, max(most, d.size))
	}
	if c.broken != nil || c.full {
		return
	}
	if c.broken = s.out.add(e, key, data); c.broken == nil {
		s.entries[key] = e
	}
}

// roll begins another volume, after making room for the bytes it may take. c.mu is held.
func (c *Cache) roll(s *shelfful, bytes int64) {
	if c.full = c.full || !c.makeRoom(c.coming+bytes); c.full || c.broken != nil {
		return
	}
	v, err := newVolume(s.folder)
	if err != nil {
		c.broken = err
		return
	}
	s.out = v
	s.volumes = append(s.volumes, v)
}

// Broken returns why the cache is not written any more, nil while it is.
func (c *Cache) Broken() error {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.broken
}

// Folder is where it is kept.
func (c *Cache) Folder() string { return c.folder }

// Limit is how many bytes are kept at most.
func (c *Cache) Limit() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.limit
}

// SetLimit changes the limit, for later runs too, and drops what is too much.
func (c *Cache) SetLimit(bytes int64) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	err := os.MkdirAll(c.folder, 0o700)
	if err == nil {
		err = os.WriteFile(filepath.Join(c.folder, limitFile), strconv.AppendInt(nil, bytes, 10), 0o600)
	}
	if err != nil {
		return fmt.Errorf("set the limit of the cache: %w", err)
	}
	c.limit, c.full = bytes, false
	c.makeRoom(0)
	return nil
}

// List tells what is kept.
func (c *Cache) List() ([]source.Cached, error) {
	folders, err := os.ReadDir(c.folder)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("list the cache: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []source.Cached
	for _, f := range folders {
		if !f.IsDir() {
			continue
		}
		s := c.at(f.Name())
		k := source.Cached{Place: f.Name(), Objects: len(s.entries)}
		for _, e := range s.entries {
			k.Bytes += e.size
			if e.read.After(k.Read) {
				k.Read = e.read
			}
		}
		out = append(out, k)
	}
	return out, nil
}

// Drop removes what is kept of a place.
func (c *Cache) Drop(place string) error {
	if place == "" || filepath.Base(place) != place || place == "." || place == ".." {
		return fmt.Errorf("drop %q from the cache: no such place", place)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	folder := filepath.Join(c.folder, place)
	if _, err := os.Stat(folder); err != nil {
		return fmt.Errorf("drop %s from the cache: nothing is kept of it", place)
	}
	for _, v := range c.at(place).volumes {
		v.close()
	}
	delete(c.places, place)
	if err := os.RemoveAll(folder); err != nil {
		return fmt.Errorf("drop %s from the cache: %w", place, err)
	}
	return nil
}
