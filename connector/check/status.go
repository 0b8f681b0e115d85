package check

import "fmt"

// Status is how a check ended.
type Status int

// The statuses. Pending is zero, so that a lost result never reads as success.
const (
	Pending Status = iota
	Running
	Passed
	Warned
	Failed
	Skipped
	// Unknown means the check could not look.
	Unknown
)

var statusNames = [...]string{"pending", "running", "passed", "warned", "failed", "skipped", "unknown"}

// String returns the lower-case name used in JSON.
func (s Status) String() string {
	if s < 0 || int(s) >= len(statusNames) {
		return fmt.Sprintf("status(%d)", int(s))
	}
	return statusNames[s]
}

// Done reports whether the check has ended.
func (s Status) Done() bool { return s > Running }

// MarshalText implements encoding.TextMarshaler.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler. It refuses unknown names.
func (s *Status) UnmarshalText(b []byte) error {
	for i, name := range statusNames {
		if name == string(b) {
			*s = Status(i)
			return nil
		}
	}
	return fmt.Errorf("unknown status %q", b)
}

// gravity orders statuses for an outcome: failed > unknown > warned > passed.
// Statuses that do not count have gravity 0.
func (s Status) gravity() int {
	switch s {
	case Failed:
		return 4
	case Unknown, Pending, Running:
		return 3 // a result that never came was not proved
	case Warned:
		return 2
	case Passed:
		return 1
	}
	return 0
}
