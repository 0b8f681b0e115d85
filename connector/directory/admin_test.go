package directory_test

import (
	"testing"

	"github.com/go-ldap/ldap/v3"
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
