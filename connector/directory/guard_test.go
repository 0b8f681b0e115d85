package directory_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
)

// One wrong password over twenty entries of the list counts once.
func TestOneWrongPasswordCountsOnce(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	conf := of(t, corp)
	conf.Username = corp.Implicit("svc-plain")
	known := map[string]string{}
	conf.Hosts = nil
	for n := range 20 {
		dc := corp.Hosts[n%2]
		alias := fmt.Sprintf("alias%02d.corp.example.com", n)
		known[alias] = dc.IP
		conf.Hosts = append(conf.Hosts, directory.Host{Name: alias, Port: 636, VerifyAs: dc.Name})
	}
	conf.LookupHost, conf.Guard = lookupIn(known), directory.NewGuard()
	defer corp.Unlock(t, "svc-plain")
	counts := func() [2]int {
		return [2]int{corp.BadPwdCount(t, "svc-plain", 0), corp.BadPwdCount(t, "svc-plain", 1)}
	}
	before := counts()
	_, report := signIn(t, conf, "not the password")
	want := "failed ldap.wrong-password" + strings.Repeat(" | skipped", 19)
	if got := binds(report); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := counts(); got != [2]int{before[0] + 1, before[1]} {
		t.Errorf("badPwdCount = %v, was %v", got, before)
	}
	_, report = signIn(t, conf, "not the password") // again, in a new Inspection
	if got := binds(report); !strings.HasPrefix(got, "failed ldap.known-refused | skipped") {
		t.Errorf("the second time: %s", got)
	}
	if got := counts(); got != [2]int{before[0] + 1, before[1]} {
		t.Errorf("after the second time badPwdCount = %v", got)
	}
	_, report = signIn(t, conf, "another wrong one")
	if again := report.Results[0].Problem(); again == nil || again.Advice.Do.Key != "ldap.wrong-password.again" {
		t.Errorf("the second wrong password is not warned of: %v", again)
	}
	if _, report = signIn(t, conf, corp.Account("svc-plain").Password); report.Outcome() != check.Passed {
		t.Errorf("the right password: %s", binds(report))
	}
}

// A state of the account is not a wrong password: once it is repaired the same
// password has to work.
func TestGuardLetsARepairedAccountIn(t *testing.T) {
	guard := directory.NewGuard()
	refuses := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{Bind: adtest.Refuse("533")}))
	conf := ofRogues(t, refuses)
	conf.Guard = guard
	for range 2 {
		if _, report := signIn(t, conf, "right"); binds(report) != "failed ldap.account-disabled" {
			t.Errorf("%s", binds(report))
		}
	}
	if refuses.Binds() != 2 {
		t.Errorf("%d binds were seen, want 2", refuses.Binds())
	}
}

// A domain controller that has not heard of a new password yet does not make it
// a wrong one.
func TestGuardIgnoresAHostThatLagsBehind(t *testing.T) {
	lagging := adtest.StartRogue(t, adtest.RogueOptions{Name: "dc2.corp.example.com"}, adtest.LDAPS(adtest.Script{Bind: adtest.Refuse("52e")}))
	conf := inDomain{}.server(t)
	known := map[string]string{conf.Hosts[0].Name: "127.0.0.1", lagging.Name: lagging.IP}
	conf.Hosts = append(conf.Hosts, directory.Host{Name: lagging.Name, Port: lagging.Port})
	conf.LookupHost, conf.Guard = lookupIn(known), directory.NewGuard()
	for range 2 {
		if _, report := signIn(t, conf, "secret"); binds(report) != "passed | failed ldap.wrong-password" {
			t.Errorf("%s", binds(report))
		}
	}
}

// A server that takes the place of a known one between two sign-ins sees no
// bind: not without the certificate, and not in another domain with it.
func TestServerInPlaceOfAKnownOne(t *testing.T) {
	for name, c := range map[string]struct {
		rogue func(known *adtest.PKI) (adtest.RogueOptions, adtest.Behavior)
		want  string
	}{
		"another authority": {func(*adtest.PKI) (adtest.RogueOptions, adtest.Behavior) {
			return adtest.RogueOptions{Variant: adtest.OtherCA}, adtest.LDAPS(adtest.Script{})
		}, "failed tls.unknown-ca"},
		"another name": {func(known *adtest.PKI) (adtest.RogueOptions, adtest.Behavior) {
			return adtest.RogueOptions{PKI: known, Name: "files.corp.example.com"}, adtest.LDAPS(adtest.Script{})
		}, "failed tls.wrong-name"},
		"without TLS": {func(*adtest.PKI) (adtest.RogueOptions, adtest.Behavior) {
			return adtest.RogueOptions{}, adtest.PlainLDAP(adtest.Script{})
		}, "failed tls.closed"},
		"the certificate, in another domain": {func(known *adtest.PKI) (adtest.RogueOptions, adtest.Behavior) {
			return adtest.RogueOptions{PKI: known}, rootDSE(map[string][]string{"defaultNamingContext": {"DC=evil,DC=example"}})
		}, "failed hosts.other-domain"},
		"the certificate, in a domain of the same name": {func(known *adtest.PKI) (adtest.RogueOptions, adtest.Behavior) {
			return adtest.RogueOptions{PKI: known}, rootDSE(map[string][]string{"NetLogon": {strings.Replace(aPing, strings.Repeat("A", 16), strings.Repeat("B", 16), 1)}})
		}, "failed hosts.other-domain"},
	} {
		t.Run(name, func(t *testing.T) {
			user := adtest.RawSID("S-1-5-21-1-2-3-1104")
			known := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{
				RootDSE: adtest.DomainController(map[string][]string{"tokenGroups": {user}, "NetLogon": {aPing}}),
				Search:  adtest.Entry("CN=svc,"+corp, map[string][]string{"objectSid": {user}, "sAMAccountName": {"svc"}, "distinguishedName": {"CN=svc," + corp}})}))
			options, behavior := c.rogue(known.PKI)
			rogue := adtest.StartRogue(t, options, behavior)
			conf, there := ofRogues(t, known), known.Addr
			conf.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, network, there)
			}
			i, report := signIn(t, conf, "secret")
			if binds(report) != "passed" {
				t.Fatal(binds(report))
			}
			there = rogue.Addr
			if report = i.Bind(t.Context(), secretOf("secret"), nil); binds(report) != c.want || rogue.Binds() != 0 || known.Binds() != 1 {
				t.Errorf("%s, want %s; the rogue saw %d binds", binds(report), c.want, rogue.Binds())
			}
		})
	}
}

// aPing is the answer of dc1.corp.example.com, with a GUID of its own.
const aPing = "\x17\x00\x00\x00\x9d\x11\x00\x00AAAAAAAAAAAAAAAA\x04corp\x07example\x03com\x00\xc0\x18\x03dc1\xc0\x18\x04CORP\x00\x03DC1\x00\x00\x04Main\x00\x00\x05\x00\x00\x00\xff\xff\xff\xff"
