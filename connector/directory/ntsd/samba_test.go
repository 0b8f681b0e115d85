package ntsd_test

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/directory/ntsd"
)

// sambaDomain is testdata/samba.json; its note says what it is.
type sambaDomain struct {
	Domain  ntsd.SID
	Objects []struct {
		Name, Class, Parent, SDDL, Hex string
		SID                            ntsd.SID
	}
	Accounts []struct {
		Name  string
		Token []ntsd.SID
	}
	Operations []struct {
		Account, Object  string
		Allowed, Refused []string
	}
}

func readSamba(t testing.TB) sambaDomain {
	t.Helper()
	raw, err := os.ReadFile("testdata/samba.json")
	if err != nil {
		t.Fatal(err)
	}
	var d sambaDomain
	if err := json.Unmarshal(raw, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func (s sambaDomain) descriptors(t testing.TB) map[string]*ntsd.Descriptor {
	t.Helper()
	out := make(map[string]*ntsd.Descriptor)
	for _, o := range s.Objects {
		raw, err := hex.DecodeString(o.Hex)
		if err != nil {
			t.Fatal(err)
		}
		if out[o.Name], err = ntsd.Parse(raw); err != nil {
			t.Fatalf("Parse(%s) = %v", o.Name, err)
		}
	}
	return out
}

var classes = map[string]ntsd.GUID{
	"user": ntsd.ClassUser, "group": ntsd.ClassGroup, "contact": ntsd.ClassContact, "organizationalUnit": ntsd.ClassOrganizationalUnit,
}

func TestParseReadsWhatSambaSays(t *testing.T) {
	samba := readSamba(t)
	parsed := samba.descriptors(t)
	for _, o := range samba.Objects {
		want, err := ntsd.ParseSDDL(o.SDDL, ntsd.Domain{SID: samba.Domain})
		if err != nil {
			t.Fatalf("ParseSDDL(%s) = %v", o.Name, err)
		}
		if diff := cmp.Diff(want, parsed[o.Name]); diff != "" {
			t.Errorf("Parse(%s) differs from its SDDL (-sddl +binary):\n%s", o.Name, diff)
		}
	}
}

func TestMarshalKeepsRealDescriptors(t *testing.T) {
	for name, d := range readSamba(t).descriptors(t) {
		raw, err := d.Marshal()
		if err != nil {
			t.Fatalf("Marshal(%s) = %v", name, err)
		}
		again, err := ntsd.Parse(raw)
		if err != nil {
			t.Fatalf("Parse(Marshal(%s)) = %v", name, err)
		}
		if diff := cmp.Diff(d, again); diff != "" {
			t.Errorf("Parse(Marshal(%s)) differs:\n%s", name, diff)
		}
	}
}

// TestForChildPredictsSamba compares the list a child is predicted to get with
// the one Samba gave it.
func TestForChildPredictsSamba(t *testing.T) {
	samba := readSamba(t)
	real := samba.descriptors(t)
	for _, o := range samba.Objects {
		if o.Parent == "" || o.Parent == "domain" {
			continue // changed by hand after it was made
		}
		class := classes[o.Class]
		defaults, ok := ntsd.Defaults(class, ntsd.Domain{SID: samba.Domain})
		if !ok {
			t.Fatalf("Defaults(%s): unknown class", o.Class)
		}
		got := real[o.Parent].ForChild(class, defaults, real[o.Name].Owner)
		if diff := cmp.Diff(lines(real[o.Name].DACL), lines(got.DACL)); diff != "" {
			t.Errorf("ForChild(%s) differs from Samba (-samba +predicted):\n%s", o.Name, diff)
		}
	}
}

// lines makes two lists comparable as sets: Samba sorts denials forward.
func lines(list []ntsd.ACE) []string {
	var out []string
	for _, a := range list {
		out = append(out, a.SDDL())
	}
	slices.Sort(out)
	return out
}

// TestCheckAgreesWithSamba replays real operations: each was tried on the
// domain controller as that account.
func TestCheckAgreesWithSamba(t *testing.T) {
	samba := readSamba(t)
	real := samba.descriptors(t)
	tokens, selves := map[string]ntsd.Token{}, map[string]ntsd.SID{}
	for _, a := range samba.Accounts {
		tokens[a.Name] = ntsd.NewToken(a.Token...)
	}
	for _, o := range samba.Objects {
		selves[o.Name] = o.SID
	}
	compared := 0
	for _, row := range samba.Operations {
		try := operation{real: real, token: tokens[row.Account], object: row.Object, self: selves[row.Object]}
		for want, names := range map[bool][]string{true: row.Allowed, false: row.Refused} {
			for _, name := range names {
				compared++
				if got := try.allowed(t, name); got != want {
					t.Errorf("%s on %s as %s = %v, Samba says %v", name, row.Object, row.Account, got, want)
				}
			}
		}
	}
	if compared < 1000 {
		t.Errorf("compared %d operations, want all of the file", compared)
	}
}

type operation struct {
	real   map[string]*ntsd.Descriptor
	token  ntsd.Token
	object string
	self   ntsd.SID
}

func (o operation) allowed(t *testing.T, name string) bool {
	t.Helper()
	class := ntsd.ClassUser
	if strings.HasSuffix(o.object, "/group") {
		class = ntsd.ClassGroup
	}
	verb, what, _ := strings.Cut(name, " ")
	switch verb {
	case "create":
		return o.may(ntsd.Create(classes[what]))
	case "reset":
		return o.may(ntsd.Control(class, ntsd.RightResetPassword))
	case "delete":
		parent := o.object[:strings.LastIndexByte(o.object, '/')]
		onParent := o.real[parent].Check(o.token, ntsd.DeleteChildOf(class))
		return onParent.Outcome == ntsd.Granted || o.may(ntsd.Whole(ntsd.Delete))
	case "rename":
		return o.may(ntsd.Write(class, attribute(t, "name"))) && o.may(ntsd.Write(class, attribute(t, "cn")))
	case "write":
		return o.may(ntsd.Write(class, attribute(t, what)))
	}
	t.Fatalf("unknown operation %q", name)
	return false
}

func (o operation) may(want ntsd.Access) bool {
	want.Self = o.self
	return o.real[o.object].Check(o.token, want).Outcome == ntsd.Granted
}

func attribute(t testing.TB, name string) ntsd.Attribute {
	t.Helper()
	a, ok := ntsd.AttributeNamed(name)
	if !ok {
		t.Fatalf("AttributeNamed(%q): unknown", name)
	}
	return a
}
