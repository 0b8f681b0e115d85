package practice_test

import (
	"testing"

	"go.uber.org/goleak"

	"hire2retire-setup/connector/practice"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// Every fault can be put, alone, and healed again; names are unique in a half.
func TestFaults(t *testing.T) {
	w, err := practice.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	type at struct {
		name      string
		microsoft bool
	}
	seen := map[at]bool{}
	for _, f := range practice.Faults() {
		if seen[at{f.Name, f.Microsoft}] {
			t.Errorf("the fault %q is listed twice", f.Name)
		}
		seen[at{f.Name, f.Microsoft}] = true
		if f.Says.String() == "" {
			t.Errorf("the fault %q says nothing", f.Name)
		}
		if err := w.SetFaults(f.Name); err != nil {
			t.Errorf("SetFaults(%q): %v", f.Name, err)
		}
	}
	if len(seen) < 40 {
		t.Errorf("%d faults, want dozens", len(seen))
	}
	if err := w.SetFaults(); err != nil {
		t.Errorf("healing: %v", err)
	}
	if err := w.SetFaults("no-such-fault"); err == nil {
		t.Error("an unknown fault was taken")
	}
}

func TestReachesNothingElse(t *testing.T) {
	w, err := practice.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if addrs, err := w.LookupHost(t.Context(), "dc1.corp.example.com"); err == nil {
		t.Errorf("LookupHost of a foreign name = %v, want an error", addrs)
	}
	if conn, err := w.Dial(t.Context(), "tcp", "192.0.2.99:636"); err == nil {
		conn.Close()
		t.Error("a foreign address was reached")
	}
}
