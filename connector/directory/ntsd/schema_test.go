package ntsd_test

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/directory/ntsd"
)

// definitions reads testdata/schema.txt: what a domain controller says.
func definitions(t *testing.T) (rows [][]string) {
	t.Helper()
	file, err := os.Open("testdata/schema.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if row := strings.Split(lines.Text(), "\t"); len(row) == 4 {
			rows = append(rows, row)
		}
	}
	if lines.Err() != nil || len(rows) < 40 {
		t.Fatalf("read %d definitions, %v", len(rows), lines.Err())
	}
	return rows
}

func guid(t *testing.T, text string) ntsd.GUID {
	t.Helper()
	if text == "-" {
		return ntsd.GUID{}
	}
	g, err := ntsd.ParseGUID(text)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestTablesAgreeWithTheSchema(t *testing.T) {
	attributes := map[string]ntsd.Attribute{}
	for _, row := range definitions(t) {
		kind, name, id := row[0], row[1], guid(t, row[2])
		switch kind {
		case "attribute":
			attributes[name] = ntsd.Attribute{Name: name, GUID: id, Set: guid(t, row[3])}
		case "class":
			if got := ntsd.NameOf(id); got != name {
				t.Errorf("NameOf(%s) = %q, the schema says %q", id, got, name)
			}
			compareDefaults(t, id, row[3])
		default:
			// Samba words two rights otherwise than Windows: only the GUID counts.
			if got := ntsd.NameOf(id); got == id.String() {
				t.Errorf("NameOf(%s) is not known, the schema says %q", id, name)
			}
		}
	}
	for _, a := range ntsd.Attributes() {
		if diff := cmp.Diff(attributes[a.Name], a); diff != "" {
			t.Errorf("%s differs from the schema (-schema +table):\n%s", a.Name, diff)
		}
	}
}

func compareDefaults(t *testing.T, class ntsd.GUID, text string) {
	t.Helper()
	if text == "-" {
		return
	}
	want, err := ntsd.ParseSDDL(text, ntsd.Domain{SID: domain})
	if err != nil {
		t.Fatalf("ParseSDDL(%s) = %v", text, err)
	}
	got, _ := ntsd.Defaults(class, ntsd.Domain{SID: domain})
	if diff := cmp.Diff(want.DACL, got); diff != "" {
		t.Errorf("Defaults(%s) differs from the schema (-schema +table):\n%s", ntsd.NameOf(class), diff)
	}
}

// TestUpdateAttributesAreKnown lists what Hire2Retire writes: without their
// property sets, a right on the set would not be seen.
func TestUpdateAttributesAreKnown(t *testing.T) {
	sets := map[string]ntsd.GUID{
		"givenName": ntsd.SetPublicInformation, "sn": ntsd.SetPublicInformation, "displayName": ntsd.SetGeneralInformation,
		"title": ntsd.SetPublicInformation, "department": ntsd.SetPublicInformation, "company": ntsd.SetPublicInformation,
		"manager": ntsd.SetPublicInformation, "employeeID": {}, "mail": ntsd.SetPublicInformation,
		"proxyAddresses": ntsd.SetPublicInformation, "userPrincipalName": ntsd.SetPublicInformation,
		"sAMAccountName": ntsd.SetGeneralInformation, "telephoneNumber": ntsd.SetPersonalInformation,
		"userAccountControl": ntsd.SetAccountRestrictions, "pwdLastSet": ntsd.SetAccountRestrictions, "lockoutTime": {},
		"member": ntsd.SetMembership, "name": ntsd.SetPublicInformation, "cn": ntsd.SetPublicInformation,
	}
	for name, set := range sets {
		if a, ok := ntsd.AttributeNamed(name); !ok || a.Set != set {
			t.Errorf("AttributeNamed(%s) is in %s, %v, want %s", name, ntsd.NameOf(a.Set), ok, ntsd.NameOf(set))
		}
	}
}
