package ldapsim_test

import (
	"crypto/tls"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-ldap/ldap/v3"

	"hire2retire-setup/connector/directory/ntsd"
	"hire2retire-setup/connector/practice/ldapsim"
	"hire2retire-setup/connector/secret"
)

// subCode returns what Active Directory says after "data" in a refused bind.
func subCode(err error) string {
	if !ldap.IsErrorWithCode(err, ldap.LDAPResultInvalidCredentials) {
		return ""
	}
	m := regexp.MustCompile(`^80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data ([0-9a-f]+), v4563\x00$`).
		FindStringSubmatch(errors.Unwrap(err).Error())
	if m == nil {
		return "not in the words of Active Directory: " + err.Error()
	}
	return m[1]
}

func TestBindNames(t *testing.T) {
	conn := dial(t, start(t))
	tests := []struct {
		name string
		want string // sub-code; empty signs in
	}{
		{"svc-hire2retire@practice.example", ""},
		{"SVC-Hire2Retire@PRACTICE.example", ""},
		{"  svc-hire2retire@practice.example ", ""},
		{"svc-hire2retire@PRACTICE", ""},
		{`PRACTICE\svc-hire2retire`, ""},
		{`practice\SVC-HIRE2RETIRE`, ""},
		{"CN=svc-hire2retire,OU=Service Accounts,DC=practice,DC=example", ""},
		{"cn=svc-hire2retire, ou=service accounts, dc=practice, dc=example", ""},
		{"practice.example/Service Accounts/svc-hire2retire", ""},
		{"S-1-5-21-2026000001-2026000002-2026000003-1104", ""},
		{"{00000000-0000-0000-0000-000000000000}", "52e"},
		{"Person 007", ""},
		{"person.007@practice.example", ""},
		{"Administrator@practice.example", ""}, // the implicit UPN of an account without one

		{"Hire2Retire service account", ""}, // its display name
		{"svc-hire2retire", "52e"},
		{"person.007", "52e"},
		{`practice.example\svc-hire2retire`, "52e"},
		{`OTHER\svc-hire2retire`, "52e"},
		{`.\svc-hire2retire`, "52e"},
		{"PRACTICE/svc-hire2retire", "52e"},
		{"svc-hire2retire@other.example", "52e"},
		{"nobody@practice.example", "52e"},
		{"CN=Domain Admins,CN=Users,DC=practice,DC=example", "52e"},
		{"*", "52e"},
	}
	for _, tt := range tests {
		err := conn.Bind(tt.name, ldapsim.StandInPassword)
		if got := subCode(err); got != tt.want || (err == nil) != (tt.want == "") {
			t.Errorf("Bind(%q) = %v, want sub-code %q", tt.name, err, tt.want)
		}
	}
}

// The state of an account shows only to those who know its password; a
// lock-out shows to everybody.
func TestBindSubCodes(t *testing.T) {
	tests := []struct{ fault, right, wrong string }{
		{"ldap.wrong-password", "52e", "52e"},
		{"ldap.no-such-user", "525", "52e"},
		{"ldap.account-locked", "775", "775"},
		{"ldap.account-disabled", "533", "52e"},
		{"ldap.account-expired", "701", "52e"},
		{"ldap.password-expired", "532", "52e"},
		{"ldap.must-change-password", "773", "52e"},
		{"ldap.logon-hours", "530", "52e"},
		{"ldap.workstation", "531", "52e"},
		{"ldap.account-restricted", "52f", "52e"},
		{"ldap.rodc-no-password", "51f", "52e"},
		{"ldap.too-many-groups", "568", "52e"},
		{"ldap.name-ambiguous", "57", "52e"},
		{"ldap.logon-type", "569", "52e"},
		{"account.protected-users", "", "52e"},
		{"account.expiry", "", "52e"},
	}
	w := start(t)
	for _, tt := range tests {
		if err := w.SetFaults(tt.fault); err != nil {
			t.Fatal(err)
		}
		conn := dial(t, w)
		if got := subCode(conn.Bind(ldapsim.Account, "not the password")); got != tt.wrong {
			t.Errorf("%s: a wrong password gives %q, want %q", tt.fault, got, tt.wrong)
		}
		err := conn.Bind(ldapsim.Account, ldapsim.StandInPassword)
		if got := subCode(err); got != tt.right || (err == nil) != (tt.right == "") {
			t.Errorf("%s: the right password gives %v, want sub-code %q", tt.fault, err, tt.right)
		}
		if err := conn.Bind(ldapsim.AdminAccount, ldapsim.StandInPassword); err != nil {
			t.Errorf("%s: another account gives %v, want none", tt.fault, err)
		}
	}
}

