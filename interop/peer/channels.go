package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cometbft/cometbft/p2p/conn"
)

// parseChannels reads a comma list of hexId:priority:sendQueue:recvCapacity; trailing parts may be left out.
func parseChannels(list string) ([]*conn.ChannelDescriptor, error) {
	var descriptors []*conn.ChannelDescriptor
	for _, entry := range strings.Split(list, ",") {
		parts := strings.Split(entry, ":")
		if len(parts) > 4 {
			return nil, fmt.Errorf("%q has more than four parts", entry)
		}
		id, err := strconv.ParseUint(parts[0], 16, 8)
		if err != nil {
			return nil, fmt.Errorf("%q: id is not a hex byte", entry)
		}
		numbers := [3]int{1, 100, 1 << 20}
		for i, text := range parts[1:] {
			if numbers[i], err = strconv.Atoi(text); err != nil || numbers[i] < 1 {
				return nil, fmt.Errorf("%q: %q is not a positive number", entry, text)
			}
		}
		descriptors = append(descriptors, &conn.ChannelDescriptor{
			ID:                  byte(id),
			Priority:            numbers[0],
			SendQueueCapacity:   numbers[1],
			RecvMessageCapacity: numbers[2],
		})
	}
	return descriptors, nil
}

// copyChannels gives each connection descriptors of its own.
func copyChannels(list []*conn.ChannelDescriptor) []*conn.ChannelDescriptor {
	copies := make([]*conn.ChannelDescriptor, len(list))
	for i, d := range list {
		c := *d
		copies[i] = &c
	}
	return copies
}
