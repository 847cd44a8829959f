package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"
)

// fields are the members of one event besides its name and time.
type fields map[string]any

// eventWriter writes events as JSON lines; it is safe for concurrent use.
type eventWriter struct {
	mu    sync.Mutex
	out   io.Writer
	start time.Time
}

func newEventWriter(out io.Writer) *eventWriter {
	return &eventWriter{out: out, start: time.Now()}
}

// emit writes {"event":name,"tMs":milliseconds since start,...f} as one line with one write call.
func (w *eventWriter) emit(name string, f fields) {
	rest, err := json.Marshal(f)
	if err != nil {
		rest = []byte(fmt.Sprintf(`{"encodingError":%q}`, err.Error()))
	}
	var line bytes.Buffer
	tMs := float64(time.Since(w.start).Microseconds()) / 1000
	fmt.Fprintf(&line, `{"event":%q,"tMs":%.3f`, name, tMs)
	if len(f) > 0 {
		line.WriteByte(',')
		line.Write(rest[1:])
	} else {
		line.WriteByte('}')
	}
	line.WriteByte('\n')
	w.mu.Lock()
	defer w.mu.Unlock()
	_, _ = w.out.Write(line.Bytes())
}