// clock is a clock that tests move.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func TestLockOut(t *testing.T) {
	hands := &clock{at: time.Now()}
	a, err := authority()
	if err != nil {
		t.Fatal(err)
	}
	w, err := ldapsim.Start(ldapsim.Options{CA: a, Now: hands.now})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	first := dial(t, w)
	second, err := dialHost(t, w, ldapsim.Hosts[1])
	if err != nil {
		t.Fatal(err)
	}
	bind := func(conn *ldap.Conn, password string) string { return subCode(conn.Bind(ldapsim.Account, password)) }

	for i := range 3 {
		if got := bind(first, "wrong"); got != "52e" {
			t.Fatalf("wrong password %d = %q, want 52e", i+1, got)
		}
	}
	if got := badPasswords(t, w); got != "3" {
		t.Errorf("badPwdCount = %s, want 3", got)
	}
	if err := first.Bind(ldapsim.Account, ldapsim.StandInPassword); err != nil {
		t.Fatalf("right password after three wrong ones = %v", err)
	}
	if got := badPasswords(t, w); got != "0" {
		t.Errorf("badPwdCount after signing in = %s, want 0", got)
	}
	for range 4 {
		bind(first, "wrong")
	}
	if got := bind(second, "wrong"); got != "52e" {
		t.Errorf("fifth wrong password, on the other host = %q, want 52e", got)
	}
	if got := bind(first, ldapsim.StandInPassword); got != "775" {
		t.Errorf("right password of a locked account = %q, want 775", got)
	}
	hands.at = hands.at.Add(31 * time.Minute)
	if err := first.Bind(ldapsim.Account, ldapsim.StandInPassword); err != nil {
		t.Errorf("right password after the lock-out ended = %v, want none", err)
	}
	for range 4 {
		bind(first, "wrong")
		hands.at = hands.at.Add(31 * time.Minute)
	}
	if got := bind(first, "wrong"); got != "52e" || badPasswords(t, w) != "1" {
		t.Errorf("wrong passwords that are long ago count: %q, %s bad", got, badPasswords(t, w))
	}
}

func badPasswords(t *testing.T, w *ldapsim.World) string {
	t.Helper()
	conn := signIn(t, w, ldapsim.AdminAccount)
	return read(t, conn, serviceDN, "badPwdCount").GetAttributeValue("badPwdCount")
}

const serviceDN = "CN=svc-hire2retire,OU=Service Accounts,DC=practice,DC=example"

func TestLockedAccountShowsInItsAttributes(t *testing.T) {
	conn := signIn(t, start(t, "ldap.account-locked"), ldapsim.AdminAccount)
	e := read(t, conn, serviceDN, "lockoutTime", "msDS-User-Account-Control-Computed")
	if e.GetAttributeValue("lockoutTime") == "" || e.GetAttributeValue("msDS-User-Account-Control-Computed") != "16" {
		t.Errorf("locked account = %v, want lockoutTime and 16", e.Attributes)
	}
}

func TestPasswordExpiry(t *testing.T) {
	tests := []struct{ fault, expires, computed string }{
		{"", "9223372036854775807", "0"},
		{"ldap.must-change-password", "9223372036854775807", "0"}, // never expires wins
		{"ldap.password-expired", "", "8388608"},
		{"account.expiry", "", "0"},
	}
	for _, tt := range tests {
		var faults []string
		if tt.fault != "" {
			faults = []string{tt.fault}
		}
		e := read(t, signIn(t, start(t, faults...), ldapsim.AdminAccount), serviceDN, "msDS-UserPasswordExpiryTimeComputed", "msDS-User-Account-Control-Computed")
		if got := e.GetAttributeValue("msDS-UserPasswordExpiryTimeComputed"); tt.expires != "" && got != tt.expires || got == "" {
			t.Errorf("%s: password expires at %s, want %s", tt.fault, got, tt.expires)
		}
		if got := e.GetAttributeValue("msDS-User-Account-Control-Computed"); got != tt.computed {
			t.Errorf("%s: msDS-User-Account-Control-Computed = %s, want %s", tt.fault, got, tt.computed)
		}
	}
}

func TestBindWithoutPasswordIsAnonymous(t *testing.T) {
	conn := dial(t, start(t))
	if err := conn.UnauthenticatedBind(ldapsim.Account); err != nil {
		t.Fatalf("UnauthenticatedBind = %v, want none, as Active Directory", err)
	}
	if _, err := (query{base: ldapsim.BaseDN}).run(t, conn); !ldap.IsErrorWithCode(err, ldap.LDAPResultOperationsError) {
		t.Errorf("search after it = %v, want operationsError", err)
	}
}

func TestBindNeedsTLS(t *testing.T) {
	w := start(t)
	raw, err := w.DialContext(t.Context(), "tcp", "192.0.2.11:389")
	if err != nil {
		t.Fatal(err)
	}
	conn := ldap.NewConn(raw, false)
	conn.Start()
	defer conn.Close()
	if err := conn.Bind(ldapsim.Account, ldapsim.StandInPassword); !ldap.IsErrorWithCode(err, ldap.LDAPResultStrongAuthRequired) {
		t.Errorf("Bind over plain LDAP = %v, want strongerAuthRequired", err)
	}
	if got := read(t, conn, "", "defaultNamingContext").GetAttributeValue("defaultNamingContext"); got != ldapsim.BaseDN {
		t.Errorf("defaultNamingContext over plain LDAP = %q, want %q", got, ldapsim.BaseDN)
	}
}

