package adtest_test

import (
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"
	"golang.org/x/text/encoding/unicode"

	"hire2retire-setup/connector/internal/adtest"
)

// An operation is a real write, made as the account whose rights are shown.
type operation func(*testing.T, *adtest.Domain, *ldap.Conn) error

// TestGrants shows by real writes what the seeded ACEs allow and refuse. The rows of an account run in order.
func TestGrants(t *testing.T) {
	for name, o := range map[string]adtest.Options{"usual names": {DCs: 1}, "other domain": adtest.OtherDomain} {
		t.Run(name, func(t *testing.T) {
			d := adtest.StartOwn(t, o)
			for account, rows := range grants() {
				t.Run(account, func(t *testing.T) {
					conn := d.Dial(t, 0)
					a := d.Account(account)
					if err := conn.Bind(a.DN, a.Password); err != nil {
						t.Fatalf("bind: %v", err)
					}
					for _, row := range rows {
						checkRight(t, row.what, row.do(t, d, conn), row.allowed)
					}
				})
			}
		})
	}
}

func checkRight(t *testing.T, what string, err error, allowed bool) {
	t.Helper()
	if allowed && err != nil {
		t.Errorf("%s: %v, want allowed", what, err)
	}
	if !allowed && !ldap.IsErrorWithCode(err, ldap.LDAPResultInsufficientAccessRights) {
		t.Errorf("%s: %v, want insufficient access rights", what, err)
	}
}

type grantRow struct {
	what    string
	do      operation
	allowed bool
}

func grants() map[string][]grantRow {
	least := []grantRow{
		{"create a user", create("user", "least", "Hires"), true},
		{"reset its password", reset("CN=least,", "Hires"), true},
		{"rename it", rename("CN=least,", "Hires", "CN=least2"), true},
		{"move it to Leavers", move("CN=least2,", "Hires", "Leavers"), true},
		{"delete it there", remove("CN=least2,", "Leavers"), true},
		{"create a group", create("group", "leastgroup", "Hires"), false},
		{"create a user in an empty OU", create("user", "least3", "Empty"), true},
		{"create a user below blocked inheritance", create("user", "least4", "Sealed"), false},
		{"change a user below blocked inheritance", write("sealed01", "title"), false},
		{"change an attribute of no list", write("hire01", "description"), false},
		{"change a user with adminCount", write("hire-admin", "title"), false},
		{"change an orphan of adminCount", write("hire-orphan", "title"), false},
		{"change the membership of a group", addMember("All Staff", "hire03"), true},
	}
	for _, attribute := range adtest.UpdateAttributes {
		least = append(least, grantRow{"change " + attribute, write("hire01", attribute), true})
	}
	full := func(name string) []grantRow {
		return []grantRow{
			{"create a user", create("user", name, "Hires"), true},
			{"change any attribute of a user", write("hire02", "description"), true},
			{"delete a user", remove("CN="+name+",", "Hires"), true},
			{"create a group", create("group", name+"-group", "Hires"), true},
			{"create a user elsewhere", create("user", name+"2", "Leavers"), false},
			{"change a user below blocked inheritance", write("sealed01", "title"), false},
		}
	}
	return map[string][]grantRow{
		"svc-least": least,
		"svc-delegated": append(full("delegated"),
			grantRow{"create a user in Vault", create("user", "vault02", "Vault"), true},
			grantRow{"delete a user in Vault", remove("CN=vault01,", "Vault"), false}),
		"svc-viagroup": full("viagroup"),
		"svc-createonly": {
			{"create a user", create("user", "created", "Hires"), true},
			{"delete a user", remove("CN=hire05,", "Hires"), false},
			{"reset a password", reset("CN=hire05,", "Hires"), false},
		},
		"svc-resetonly": {
			{"reset a password", reset("CN=hire05,", "Hires"), true},
			{"unlock", write("hire05", "lockoutTime"), true},
			{"change a user", write("hire05", "title"), false},
			{"create a user", create("user", "reset", "Hires"), false},
		},
		"svc-nopassword": {
			{"create a user", create("user", "nopassword", "Hires"), true},
			{"change a user", write("hire05", "title"), true},
			{"reset a password", reset("CN=hire05,", "Hires"), false},
		},
		"svc-direct": {
			{"create a user", create("user", "direct", "Hires"), true},
			{"create a user where it is denied", create("user", "direct2", "Denied"), false},
			{"delete a protected OU", removeOU("Protected"), false},
		},
		"svc-plain": {
			{"create a user", create("user", "plain", "Hires"), false},
			{"change a user", write("hire05", "title"), false},
			{"change the membership of a group", addMember("All Staff", "hire04"), false},
		},
	}
}

func create(class, name, ou string) operation {
	return func(t *testing.T, d *adtest.Domain, conn *ldap.Conn) error {
		add := ldap.NewAddRequest("CN="+name+","+d.OU(ou), nil)
		add.Attribute("objectClass", []string{class})
		add.Attribute("sAMAccountName", []string{name})
		return conn.Add(add)
	}
}

func remove(rdn, ou string) operation {
	return func(t *testing.T, d *adtest.Domain, conn *ldap.Conn) error {
		return conn.Del(ldap.NewDelRequest(rdn+d.OU(ou), nil))
	}
}

func removeOU(ou string) operation { return remove("", ou) }

func rename(rdn, ou, to string) operation {
	return func(t *testing.T, d *adtest.Domain, conn *ldap.Conn) error {
		return conn.ModifyDN(ldap.NewModifyDNRequest(rdn+d.OU(ou), to, true, ""))
	}
}

func move(rdn, from, to string) operation {
	return func(t *testing.T, d *adtest.Domain, conn *ldap.Conn) error {
		return conn.ModifyDN(ldap.NewModifyDNRequest(rdn+d.OU(from), strings.TrimSuffix(rdn, ","), true, d.OU(to)))
	}
}

func write(account, attribute string) operation {
	return func(t *testing.T, d *adtest.Domain, conn *ldap.Conn) error {
		value := "12345"
		switch attribute {
		case "lockoutTime":
			value = "0"
		case "manager":
			value = d.DN("hire02")
		case "sAMAccountName":
			value = account + ".new"
		case "userPrincipalName":
			value = account + ".new@" + d.DNSName
		}
		return replace(conn, d.DN(account), attribute, value)
	}
}

func reset(rdn, ou string) operation {
	return func(t *testing.T, d *adtest.Domain, conn *ldap.Conn) error {
		quoted, err := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(`"N3w Passw0rd 2026"`)
		if err != nil {
			t.Fatal(err)
		}
		return replace(conn, rdn+d.OU(ou), "unicodePwd", quoted)
	}
}

func addMember(group, member string) operation {
	return func(t *testing.T, d *adtest.Domain, conn *ldap.Conn) error {
		change := ldap.NewModifyRequest(d.DN(group), nil)
		change.Add("member", []string{d.DN(member)})
		return conn.Modify(change)
	}
}

func replace(conn *ldap.Conn, dn, attribute, value string) error {
	change := ldap.NewModifyRequest(dn, nil)
	change.Replace(attribute, []string{value})
	return conn.Modify(change)
}
