package main

import (
	"sync"
	"time"
)

// sink counts what arrives, over all sessions, and reports each second and at the end of each session.
type sink struct {
	app            *app
	mu             sync.Mutex
	messages       int64
	bytes          int64
	first, last    time.Time
	cpuAtFirst     float64
	windowMessages int64
	windowBytes    int64
}

func newSink(a *app) *sink {
	k := &sink{app: a}
	go k.reportEachSecond()
	return k
}

func (k *sink) hooks() hooks {
	return hooks{onData: k.count, onEnd: func(*session) { k.reportTotal() }}
}

func (k *sink) count(_ *session, _ byte, msg []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.last = time.Now()
	if k.messages == 0 {
		k.first, k.cpuAtFirst = k.last, cpuSeconds()
	}
	k.messages++
	k.bytes += int64(len(msg))
}

// reportEachSecond reports the window's messages; a window without any is silent.
func (k *sink) reportEachSecond() {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for window := startMeter(); ; window = startMeter() {
		select {
		case <-ticker.C:
		case <-k.app.stopping:
			return
		}
		seconds, cpu := window.read()
		k.mu.Lock()
		messages, bytes := k.messages-k.windowMessages, k.bytes-k.windowBytes
		k.windowMessages, k.windowBytes = k.messages, k.bytes
		k.mu.Unlock()
		if messages > 0 {
			k.app.events.emit("rate", fields{
				"messages": messages, "bytes": bytes, "seconds": seconds, "cpuSeconds": cpu, "final": false})
		}
	}
}

// reportTotal reports everything so far; seconds run from the first message to the last.
func (k *sink) reportTotal() {
	k.mu.Lock()
	defer k.mu.Unlock()
	f := fields{"messages": k.messages, "bytes": k.bytes, "seconds": 0.0, "cpuSeconds": 0.0, "final": true}
	if k.messages > 0 {
		f["seconds"] = k.last.Sub(k.first).Seconds()
		f["cpuSeconds"] = cpuSeconds() - k.cpuAtFirst
	}
	k.app.events.emit("rate", f)
}
