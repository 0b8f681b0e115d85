package directory_test

import (
	"crypto/tls"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
)

// Every predicted cell is compared with the operation itself, done as the
// account on objects made for it, and undone.
func TestPredictionsAreTrue(t *testing.T) {
	for name, c := range map[string]struct {
		options  adtest.Options
		accounts []string
		ous      []string
		atLeast  int
	}{
		"corp": {adtest.Options{}, []string{"svc-direct", "svc-primary", "svc-enterprise", "svc-builtinadmin", "hire-admin", "svc-least", "svc-delegated",
			"svc-viagroup", "svc-createonly", "svc-resetonly", "svc-nopassword", "svc-plain"},
			[]string{"Hires", "Leavers", "Denied", "Empty", "Vault", "Protected", "Sealed", "Groups", "R&D, Ops"}, 2500},
		"werk": {adtest.OtherDomain, []string{"svc-nested", "svc-least", "svc-nopassword"}, []string{"Hires", "Denied", "Groups", "東京支社"}, 300},
	} {
		t.Run(name, func(t *testing.T) {
			domain := adtest.Start(t, c.options)
			truth := newTruth(t, domain)
			for _, account := range c.accounts {
				t.Run(account, func(t *testing.T) {
					report := examine(t, as(t, domain, account, c.ous, c.ous), domain.Account(account).Password)
					conn := truth.bind(t, account)
					for n, res := range report.All(directory.CheckDelegation) {
						truth.compare(t, conn, c.ous[n], res.Facts)
					}
				})
			}
			t.Logf("%d comparisons, %d disagreements, %d not certain", truth.compared, truth.wrong, truth.open)
			if truth.compared < c.atLeast || truth.open > 0 {
				t.Errorf("%d comparisons and %d cells not certain: too little was proved", truth.compared, truth.open)
			}
		})
	}
}

// truth does what the platform will do, and tells whether it worked.
type truth struct {
	domain  *adtest.Domain
	admin   *ldap.Conn
	landing string // an OU in which every account has full control of users

	serial, compared, wrong, open int
}

func newTruth(t *testing.T, d *adtest.Domain) *truth {
	t.Helper()
	tr := &truth{domain: d, admin: d.Admin(t, 0), landing: "OU=Landing," + d.BaseDN}
	add := ldap.NewAddRequest(tr.landing, nil)
	add.Attribute("objectClass", []string{"organizationalUnit"})
	if err := tr.admin.Add(add); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tr.admin.Del(ldap.NewDelRequest(tr.landing, nil)) })
	grantOn(t, tr.admin, tr.landing, "(OA;CI;CC;bf967aba-0de6-11d0-a285-00aa003049e2;;AU)(OA;CIIO;GA;;bf967aba-0de6-11d0-a285-00aa003049e2;AU)")
	return tr
}

