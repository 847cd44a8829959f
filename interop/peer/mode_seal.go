package main

import (
	"encoding/binary"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/chacha20poly1305"
)

// runSeal measures the cipher alone: frames sealed one by one, as a secret connection does it.
func runSeal(a *app) error {
	var frames atomic.Int64
	var workers sync.WaitGroup
	measured := startMeter()
	deadline := measured.began.Add(a.opts.duration)
	for range a.opts.parallel {
		workers.Go(func() { frames.Add(sealUntil(deadline)) })
	}
	workers.Wait()
	seconds, cpu := measured.read()
	payload := float64(frames.Load()) * frameData
	a.events.emit("sealed", fields{
		"frames": frames.Load(), "seconds": seconds, "cpuSeconds": cpu,
		"bytesPerSecond": payload / seconds, "bytesPerCpuSecond": payload / cpu})
	return nil
}

// sealUntil seals frames until the deadline, which it looks at every 256 frames.
func sealUntil(deadline time.Time) (frames int64) {
	aead, err := chacha20poly1305.New(make([]byte, chacha20poly1305.KeySize))
	if err != nil {
		panic(err) // the key has the right length
	}
	var nonce [chacha20poly1305.NonceSize]byte
	plain := make([]byte, frameSize)
	sealed := make([]byte, 0, sealedFrameSize)
	for time.Now().Before(deadline) {
		for range 256 {
			binary.LittleEndian.PutUint64(nonce[4:], uint64(frames))
			sealed = aead.Seal(sealed[:0], nonce[:], plain, nil)
			frames++
		}
	}
	return frames
}
