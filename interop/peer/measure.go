package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
)

// millis is a duration in milliseconds with a fraction.
func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// cpuSeconds is the user and system time this process has used so far.
func cpuSeconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}

// meter measures one stretch of time: wall clock and CPU.
type meter struct {
	began time.Time
	cpu   float64
}

func startMeter() meter { return meter{began: time.Now(), cpu: cpuSeconds()} }

// read returns the seconds and the CPU seconds since the meter was started.
func (m meter) read() (seconds, cpu float64) {
	return time.Since(m.began).Seconds(), cpuSeconds() - m.cpu
}

// memoryFields measures memory after giving back what the runtime can give back.
func memoryFields(connections int) fields {
	runtime.GC()
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return fields{
		"rssBytes":    residentBytes(),
		"heapAlloc":   stats.HeapAlloc,
		"goroutines":  runtime.NumGoroutine(),
		"connections": connections,
	}
}

// residentBytes reads VmRSS; 0 where the system has no /proc.
func residentBytes() int64 {
	file, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer file.Close()
	for scanner := bufio.NewScanner(file); scanner.Scan(); {
		if rest, found := strings.CutPrefix(scanner.Text(), "VmRSS:"); found {
			var kib int64
			_, _ = fmt.Sscan(rest, &kib)
			return kib << 10
		}
	}
	return 0
}
