package profile_test

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"testing"
	"time"

	"github.com/google/uuid"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/profile"
)

type shade int

func (s shade) String() string { return fmt.Sprintf("shade %d", int(s)) }

// A sentence reads the same after it was saved, whatever its arguments are.
func TestTextsReadTheSame(t *testing.T) {
	inner := check.T("test.inner", "{{.a}} of {{.b}}", "a", 1, "b", check.Verbatim("{{.not}} a template"))
	var none []string
	for name, arg := range map[string]any{
		"text": "plain", "empty": "", "hostile": "<b>\x00\"\\ \u202E", "number": 42, "large": int64(1) << 60, "negative": -7, "port": uint16(636),
		"unsigned": uint64(math.MaxUint64), "fraction": 12.5, "tiny": 1e-9, "yes": true, "nothing": nil,
		"sentence": inner, "pointer to one": &inner, "sentence in a sentence": check.T("test.outer", "({{.x}})", "x", inner),
		"names": []string{"a", "b"}, "no names": none, "numbers": []int{1, 2}, "sentences": []check.Text{inner, inner}, "mixed": []any{"a", 1, inner},
		"map": map[string]int{"b": 2, "a": 1}, "map with a text": map[string]any{"text": 3},
		"duration": 90 * time.Second, "time": at, "address": netip.MustParseAddr("fe80::1%eth0"), "uuid": uuid.Nil,
		"error": errors.New("data 775"), "stringer": shade(3), "named": cloud.GCCHigh, "status": check.Failed, "id": check.ID("ldaps.bind"),
	} {
		s := open(t, t.TempDir(), profile.Memory())
		p := full()
		p.Reasons = []check.Text{check.T("test.any", "It is {{.x}}.", "x", arg)}
		want := p.Reasons[0].String()
		if err := s.Save(t.Context(), &p); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for round := range 2 { // also what was loaded can be saved
			got, err := s.Load(t.Context(), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			if text := got.Reasons[0].String(); text != want {
				t.Errorf("%s, save %d: reads %q, want %q", name, round+1, text, want)
			}
			if err := s.Save(t.Context(), &got); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Counting sentences choose the same form again.
func TestCountsSurvive(t *testing.T) {
	s := open(t, t.TempDir(), profile.Memory())
	p := full()
	for n := range 3 {
		p.Reasons = append(p.Reasons, check.N("test.count", n, "{{.n}} host", "{{.n}} hosts"))
	}
	if err := s.Save(t.Context(), &p); err != nil {
		t.Fatal(err)
	}
	got, err := s.Load(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"0 hosts", "1 host", "2 hosts"} {
		if text := got.Reasons[1+i].String(); text != want {
			t.Errorf("count %d reads %q, want %q", i, text, want)
		}
		if n := got.Reasons[1+i].Args["n"]; n != int64(i) {
			t.Errorf("the count came back as %T, which a catalogue cannot choose a plural by", n)
		}
	}
}

// Saving must not touch what the caller holds: the window goes on drawing it.
func TestSaveLeavesTheCallersReport(t *testing.T) {
	s := open(t, t.TempDir(), profile.Memory())
	p := full()
	cause := errors.New("data 775")
	p.Evidence[0].Report.Results[1].Problems[0].Err = cause
	if err := s.Save(t.Context(), &p); err != nil {
		t.Fatal(err)
	}
	r := p.Evidence[0].Report.Results
	if _, still := r[0].Found.Args["ip"].(netip.Addr); !still || r[1].Problems[0].Err != cause || r[0].Facts["port"] != uint16(636) {
		t.Errorf("Save changed the caller's results: %+v", r[0])
	}
}
