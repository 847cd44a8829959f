// Command codec measures how fast Go reads, or writes, recorded messages, one by one: what a CometBFT node's peer does
// with them, without the node. It prints "ready", and then answers each request on standard input, one JSON object a line.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"

	"github.com/cometbft/cometbft/p2p"
	"github.com/cosmos/gogoproto/proto"
)

// request asks for one measurement.
type request struct {
	// Kind is the message that is measured alone, "" for the whole corpus.
	Kind    string  `json:"kind"`
	Seconds float64 `json:"seconds"`
}

// cost is what one message takes: time, and CPU time of all threads.
type cost struct {
	Ns    float64 `json:"ns"`
	CPUNs float64 `json:"cpuNs"`
}

func main() {
	corpus := flag.String("corpus", "", "the folder of the recordings")
	operation := flag.String("operation", "decode", "decode or encode")
	flag.Parse()
	if err := run(*corpus, *operation); err != nil {
		fmt.Fprintln(os.Stderr, "codec:", err)
		os.Exit(1)
	}
}

func run(corpus, operation string) error {
	messages, err := readCorpus(corpus)
	if err != nil {
		return err
	}
	work := decodeOnly
	if operation == "encode" {
		work = encodeOnly
		for i := range messages {
			if messages[i].value, err = decode(&messages[i]); err != nil {
				return fmt.Errorf("message %d: %w", i, err)
			}
		}
	}
	fmt.Println(`"ready"`)
	requests, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var asked request
		if err := requests.Decode(&asked); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		answer := repeat(ofKind(messages, asked.Kind), time.Duration(asked.Seconds*float64(time.Second)), work)
		if err := answers.Encode(answer); err != nil {
			return err
		}
	}
}

func ofKind(messages []message, kind string) []message {
	if kind == "" {
		return messages
	}
	var found []message
	for _, each := range messages {
		if each.kind == kind {
			found = append(found, each)
		}
	}
	return found
}

// repeat calls work for each message over and over until the time is up.
func repeat(messages []message, duration time.Duration, work func(*message) error) cost {
	began, cpuBegan := time.Now(), cpuTime()
	for passes := 1; ; passes++ {
		for i := range messages {
			if err := work(&messages[i]); err != nil {
				panic(err) // it went well before
			}
		}
		if elapsed := time.Since(began); elapsed >= duration {
			worked := float64(passes * len(messages))
			return cost{float64(elapsed) / worked, float64(cpuTime()-cpuBegan) / worked}
		}
	}
}

// cpuTime is what this process has used so far.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// decode reads a message as Go's peer does (p2p/peer.go), except that it makes an empty message without reflection.
func decode(from *message) (proto.Message, error) {
	into := from.empty()
	if err := proto.Unmarshal(from.bytes, into); err != nil {
		return nil, err
	}
	if wrapped, ok := into.(p2p.Unwrapper); ok {
		return wrapped.Unwrap()
	}
	return into, nil
}

// encode writes a message as Go's peer does.
func encode(value proto.Message) ([]byte, error) {
	if wrapper, ok := value.(p2p.Wrapper); ok {
		value = wrapper.Wrap()
	}
	return proto.Marshal(value)
}

func decodeOnly(from *message) error {
	_, err := decode(from)
	return err
}

func encodeOnly(of *message) error {
	_, err := encode(of.value)
	return err
}
