// Command codec measures how fast Go reads and writes recorded messages, one by one: what a CometBFT node's peer does with
// them, without the node. It prints one JSON object.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/cometbft/cometbft/p2p"
	"github.com/cosmos/gogoproto/proto"
)

// cost is what one message takes: time, and CPU time of all threads.
type cost struct {
	Ns    float64 `json:"ns"`
	CPUNs float64 `json:"cpuNs"`
}

// costs are those of reading and of writing.
type costs struct {
	Decode cost `json:"decode"`
	Encode cost `json:"encode"`
}

// report is what the program prints.
type report struct {
	Messages int              `json:"messages"`
	Bytes    int              `json:"bytes"`
	All      costs            `json:"all"`
	Kinds    map[string]costs `json:"kinds"`
}

func main() {
	corpus := flag.String("corpus", "", "the folder of the recordings")
	warmUp := flag.Duration("warm-up", time.Second, "what comes first and does not count")
	duration := flag.Duration("duration", 2*time.Second, "how long the whole corpus is read, and written")
	kindDuration := flag.Duration("kind-duration", 100*time.Millisecond, "the same for each of -kinds alone")
	kinds := flag.String("kinds", "", "comma list of messages that are also measured alone")
	flag.Parse()
	if err := run(*corpus, *warmUp, *duration, *kindDuration, strings.Split(*kinds, ",")); err != nil {
		fmt.Fprintln(os.Stderr, "codec:", err)
		os.Exit(1)
	}
}

func run(corpus string, warmUp, duration, kindDuration time.Duration, kinds []string) error {
	messages, err := readCorpus(corpus)
	if err != nil {
		return err
	}
	result := report{Messages: len(messages), Kinds: map[string]costs{}}
	for _, each := range messages {
		result.Bytes += len(each.bytes)
	}
	if _, err := measure(messages, warmUp); err != nil {
		return err
	}
	if result.All, err = measure(messages, duration); err != nil {
		return err
	}
	for _, kind := range kinds {
		var ofKind []message
		for _, each := range messages {
			if each.kind == kind {
				ofKind = append(ofKind, each)
			}
		}
		if result.Kinds[kind], err = measure(ofKind, kindDuration); err != nil {
			return err
		}
	}
	return json.NewEncoder(os.Stdout).Encode(result)
}

// measure reads all messages over and over for a while, and then writes what they are.
func measure(messages []message, duration time.Duration) (result costs, err error) {
	if result.Decode, err = repeat(len(messages), duration, func(i int) error {
		_, err := decode(messages[i])
		return err
	}); err != nil {
		return result, err
	}
	values := make([]proto.Message, len(messages))
	for i, each := range messages {
		if values[i], err = decode(each); err != nil {
			return result, err
		}
	}
	result.Encode, err = repeat(len(values), duration, func(i int) error {
		_, err := encode(values[i])
		return err
	})
	return result, err
}

// repeat calls work for each message over and over until the time is up.
func repeat(count int, duration time.Duration, work func(int) error) (cost, error) {
	began, cpuBegan := time.Now(), cpuTime()
	for passes := 1; ; passes++ {
		for i := range count {
			if err := work(i); err != nil {
				return cost{}, fmt.Errorf("message %d: %w", i, err)
			}
		}
		if elapsed := time.Since(began); elapsed >= duration {
			worked := float64(passes * count)
			return cost{float64(elapsed) / worked, float64(cpuTime()-cpuBegan) / worked}, nil
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
func decode(from message) (proto.Message, error) {
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
