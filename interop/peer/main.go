// Command peer is the reference peer of the interop tests: a small program around the p2p packages of a real CometBFT
// release. It is driven by flags and by JSON commands on stdin, and reports JSON events on stdout, one object per line.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// modes names every mode and the function that runs it. A mode returns when its context is stopped or its work is done.
var modes = map[string]func(*app) error{
	"echo":         runSessions,
	"sink":         runSessions,
	"flood":        runSessions,
	"hold":         runSessions,
	"command":      runSessions,
	"misbehave":    runMisbehave,
	"handshakes":   runHandshakes,
	"seal":         runSeal,
	"address-book": runAddressBook,
	"switch":       runSwitch,
	"load":         runLoad,
}

// app is what every mode needs: the options, the event stream, the commands and the stop signal.
type app struct {
	opts     *options
	events   *eventWriter
	commands chan command
	received counter // of the modes that count
	stopping chan struct{}
	stopOnce sync.Once
}

// stop asks the running mode to end; the first reason wins.
func (a *app) stop(reason string) {
	a.stopOnce.Do(func() {
		a.events.emit("stopping", fields{"reason": reason})
		close(a.stopping)
	})
}

func main() {
	opts, err := parseOptions(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(2)
	}
	a := &app{
		opts:     opts,
		events:   newEventWriter(os.Stdout),
		commands: make(chan command),
		stopping: make(chan struct{}),
	}

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	go func() { a.stop((<-signals).String()) }()
	go a.readCommands(os.Stdin)
	time.AfterFunc(opts.timeout, func() {
		a.events.emit("timeout", fields{"seconds": opts.timeout.Seconds()})
		os.Exit(3)
	})

	if err := modes[opts.mode](a); err != nil {
		a.events.emit("fatal", fields{"error": err.Error()})
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
	a.events.emit("exit", nil)
}
