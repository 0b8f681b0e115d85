// Package logfile writes the log of this program: JSON lines in a few small
// files that only this person can read.
//
// What belongs into it are events with typed values: which step, which code,
// how many milliseconds. Secrets do not get there, because they are
// secret.Text, which prints as a mask. The redaction here is a second net under
// that: it goes by the names of values and by the look of tokens, keys and
// addresses with a password, and it cannot know a password that somebody
// passes as a plain string under an innocent name. There is no level that
// writes more of a secret.
//
// A log that cannot be written must not stop the program: use Discard then.
package logfile

import (
	"io"
	"log"
	"log/slog"
	"strconv"
	"sync"

	"hire2retire-setup/connector/check"
)

// Log is an open log. Its methods may be called concurrently.
type Log struct {
	*slog.Logger
	out   io.Closer
	files func() ([]File, error)
	mu    sync.Mutex
	hosts map[string]string
}

// Open opens the log in a folder, usually profile.Home + "logs", which it
// creates.
func Open(dir string) (*Log, error) {
	f, err := openFile(dir)
	if err != nil {
		return nil, err
	}
	l := newLog(f, f)
	l.files = f.read
	return l, nil
}

// File is one file of the log.
type File struct {
	Name string
	Data []byte
}

// Files returns what the log holds, the latest file first; nothing when it
// keeps nothing.
func (l *Log) Files() ([]File, error) {
	if l.files == nil {
		return nil, nil
	}
	return l.files()
}

// Discard returns a log that keeps nothing.
func Discard() *Log { return newLog(io.Discard, io.NopCloser(nil)) }

func newLog(w io.Writer, c io.Closer) *Log {
	return &Log{Logger: slog.New(newHandler(w)), out: c, hosts: map[string]string{}}
}

// newHandler returns the handler that every line goes through.
func newHandler(w io.Writer) slog.Handler {
	return slog.NewJSONHandler(w, &slog.HandlerOptions{Level: slog.LevelInfo, ReplaceAttr: redact})
}

// Close closes the file.
func (l *Log) Close() error { return l.out.Close() }

// Install makes l the log of the whole program, package log included, which
// libraries such as Fyne write to. It returns a function that undoes it.
func (l *Log) Install() (restore func()) {
	before, flags, prefix, out := slog.Default(), log.Flags(), log.Prefix(), log.Writer()
	slog.SetDefault(l.Logger)
	return func() {
		slog.SetDefault(before)
		log.SetOutput(out)
		log.SetFlags(flags)
		log.SetPrefix(prefix)
	}
}

// Result logs the end of a check. Hosts and names are left out: a log goes to
// support, and there the order of the hosts is enough.
func (l *Log) Result(r check.Result) {
	attrs := []any{"event", "check", "id", string(r.ID), "status", r.Status.String(), "ms", r.Took.Milliseconds()}
	if r.Host != "" {
		attrs = append(attrs, "host_id", l.hostID(r.Host))
	}
	if p := r.Problem(); p != nil {
		attrs = append(attrs, "code", string(p.Code), "server_text", p.Cause)
	}
	l.Info("check ended", attrs...)
}

// hostID returns a name for a host that is the same for the life of the
// program.
func (l *Log) hostID(host string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	id, ok := l.hosts[host]
	if !ok {
		id = "host-" + strconv.Itoa(len(l.hosts)+1)
		l.hosts[host] = id
	}
	return id
}
