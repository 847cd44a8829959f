package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

// command is one JSON line from stdin. Which members matter depends on cmd; see the README of this folder.
type command struct {
	Cmd     string   `json:"cmd"`
	Session *int     `json:"session"` // which connection; absent: the newest one
	Channel int      `json:"channel"`
	Hex     string   `json:"hex"`
	Len     int      `json:"len"`
	Rule    string   `json:"rule"`
	Try     bool     `json:"try"`     // send: TrySend instead of Send
	Ms      int      `json:"ms"`      // block-receive: how long; probe: how often
	Message string   `json:"message"` // switch mode: "pex-request" or "pex-addrs"
	Addrs   []string `json:"addrs"`   // switch mode: id@ip:port entries of a pex-addrs message
	Peer    string   `json:"peer"`    // modes with a switch: id of the peer to act on; absent: all
	Dial    string   `json:"dial"`    // modes with a switch: id@host:port to dial
}

// readCommands passes stdin's commands on until EOF, which ends the program.
func (a *app) readCommands(in io.Reader) {
	scanner := bufio.NewScanner(in)
	scanner.Buffer(make([]byte, 64*1024), 64*1024*1024) // a send command carries its message in hex
	for scanner.Scan() {
		if len(scanner.Bytes()) == 0 {
			continue
		}
		var c command
		if err := json.Unmarshal(scanner.Bytes(), &c); err != nil {
			a.events.emit("bad-command", fields{"error": err.Error()})
			continue
		}
		select {
		case a.commands <- c:
		case <-a.stopping:
			return
		}
	}
	if err := scanner.Err(); err != nil {
		a.events.emit("bad-command", fields{"error": err.Error()})
	}
	a.stop("stdin closed")
}

// serveCommands carries out the commands from stdin, one after the other, until the program is stopping.
func (a *app) serveCommands(run func(command) error) {
	for {
		select {
		case c := <-a.commands:
			if err := run(c); err != nil {
				a.events.emit("bad-command", fields{"cmd": c.Cmd, "error": err.Error()})
			}
		case <-a.stopping:
			return
		}
	}
}

// payload returns the message bytes that a send command describes.
func (c command) payload() ([]byte, error) {
	if c.Rule == "" {
		return hex.DecodeString(c.Hex)
	}
	if c.Rule != "mul31add7" {
		return nil, fmt.Errorf("unknown rule %q", c.Rule)
	}
	if c.Len < 0 || c.Len > 256<<20 {
		return nil, fmt.Errorf("len %d out of range", c.Len)
	}
	return ruleBytes(c.Len), nil
}

// ruleBytes makes n bytes with byte[i] = (i*31+7) & 0xff, so that a test can check content without sending it in hex.
func ruleBytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*31 + 7)
	}
	return b
}
