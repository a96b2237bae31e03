package main

import (
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// A rhythm is how busy an hour of a day is, against others; the day counts from 0, a Sunday.
type rhythm func(day, hour int) float64

func weekend(day int) bool { return day%7 == 0 || day%7 == 6 }

// visitors come in the evening, and fewer at the weekend.
func visitors(day, hour int) float64 {
	busy := [24]float64{3, 2, 1.5, 1, 1, 1.5, 2.5, 4, 6, 7, 7.5, 8, 9, 8.5, 8, 8, 8.5, 9, 10, 11, 11, 9, 7, 5}[hour]
	if weekend(day) {
		return busy * 0.55
	}
	return busy
}

// office is at work from eight to six on working days.
func office(day, hour int) float64 {
	switch {
	case weekend(day):
		return 0.05
	case hour < 8 || hour > 17:
		return 0.1
	case hour == 12:
		return 1
	}
	return 2
}

// nightly runs at two and tapers off until four.
func nightly(_, hour int) float64 {
	return [24]float64{2: 5, 3: 2, 4: 0.5}[hour]
}

// steady is a machine.
func steady(_, _ int) float64 { return 1 }

// A flow is one kind of traffic: n requests in a rhythm.
type flow struct {
	n    int
	when rhythm
	make func(*world, time.Time)
}

// run makes n moments in the rhythm and a request for each.
func (w *world) run(f flow) {
	const hours = 8 * 24
	var sums [hours]float64
	total := 0.0
	for h := range hours {
		total += f.when(h/24, h%24)
		sums[h] = total
	}
	for range f.n {
		x := w.rnd.Float64() * total
		h, _ := slices.BinarySearch(sums[:], x)
		f.make(w, first.Add(time.Duration(h)*time.Hour+time.Duration(w.rnd.Int64N(3600))*time.Second))
	}
}

// A shelf is a set of objects, of which a few are asked for much more than the rest.
type shelf struct {
	keys  []string
	sizes []int64
	zipf  *rand.Zipf
}

// newShelf makes n keys from a name in which "#" stands for a number.
func newShelf(w *world, n int, name string, low, high int) *shelf {
	s := &shelf{zipf: rand.NewZipf(w.rnd, 1.2, 6, uint64(n-1))}
	for i := range n {
		s.add(strings.ReplaceAll(name, "#", padded(i+1, 4)), int64(w.between(low, high)))
	}
	return s
}

func (s *shelf) add(key string, size int64) {
	s.keys = append(s.keys, key)
	s.sizes = append(s.sizes, size)
}

// draw returns one object, the first ones most often.
func (s *shelf) draw() (key string, size int64) {
	i := s.zipf.Uint64()
	return s.keys[i], s.sizes[i]
}

// crowd is a set of addresses, of which a few come back much more than the rest.
type crowd struct {
	ips  []string
	zipf *rand.Zipf
}

// newCrowd draws n addresses from the documentation ranges, some of them IPv6.
func newCrowd(w *world, n int) *crowd {
	c := &crowd{zipf: rand.NewZipf(w.rnd, 1.15, 9, uint64(n-1))}
	for i := range n {
		switch {
		case i%9 == 4:
			c.ips = append(c.ips, "2001:db8:"+w.ids.Hex(3)+"::"+w.ids.Hex(2))
		case i%2 == 0:
			c.ips = append(c.ips, "198.51.100."+itoa(w.between(40, 254)))
		default:
			c.ips = append(c.ips, "203.0.113."+itoa(w.between(150, 254)))
		}
	}
	return c
}

func (c *crowd) draw() string { return c.ips[c.zipf.Uint64()] }
