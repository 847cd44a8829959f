package main

import "sync"

// delays collects how long messages took, in microseconds.
type delays struct {
	mu     sync.Mutex
	micros []float64
}

func (d *delays) add(nanos uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.micros = append(d.micros, float64(nanos)/1000)
}

// take returns what has been collected, and forgets it.
func (d *delays) take() []float64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	taken := d.micros
	d.micros = nil
	return append([]float64{}, taken...) // a list in JSON, even if there is none
}
