package main

import (
	"sync/atomic"
	"time"
)

var programBegan = time.Now()

// counter counts messages and their bytes; it is safe for concurrent use.
type counter struct{ messages, bytes atomic.Int64 }

func (c *counter) add(bytes int) {
	c.messages.Add(1)
	c.bytes.Add(int64(bytes))
}

// report emits what there is so far. What two reports differ by is what happened between them.
func (c *counter) report(a *app) {
	a.events.emit("sample", fields{
		"messages": c.messages.Load(), "bytes": c.bytes.Load(),
		"seconds": time.Since(programBegan).Seconds(), "cpuSeconds": cpuSeconds()})
}
