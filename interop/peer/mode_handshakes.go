package main

import (
	"io"
	"slices"
	"sync"
	"time"

	"github.com/cometbft/cometbft/crypto"
)

// handshakeTally collects the outcome of many handshakes.
type handshakeTally struct {
	mu        sync.Mutex
	latencies []float64
	failures  int
	lastError string
}

func (t *handshakeTally) add(took time.Duration, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err != nil {
		t.failures++
		t.lastError = err.Error()
		return
	}
	t.latencies = append(t.latencies, millis(took))
}

// report emits the tally of the stretch that m measured.
func (t *handshakeTally) report(a *app, m meter) {
	seconds, cpu := m.read()
	t.mu.Lock()
	defer t.mu.Unlock()
	f := fields{
		"count": len(t.latencies), "failures": t.failures, "seconds": seconds, "cpuSeconds": cpu,
		"perSecond": float64(len(t.latencies)) / seconds}
	if n := len(t.latencies); n > 0 {
		slices.Sort(t.latencies)
		f["p50Ms"], f["p99Ms"] = t.latencies[n/2], t.latencies[n*99/100]
	}
	if t.failures > 0 {
		f["lastError"] = t.lastError
	}
	a.events.emit("handshakes", f)
}

// runHandshakes makes, or serves, complete handshakes one after the other: TCP, secret connection, NodeInfo exchange.
func runHandshakes(a *app) error {
	if a.opts.listen != "" {
		return a.serveHandshakes()
	}
	tally, measured := &handshakeTally{}, startMeter()
	deadline := measured.began.Add(a.opts.duration)
	var workers sync.WaitGroup
	for worker := range a.opts.parallel {
		key := a.opts.nodeKey(worker)
		workers.Go(func() {
			for time.Now().Before(deadline) && !a.isStopping() {
				began := time.Now()
				err := a.dialOneHandshake(worker, key)
				tally.add(time.Since(began), err)
			}
		})
	}
	workers.Wait()
	tally.report(a, measured)
	return nil
}

// dialOneHandshake dials, shakes hands and closes.
func (a *app) dialOneHandshake(worker int, key crypto.PrivKey) error {
	raw, err := a.opts.dialTCP(worker)
	if err != nil {
		return err
	}
	defer raw.Close()
	l := a.opts.dialledLink(raw, key)
	_, err = a.opts.upgrade(raw, key, l.own, a.opts.dialID)
	return err
}

// serveHandshakes answers handshakes and reports once, at the end: the stretch runs from the first one to the last.
func (a *app) serveHandshakes() error {
	tally := &handshakeTally{}
	var once sync.Once
	var measured meter
	err := a.connectAll(func(l link) {
		defer l.raw.Close()
		once.Do(func() { measured = startMeter() })
		began := time.Now()
		u, err := a.opts.upgrade(l.raw, l.key, l.own, "")
		tally.add(time.Since(began), err)
		if err == nil {
			_ = l.raw.SetReadDeadline(time.Now().Add(a.opts.handshakeTimeout))
			_, _ = io.Copy(io.Discard, u.secret) // until the dialler closes
		}
	})
	if !measured.began.IsZero() {
		tally.report(a, measured)
	}
	return err
}

func (a *app) isStopping() bool {
	select {
	case <-a.stopping:
		return true
	default:
		return false
	}
}
