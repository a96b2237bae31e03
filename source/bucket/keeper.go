package bucket

import (
	"crypto/sha256"
	"io"
	"path/filepath"
	"time"
)

// A keeper writes a large object into a volume of its own as it is read.
type keeper struct {
	c          *Cache
	place, key string
	d          *download
	volume     *volume
	sum        interface {
		io.Writer
		Sum([]byte) []byte
	}
	written int64
}

// begin returns a keeper for a large object, nil where it is not to be kept.
func (c *Cache) begin(place, key string, d *download) *keeper {
	if c == nil || d.etag == "" || c.Limit() < d.size || c.Broken() != nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.makeRoom(c.coming + d.size) {
		return nil
	}
	v, err := newVolume(filepath.Join(c.folder, place))
	if err != nil {
		return nil
	}
	c.coming += d.size
	return &keeper{c: c, place: place, key: key, d: d, volume: v, sum: sha256.New()}
}

// Write takes the next bytes of the object.
func (k *keeper) Write(p []byte) (int, error) {
	n, err := k.volume.pack.WriteAt(p, k.written)
	k.written += int64(n)
	_, _ = k.sum.Write(p[:n]) // a hash never fails
	return n, err
}

// end keeps the object if it was read whole, else nothing of it.
func (k *keeper) end() {
	k.c.mu.Lock()
	defer k.c.mu.Unlock()
	k.c.coming -= k.d.size
	if k.written != k.d.size {
		k.volume.remove()
		return
	}
	e := &entry{size: k.d.size, etag: k.d.etag, version: k.d.version, read: time.Now(), stored: k.d.stored}
	copy(e.sum[:], k.sum.Sum(nil))
	e.sound.Store(true)
	if err := k.volume.note(e, k.key); err != nil {
		k.c.broken = err
		k.volume.remove()
		return
	}
	s := k.c.at(k.place)
	s.volumes = append(s.volumes, k.volume)
	s.entries[k.key] = e
}
