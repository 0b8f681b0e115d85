package directory_test

import (
	"testing"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/directory/ntsd"
)

// modify sets one attribute.
func modify(t testing.TB, conn *ldap.Conn, dn, attr string, values ...string) {
	t.Helper()
	m := ldap.NewModifyRequest(dn, nil)
	m.Replace(attr, values)
	if err := conn.Modify(m); err != nil {
		t.Fatalf("set %s of %s: %v", attr, dn, err)
	}
}

// daclOnly asks for, and sets, the access list alone.
var daclOnly = []ldap.Control{&ldap.ControlMicrosoftSDFlags{Criticality: true, ControlValue: 4}}

func descriptor(t testing.TB, admin *ldap.Conn, dn string) *ntsd.Descriptor {
	t.Helper()
	found, err := admin.Search(ldap.NewSearchRequest(dn, ldap.ScopeBaseObject, 0, 0, 0, false, "(objectClass=*)", []string{"nTSecurityDescriptor"}, daclOnly))
	if err != nil || len(found.Entries) != 1 {
		t.Fatalf("read the descriptor of %s: %v", dn, err)
	}
	sd, err := ntsd.Parse(found.Entries[0].GetRawAttributeValue("nTSecurityDescriptor"))
	if err != nil {
		t.Fatal(err)
	}
	return sd
}

func putDescriptor(t testing.TB, admin *ldap.Conn, dn string, sd *ntsd.Descriptor) {
	t.Helper()
	raw, err := sd.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	m := ldap.NewModifyRequest(dn, daclOnly)
	m.Replace("nTSecurityDescriptor", []string{string(raw)})
	if err := admin.Modify(m); err != nil {
		t.Fatalf("set the descriptor of %s: %v", dn, err)
	}
}

// grantOn puts entries, in SDDL, before those of an object.
func grantOn(t testing.TB, admin *ldap.Conn, dn, sddl string) {
	t.Helper()
	more, err := ntsd.ParseSDDL("D:"+sddl, ntsd.Domain{SID: "S-1-5-21-1-2-3"})
	if err != nil {
		t.Fatal(err)
	}
	sd := descriptor(t, admin, dn)
	sd.DACL = append(more.DACL, sd.DACL...)
	putDescriptor(t, admin, dn, sd)
}
