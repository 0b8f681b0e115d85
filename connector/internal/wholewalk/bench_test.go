package wholewalk_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// cost is what a window costs.
type cost struct {
	frame  float64 // milliseconds to the first frame, from the start of the process
	memory float64 // MiB that are resident when it has come to rest
	idle   float64 // milliseconds of processor time in a second in which nothing happens
}

// The most that the window may cost, as ratios to an empty Fyne window of the
// same size, fonts and theme.
var most = cost{frame: 1.25, memory: 1.3, idle: 1.1}

// starts is how often each window is opened for its first frame.
const starts = 9

// BenchmarkWindow measures the window of the wizard against an empty one, by
// turns on one display without a monitor. Of the first frames the median counts,
// of memory and idle time the best: whatever else the computer does makes both
// windows worse.
func BenchmarkWindow(b *testing.B) {
	program := buildWindow(b, "benchwindow")
	screen := newDisplay(b, b.TempDir())
	var ours, empty []cost
	var oursFrames, emptyFrames []float64
	for range starts {
		emptyFrames = append(emptyFrames, screen.frame(program))
		oursFrames = append(oursFrames, screen.frame(program, b.TempDir()))
	}
	for b.Loop() {
		empty = append(empty, screen.cost(program))
		ours = append(ours, screen.cost(program, b.TempDir()))
	}
	o, e := best(ours), best(empty)
	o.frame, e.frame = median(oursFrames), median(emptyFrames)
	b.Logf("milliseconds to the first frame: %.0f, of the empty window %.0f", oursFrames, emptyFrames)
	ratio := cost{o.frame / e.frame, o.memory / e.memory, o.idle / e.idle}
	b.ReportMetric(0, "ns/op") // says nothing here
	b.ReportMetric(ratio.frame, "frame/empty")
	b.ReportMetric(ratio.memory, "memory/empty")
	b.ReportMetric(ratio.idle, "idle/empty")
	b.ReportMetric(o.frame, "frame-ms")
	b.ReportMetric(o.memory, "memory-MiB")
	b.ReportMetric(o.idle, "idle-ms/s")
	if len(ours) > 2 && (ratio.frame > most.frame || ratio.memory > most.memory || ratio.idle > most.idle) {
		b.Errorf("the window costs %.2f, an empty one %.2f: ratios %.2f, want at most %.2f", o, e, ratio, most)
	}
}

func best(costs []cost) cost {
	c := costs[0]
	for _, d := range costs[1:] {
		c = cost{memory: min(c.memory, d.memory), idle: min(c.idle, d.idle)}
	}
	return c
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}

// rest is how long a window gets to come to rest, and then to do nothing.
const rest = 3 * time.Second

// cost opens a window and measures it at rest.
func (d *display) cost(program string, args ...string) cost {
	d.Helper()
	cmd, _ := d.start(program, args)
	defer stop(cmd)
	<-time.After(rest)
	before := d.busy(cmd.Process.Pid)
	<-time.After(rest)
	return cost{idle: (d.busy(cmd.Process.Pid) - before) / rest.Seconds(), memory: d.resident(cmd.Process.Pid)}
}

// frame opens a window, closes it, and returns when it painted its first frame.
func (d *display) frame(program string, args ...string) float64 {
	d.Helper()
	cmd, line := d.start(program, args)
	defer stop(cmd)
	frame, err := strconv.ParseFloat(strings.TrimSpace(line), 64)
	if err != nil {
		d.Fatal(err)
	}
	return frame
}

// start opens a window and returns what it writes at its first frame.
func (d *display) start(program string, args []string) (cmd *windowProcess, line string) {
	d.Helper()
	cmd = &windowProcess{Cmd: exec.Command(program, append([]string{strconv.FormatInt(time.Now().UnixNano(), 10)}, args...)...)}
	cmd.Env = append(d.env(), "HOME="+d.TempDir())
	cmd.stdin, _ = cmd.StdinPipe()
	stdout, _ := cmd.StdoutPipe()
	if err := cmd.Start(); err != nil {
		d.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		d.Fatalf("the window painted nothing: %v", err)
	}
	return cmd, line
}

// windowProcess is a window that stays open until its input ends.
type windowProcess struct {
	*exec.Cmd
	stdin io.Closer
}

func stop(p *windowProcess) {
	p.stdin.Close()
	p.Wait()
}

// busy returns the processor time of a process in milliseconds, to the
// nanosecond: its stat has ticks of 10 ms, too coarse for a window that rests.
func (d *display) busy(pid int) (sum float64) {
	d.Helper()
	threads, err := os.ReadDir(filepath.Join("/proc", fmt.Sprint(pid), "task"))
	if err != nil {
		d.Fatal(err)
	}
	for _, thread := range threads {
		ran, err := strconv.ParseFloat(strings.Fields(d.proc(pid, filepath.Join("task", thread.Name(), "schedstat")))[0], 64)
		if err != nil {
			d.Fatal(err)
		}
		sum += ran / 1e6
	}
	return sum
}

// resident returns the memory of a process in MiB.
func (d *display) resident(pid int) float64 {
	d.Helper()
	for line := range strings.Lines(d.proc(pid, "status")) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			if err != nil {
				d.Fatal(err)
			}
			return kib / 1024
		}
	}
	d.Fatal("the system tells no VmRSS")
	return 0
}

func (d *display) proc(pid int, file string) string {
	d.Helper()
	text, err := os.ReadFile(filepath.Join("/proc", fmt.Sprint(pid), file))
	if err != nil {
		d.Fatal(err)
	}
	return string(text)
}
