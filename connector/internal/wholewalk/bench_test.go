package wholewalk_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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

// BenchmarkWindow measures the window of the wizard against an empty one, by
// turns on one display without a monitor. The best of each counts: whatever else
// the computer does makes both worse.
func BenchmarkWindow(b *testing.B) {
	program := buildWindow(b, "benchwindow")
	screen := newDisplay(b, b.TempDir())
	var ours, empty []cost
	for b.Loop() {
		empty = append(empty, screen.cost(program))
		ours = append(ours, screen.cost(program, b.TempDir()))
	}
	o, e := best(ours), best(empty)
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
		c = cost{min(c.frame, d.frame), min(c.memory, d.memory), min(c.idle, d.idle)}
	}
	return c
}

// rest is how long a window gets to come to rest, and then to do nothing.
const rest = 3 * time.Second

// cost opens a window and measures it.
func (d *display) cost(program string, args ...string) cost {
	d.Helper()
	cmd := exec.Command(program, append([]string{strconv.FormatInt(time.Now().UnixNano(), 10)}, args...)...)
	cmd.Env = append(d.env(), "HOME="+d.TempDir())
	stdin, _ := cmd.StdinPipe()
	stdout, _ := cmd.StdoutPipe()
	if err := cmd.Start(); err != nil {
		d.Fatal(err)
	}
	defer cmd.Wait()
	defer stdin.Close()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		d.Fatalf("the window painted nothing: %v", err)
	}
	var c cost
	if c.frame, err = strconv.ParseFloat(strings.TrimSpace(line), 64); err != nil {
		d.Fatal(err)
	}
	<-time.After(rest)
	before := d.ticks(cmd.Process.Pid)
	<-time.After(rest)
	c.idle = (d.ticks(cmd.Process.Pid) - before) / rest.Seconds()
	c.memory = d.resident(cmd.Process.Pid)
	return c
}

// ticks returns the processor time of a process in milliseconds.
func (d *display) ticks(pid int) float64 {
	d.Helper()
	stat := d.proc(pid, "stat")
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')'):]) // a name may hold anything
	user, _ := strconv.ParseFloat(fields[12], 64)
	system, _ := strconv.ParseFloat(fields[13], 64)
	const perTick = 10 // milliseconds; Linux has told users 100 ticks a second for ever
	return (user + system) * perTick
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