func TestBindOtherMethods(t *testing.T) {
	conn := dial(t, start(t))
	if err := conn.ExternalBind(); !ldap.IsErrorWithCode(err, ldap.LDAPResultAuthMethodNotSupported) {
		t.Errorf("SASL bind = %v, want authMethodNotSupported", err)
	}
}

func TestBindAgainForgetsTheOldAccount(t *testing.T) {
	conn := signIn(t, start(t), ldapsim.Account)
	if err := conn.Bind(ldapsim.Account, "wrong"); subCode(err) != "52e" {
		t.Fatalf("Bind(wrong) = %v", err)
	}
	who, err := conn.WhoAmI(nil)
	if err != nil || who.AuthzID != "" {
		t.Errorf("WhoAmI after a refused bind = %q, %v, want anonymous", who.AuthzID, err)
	}
}

func TestAmbiguousDisplayName(t *testing.T) {
	d := newDirectory(t)
	for _, name := range []string{"twin.one", "twin.two"} {
		add(t, d, ldapsim.Object{DN: "CN=" + name + ",DC=test,DC=example", Class: "user", RID: 2000 + uint32(len(name)), Password: secret.New("pw"),
			Attrs: map[string][]string{"sAMAccountName": {name}, "displayName": {"Twin"}}})
	}
	conn := serve(t, ldapsim.Site{Directory: d, Host: ldapsim.Host{Name: "dc1"}})
	if got := subCode(conn.Bind("Twin", "pw")); got != "57" {
		t.Errorf("Bind(name of two accounts) = %q, want 57", got)
	}
	if err := conn.Bind("CN=twin.one,DC=test,DC=example", "pw"); err != nil {
		t.Errorf("Bind(DN of one of them) = %v, want none", err)
	}
}

func TestJournal(t *testing.T) {
	w := start(t)
	conn := dial(t, w)
	_ = conn.Bind(ldapsim.Account, "wrong")
	_ = conn.Bind(ldapsim.Account, ldapsim.StandInPassword)
	read(t, conn, "")
	j := w.Journal(ldapsim.Hosts[0])
	if !slices.Equal(j.Binds, []string{ldapsim.Account, ldapsim.Account}) || j.Refused != 1 || j.Searches != 1 || j.Connections != 1 || len(j.Writes) != 0 {
		t.Errorf("Journal = %+v", j)
	}
	if other := w.Journal(ldapsim.Hosts[1]); other.Connections != 0 {
		t.Errorf("Journal of the other host = %+v, want nothing", other)
	}
}

// newDirectory is a small domain of a test's own.
func newDirectory(t *testing.T) *ldapsim.Directory {
	t.Helper()
	d, err := ldapsim.NewDirectory(ldapsim.Domain{BaseDN: "DC=test,DC=example", NetBIOS: "TEST", SID: "S-1-5-21-1-2-3"})
	if err != nil {
		t.Fatal(err)
	}
	add(t, d, ldapsim.Object{DN: "DC=test,DC=example", Class: "domainDNS", SID: "S-1-5-21-1-2-3"})
	return d
}

func add(t *testing.T, d *ldapsim.Directory, o ldapsim.Object) {
	t.Helper()
	if err := d.Add(o); err != nil {
		t.Fatal(err)
	}
}

// serve starts a server of a test's own and connects to it over TLS.
func serve(t *testing.T, site ldapsim.Site) *ldap.Conn {
	t.Helper()
	a, err := authority()
	if err != nil {
		t.Fatal(err)
	}
	if site.TLS, err = a.TLSConfig("127.0.0.1"); err != nil {
		t.Fatal(err)
	}
	s, err := ldapsim.Listen("127.0.0.1:0", site)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	conn, err := ldap.DialURL("ldaps://"+s.Addr(), ldap.DialWithTLSConfig(&tls.Config{RootCAs: a.Pool()}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func TestDirectoryRefusesNonsense(t *testing.T) {
	if _, err := ldapsim.NewDirectory(ldapsim.Domain{BaseDN: "nonsense"}); err == nil {
		t.Error("NewDirectory(nonsense) = no error, want one")
	}
	d := newDirectory(t)
	tests := map[string]ldapsim.Object{
		"a bad name":       {DN: "nonsense", Class: "user"},
		"no name":          {Class: "user"},
		"an unknown class": {DN: "CN=x,DC=test,DC=example", Class: "spaceship"},
		"a name twice":     {DN: "dc=TEST,dc=Example", Class: "domainDNS"},
		"bad grants":       {DN: "CN=y,DC=test,DC=example", Class: "user", Grants: []ntsd.ACE{{SID: "nonsense"}}},
	}
	for name, o := range tests {
		if err := d.Add(o); err == nil {
			t.Errorf("Add(%s) = no error, want one", name)
		}
	}
	if err := d.AddMembers("CN=nobody,DC=test,DC=example"); err == nil || !strings.Contains(err.Error(), "nobody") {
		t.Errorf("AddMembers(no group) = %v, want an error that names it", err)
	}
	if err := d.AddMembers("DC=test,DC=example", "CN=nobody"); err == nil {
		t.Error("AddMembers(no member) = no error, want one")
	}
}