func (tr *truth) bind(t *testing.T, account string) *ldap.Conn {
	t.Helper()
	h := tr.domain.Hosts[0]
	conn, err := ldap.DialURL("ldaps://"+h.IP, ldap.DialWithTLSConfig(&tls.Config{RootCAs: tr.domain.CA, ServerName: h.Name}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.Bind(tr.domain.Implicit(account), tr.domain.Account(account).Password); err != nil {
		t.Fatal(err)
	}
	return conn
}

// compare does every operation of the cells in an OU.
func (tr *truth) compare(t *testing.T, conn *ldap.Conn, key string, facts map[string]any) {
	t.Helper()
	ou := tr.domain.OU(key)
	someone := tr.make(t, ou, "user")
	defer tr.remove(someone)
	for attr, state := range facts["attributes"].(map[string]any) {
		tr.check(t, key, "update "+attr, state, func() error { return set(conn, someone, attr, tr.valueFor(attr)) })
	}
	for op, state := range facts["cells"].(map[string]any) {
		if op == string(directory.Update) {
			continue // attribute by attribute above
		}
		if do, writes := tr.writes(conn, someone)[directory.Operation(op)]; writes {
			tr.check(t, key, op, state, do)
			continue
		}
		tr.check(t, key, op, state, func() error { return tr.try(t, conn, ou, directory.Operation(op)) })
	}
}

func (tr *truth) check(t *testing.T, key, what string, predicted any, do func() error) {
	t.Helper()
	err := do()
	got := "proved"
	switch {
	case ldap.IsErrorWithCode(err, ldap.LDAPResultInsufficientAccessRights):
		got = "denied"
	case err != nil:
		t.Fatalf("%s in OU=%s: %v", what, key, err)
	}
	tr.compared++
	switch {
	case predicted == "not-certain":
		tr.open++
	case got != predicted:
		tr.wrong++
		t.Errorf("%s in OU=%s is %s, predicted %s (%v)", what, key, got, predicted, err)
	}
}

// try does one operation on an object of its own and removes what is left.
func (tr *truth) try(t *testing.T, conn *ldap.Conn, ou string, op directory.Operation) error {
	t.Helper()
	switch op {
	case directory.Create:
		return tr.create(conn, ou, "user")
	case directory.ContactCreate:
		return tr.create(conn, ou, "contact")
	case directory.MoveIn:
		dn := tr.make(t, tr.landing, "user")
		return tr.move(conn, dn, ou)
	case directory.MoveOut:
		dn := tr.make(t, ou, "user")
		return tr.move(conn, dn, tr.landing)
	case directory.Membership:
		dn := tr.make(t, ou, "group")
		defer tr.remove(dn)
		m := ldap.NewModifyRequest(dn, nil)
		m.Add("member", []string{tr.domain.DN("svc-altupn")})
		return conn.Modify(m)
	case directory.ContactUpdate:
		dn := tr.make(t, ou, "contact")
		defer tr.remove(dn)
		return set(conn, dn, "title", "Clerk")
	case directory.ContactDelete:
		dn := tr.make(t, ou, "contact")
		defer tr.remove(dn)
		return conn.Del(ldap.NewDelRequest(dn, nil))
	}
	dn := tr.make(t, ou, "user")
	defer tr.remove(dn)
	switch op {
	case directory.Delete:
		return conn.Del(ldap.NewDelRequest(dn, nil))
	case directory.Rename:
		renamed := strings.Replace(dn, "CN=", "CN=renamed ", 1)
		defer tr.remove(renamed)
		rdn, _, _ := strings.Cut(renamed, ",")
		return conn.ModifyDN(ldap.NewModifyDNRequest(dn, rdn, true, ""))
	}
	return fmt.Errorf("nobody knows how to do %s", op)
}

// writes are the operations that change an attribute of a user.
func (tr *truth) writes(conn *ldap.Conn, dn string) map[directory.Operation]func() error {
	put := func(attr, value string) func() error { return func() error { return set(conn, dn, attr, value) } }
	return map[directory.Operation]func() error{
		directory.EnableDisable: put("userAccountControl", "514"),
		directory.ResetPassword: put("unicodePwd", quoted("An0ther!Password")),
		directory.Unlock:        put("lockoutTime", "0"),
		directory.ForceChange:   put("pwdLastSet", "0"),
	}
}

// valueFor is a value that an attribute takes and no other object has.
func (tr *truth) valueFor(attr string) string {
	tr.serial++
	value := fmt.Sprintf("x%05d", tr.serial)
	switch attr {
	case "manager":
		return tr.domain.DN("svc-plain")
	case "proxyAddresses":
		return "smtp:" + value + "@corp.example.com"
	case "userPrincipalName", "mail":
		return value + "@corp.example.com"
	}
	return value
}

func set(conn *ldap.Conn, dn, attr, value string) error {
	m := ldap.NewModifyRequest(dn, nil)
	m.Replace(attr, []string{value})
	return conn.Modify(m)
}

// quoted is a password as unicodePwd takes it (MS-ADTS section 3.1.1.3.1.5).
func quoted(password string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(`"` + password + `"`)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

// newObject is an object that exists nowhere yet.
func (tr *truth) newObject(ou, class string) *ldap.AddRequest {
	tr.serial++
	name := fmt.Sprintf("truth%05d", tr.serial)
	add := ldap.NewAddRequest("CN="+name+","+ou, nil)
	add.Attribute("objectClass", []string{class})
	if class != "contact" {
		add.Attribute("sAMAccountName", []string{name})
	}
	return add
}

// create makes an object as the account.
func (tr *truth) create(conn *ldap.Conn, ou, class string) error {
	add := tr.newObject(ou, class)
	defer tr.remove(add.DN)
	return conn.Add(add)
}

// make makes an object as the administrator.
func (tr *truth) make(t *testing.T, ou, class string) string {
	t.Helper()
	add := tr.newObject(ou, class)
	if class == "user" {
		add.Attribute("userAccountControl", []string{"512"})
		add.Attribute("unicodePwd", []string{quoted("F1rst!Password")})
	}
	if err := tr.admin.Add(add); err != nil {
		t.Fatalf("make a %s in %s: %v", class, ou, err)
	}
	return add.DN
}

// move moves an object and removes it wherever it is then.
func (tr *truth) move(conn *ldap.Conn, dn, to string) error {
	rdn, _, _ := strings.Cut(dn, ",")
	defer tr.remove(dn)
	defer tr.remove(rdn + "," + to)
	return conn.ModifyDN(ldap.NewModifyDNRequest(dn, rdn, true, to))
}

func (tr *truth) remove(dn string) { tr.admin.Del(ldap.NewDelRequest(dn, nil)) }
