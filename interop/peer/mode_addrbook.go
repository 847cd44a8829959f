package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/cometbft/cometbft/libs/log"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/p2p/pex"
)

const (
	// addressesPerSource is how many addresses one source has told of: about as many as an answer holds.
	addressesPerSource = 100
	// oldShare: every fourth address has proved good.
	oldShare = 4
	// selectionBias is the share of new addresses that a seed hands out, in percent.
	selectionBias = 30
)

// runAddressBook measures a real address book with -count addresses, each of the three for -duration: addresses added to an
// empty book, selections, selections with bias.
func runAddressBook(a *app) error {
	addresses, err := inventedAddresses(a.opts.count)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "reference-peer-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	newBook := func() pex.AddrBook {
		book := pex.NewAddrBook(filepath.Join(folder, "addrbook.json"), true)
		book.SetLogger(log.NewNopLogger())
		return book
	}

	added, adding, deadline := 0, time.Duration(0), time.Now().Add(a.opts.duration)
	var book pex.AddrBook
	for book == nil || time.Now().Before(deadline) {
		book = newBook()
		began := time.Now()
		if err := addAll(book, addresses); err != nil {
			return err
		}
		adding += time.Since(began)
		added += len(addresses)
	}
	for i := 0; i < len(addresses); i += oldShare {
		book.MarkGood(addresses[i].ID)
	}
	a.events.emit("address-book", fields{
		"addresses":           book.Size(),
		"addsPerSecond":       float64(added) / adding.Seconds(),
		"selectionsPerSecond": a.perSecond(func() { book.GetSelection() }),
		"biasedPerSecond":     a.perSecond(func() { book.GetSelectionWithBias(selectionBias) }),
	})
	return nil
}

// addAll adds every address to the book, with its source.
func addAll(book pex.AddrBook, addresses []*p2p.NetAddress) error {
	for i, address := range addresses {
		if err := book.AddAddress(address, addresses[i-i%addressesPerSource]); err != nil {
			return err
		}
	}
	return nil
}

// inventedAddresses makes n routable addresses with ids of their own, each in a /16 of its own as far as these go.
func inventedAddresses(n int) ([]*p2p.NetAddress, error) {
	addresses := make([]*p2p.NetAddress, n)
	for i := range addresses {
		text := fmt.Sprintf("%040x@%d.%d.0.1:26656", i+1, 44+(i>>8)%40, i&255)
		address, err := p2p.NewNetAddressString(text)
		if err != nil {
			return nil, err
		}
		addresses[i] = address
	}
	return addresses, nil
}

// perSecond calls work for -duration and returns how often it did in a second.
func (a *app) perSecond(work func()) float64 {
	calls, began := 0, time.Now()
	for time.Since(began) < a.opts.duration {
		work()
		calls++
	}
	return float64(calls) / time.Since(began).Seconds()
}
