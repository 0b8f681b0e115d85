package ldapsim

import "testing"

func TestParseDN(t *testing.T) {
	tests := []struct{ text, want, canonical string }{
		{"OU=Staff,DC=practice,DC=example", "OU=Staff,DC=practice,DC=example", "practice.example/Staff"},
		{" ou = Staff , DC=practice,DC=example ", "ou=Staff,DC=practice,DC=example", "practice.example/Staff"},
		{"DC=practice,DC=example", "DC=practice,DC=example", "practice.example/"},
		{`OU=R&D\, Ops,DC=x`, `OU=R&D\, Ops,DC=x`, "x/R&D, Ops"},
		{`OU="R&D, Ops",DC=x`, `OU=R&D\, Ops,DC=x`, "x/R&D, Ops"},
		{`OU=a\2Cb\20,DC=x`, `OU=a\,b\ ,DC=x`, "x/a,b "},
		{`OU=\ lead\ ,DC=x`, `OU=\ lead\ ,DC=x`, "x/ lead "},
		{`DC=x,OU=a\ `, `DC=x,OU=a\ `, "/a /x"},
		{`OU=\#hash\=,DC=x`, `OU=\#hash\=,DC=x`, "x/#hash="},
		{`OU=Z\C3\BCrich,DC=x`, "OU=Zürich,DC=x", "x/Zürich"},
		{"CN=a,OU=b/c,DC=x", "CN=a,OU=b/c,DC=x", `x/b\/c/a`},
		{`OU=a\19b,DC=x`, `OU=a\19b,DC=x`, "x/a\x19b"},
		{`OU=a\0Ab,DC=x`, `OU=a\0Ab,DC=x`, "x/a\nb"},
		{"", "", "/"},

		{"Staff", "", ""},
		{"OU", "", ""},
		{"=x", "", ""},
		{"OU=", "", ""},
		{"OU= ,DC=x", "", ""},
		{"OU=a,", "", ""},
		{",OU=a", "", ""},
		{"OU=a;DC=x", "", ""},
		{"OU=a+CN=b", "", ""},
		{"OU=a=b", "", ""},
		{"OU=a<b", "", ""},
		{"O U=a", "", ""},
		{"1.2=a", "", ""},
		{`OU="a`, "", ""},
		{`OU=""`, "", ""},
		{`OU="a"b`, "", ""},
		{"OU=\"a\x00b\"", "", ""},
		{`OU=a\`, "", ""},
		{`OU=a\z1`, "", ""},
		{`OU=a\0`, "", ""},
		{`OU=a\00`, "", ""},
		{"OU=a\nb", "", ""},
		{"OU=\xff", "", ""},
	}
	for _, tt := range tests {
		got, err := parseDN(tt.text)
		if (err == nil) != (tt.canonical != "") {
			t.Errorf("parseDN(%q) = %q, %v, want %q", tt.text, got, err, tt.want)
			continue
		}
		if err == nil && (got.String() != tt.want || got.canonical() != tt.canonical) {
			t.Errorf("parseDN(%q) = %q, canonical %q, want %q, %q", tt.text, got, got.canonical(), tt.want, tt.canonical)
		}
	}
}

func TestKeysOfTheSameName(t *testing.T) {
	tests := []struct {
		a, b string
		same bool
	}{
		{"OU=Staff,DC=x", "ou=STAFF, dc=X", true},
		{"OU=Zürich,DC=x", "OU=ZÜRICH,DC=x", true},
		{`OU=a\2Cb,DC=x`, `OU="a,b",DC=x`, true},
		{"OU=Staff,DC=x", "CN=Staff,DC=x", false},
		{`OU=a\,b,DC=x`, "OU=a,OU=b,DC=x", false},
	}
	for _, tt := range tests {
		a, errA := parseDN(tt.a)
		b, errB := parseDN(tt.b)
		if errA != nil || errB != nil || (a.key() == b.key()) != tt.same {
			t.Errorf("%q and %q are the same = %v, want %v (%v, %v)", tt.a, tt.b, a.key() == b.key(), tt.same, errA, errB)
		}
	}
}

func FuzzParseDN(f *testing.F) {
	for _, seed := range []string{"OU=Staff,DC=practice,DC=example", `OU="a, b",CN=\ x\2c\ `, `CN=\e6\9d\b1`, "OU=a+b", `O=\`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		name, err := parseDN(text)
		if err != nil {
			return
		}
		again, err := parseDN(name.String())
		if err != nil || again.key() != name.key() || again.String() != name.String() {
			t.Fatalf("parseDN(%q) = %q, which reads as %q, %v", text, name, again, err)
		}
		name.canonical()
	})
}
