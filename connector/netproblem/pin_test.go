package netproblem_test

import (
	"encoding/json"
	"strings"
	"testing"

	"hire2retire-setup/connector/netproblem"
)

const somePin = "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

func TestParsePin(t *testing.T) {
	for _, tc := range []struct {
		in string
		ok bool
	}{
		{somePin, true},
		{"", false},
		{"sha256//", false},
		{"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", false},
		{"SHA256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", false},
		{"sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", false},
		{"sha1//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", false},
		{"sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", false},  // no padding
		{"sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=", false}, // bits after the end
		{"sha256//47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=", false}, // the other alphabet
		{"sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false},
		{"sha256//47DEQpj8HBSa+/TImW+5\nJCeuQeRkm5NMpJWZG3hSuFU=", false},
		{" " + somePin, false},
		{"sha256//AAAA", false},
		{somePin + ";" + somePin, false},
	} {
		p, err := netproblem.ParsePin(tc.in)
		if (err == nil) != tc.ok {
			t.Errorf("ParsePin(%q) = %v, %v, want ok %v", tc.in, p, err, tc.ok)
		}
		if err == nil && p.String() != tc.in {
			t.Errorf("ParsePin(%q).String() = %q", tc.in, p)
		}
		if err != nil && !p.IsZero() {
			t.Errorf("ParsePin(%q) = %v beside its error", tc.in, p)
		}
	}
}

func TestPinInJSON(t *testing.T) {
	want, err := netproblem.ParsePin(somePin)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(map[string]netproblem.Pin{"dc1": want})
	if err != nil || !strings.Contains(string(b), somePin) {
		t.Fatalf("Marshal = %s, %v", b, err)
	}
	var got map[string]netproblem.Pin
	if err := json.Unmarshal(b, &got); err != nil || got["dc1"] != want {
		t.Errorf("Unmarshal(%s) = %v, %v", b, got, err)
	}
	if err := json.Unmarshal([]byte(`{"dc1":"sha256//no"}`), &got); err == nil {
		t.Error("a broken pin was read from JSON")
	}
}

// FuzzParsePin holds the rule that there is one text for one pin.
func FuzzParsePin(f *testing.F) {
	for _, s := range []string{somePin, "sha256//", "", "sha256//AAAA", somePin + "\n", strings.ToUpper(somePin)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := netproblem.ParsePin(s)
		if err != nil {
			return
		}
		if p.String() != s {
			t.Errorf("ParsePin(%q).String() = %q", s, p)
		}
		again, err := netproblem.ParsePin(p.String())
		if err != nil || again != p {
			t.Errorf("ParsePin(%q) = %v, %v, want %v", p, again, err, p)
		}
	})
}
