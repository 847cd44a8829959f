package main

import (
	"bufio"
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/cosmos/gogoproto/proto"
)

// message is one message of the corpus.
type message struct {
	// kind is the message's name without its package, for example "Vote".
	kind  string
	bytes []byte
	// empty makes what the bytes are read into.
	empty func() proto.Message
	// value is what they mean; only there when it is to be written.
	value proto.Message
}

// readCorpus reads every recording of a folder, the oldest release first.
func readCorpus(folder string) ([]message, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	var messages []message
	for _, path := range paths {
		release, _, _ := strings.Cut(filepath.Base(path), ".jsonl")
		if messages, err = readRecording(path, messageTypes(release), messages); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return messages, nil
}

// readRecording appends the messages of one recording.
func readRecording(path string, types map[byte]func() proto.Message, messages []message) ([]message, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var line struct {
			Channel string `json:"ch"`
			Hex     string `json:"hex"`
			Type    string `json:"type"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return nil, err
		}
		bytes, err := hex.DecodeString(line.Hex)
		if err != nil {
			return nil, err
		}
		channel, err := strconv.ParseUint(line.Channel, 0, 8)
		if err != nil {
			return nil, err
		}
		_, kind, _ := strings.Cut(line.Type, ".")
		messages = append(messages, message{kind: kind, bytes: bytes, empty: types[byte(channel)]})
	}
	return messages, lines.Err()
}
