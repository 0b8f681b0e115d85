package widgettest

import (
	"time"

	"golang.org/x/sys/unix"
)

func usageOfThread() usage {
	var u unix.Rusage
	var computed unix.Timespec // finer than the times of u
	if unix.Getrusage(unix.RUSAGE_THREAD, &u) != nil || unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &computed) != nil {
		return usage{}
	}
	return usage{known: true, computed: time.Duration(computed.Nano()), waits: u.Nvcsw}
}
