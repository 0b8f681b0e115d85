package directory_test

import (
	"crypto/tls"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
)

// Hosts by IPv6, by a name of another script and with a dot at the end are
// reached as they are typed.
func TestHostsThatAreTypedOddly(t *testing.T) {
	for typed, name := range map[string]string{
		"dć1.corp.example.com": "xn--d1-vla.corp.example.com", "DC1.Corp.Example.Com.": "dc1.corp.example.com", "  dc1.corp.example.com\t": "dc1.corp.example.com",
	} {
		h, _, err := directory.ParseHost(typed, 636)
		if err != nil || h.Name != name {
			t.Errorf("ParseHost(%q) = %v, %v, want %s", typed, h, err, name)
			continue
		}
		rogue := adtest.StartRogue(t, adtest.RogueOptions{Name: h.Name}, adtest.LDAPS(adtest.Script{}))
		conf := ofRogues(t, rogue)
		if _, report := probe(t, conf); row(report, rogue.Name) != "passed | passed | passed | passed" {
			t.Errorf("%q: %s", typed, row(report, rogue.Name))
		}
	}
	rogue := adtest.StartRogue(t, adtest.RogueOptions{Addr: "[::1]:0"}, adtest.LDAPS(adtest.Script{}))
	for _, typed := range []string{"::1", "[::1]", fmt.Sprintf("[::1]:%d", rogue.Port), "0:0:0:0:0:0:0:1"} {
		h, _, err := directory.ParseHost(typed, rogue.Port)
		if err != nil {
			t.Errorf("ParseHost(%q) = %v", typed, err)
			continue
		}
		conf := ofRogues(t, rogue)
		conf.Hosts = []directory.Host{h}
		if _, report := probe(t, conf); row(report, "::1") != "passed | passed | passed | passed" {
			t.Errorf("%q: %s", typed, row(report, "::1"))
		}
	}
}

// A resolver may answer with hundreds of dead addresses, or with what is none.
func TestAddressesOfAName(t *testing.T) {
	rogue := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{}))
	var dead []string
	for n := range 300 {
		dead = append(dead, fmt.Sprintf("127.9.%d.%d", n/250, n%250+1))
	}
	for name, addrs := range map[string]string{"300 dead ones before it": strings.Join(append(dead, rogue.IP), " "), "no addresses before it": "not-an-address %% " + rogue.IP} {
		conf := ofRogues(t, rogue)
		conf.LookupHost = lookupIn(map[string]string{rogue.Name: addrs})
		conf.Timeout = 5 * time.Second
		if _, report := probe(t, conf); row(report, rogue.Name) != "passed | passed | passed | passed" {
			t.Errorf("%s: %s", name, row(report, rogue.Name))
		}
	}
}

// A server that asks for a certificate of ours gets none, and is used when it
// does without.
func TestServerAsksForOurCertificate(t *testing.T) {
	for name, c := range map[string]struct {
		auth tls.ClientAuthType
		want string
	}{
		"asks":     {tls.RequestClientCert, "passed | passed | passed | passed"},
		"requires": {tls.RequireAnyClientCert, "passed | passed | passed | failed tls.client-certificate"},
	} {
		for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
			rogue := adtest.StartRogue(t, adtest.RogueOptions{TLS: func(conf *tls.Config) { conf.ClientAuth, conf.MaxVersion = c.auth, version }}, adtest.LDAPS(adtest.Script{}))
			_, report := probe(t, ofRogues(t, rogue))
			want := c.want
			if c.auth == tls.RequireAnyClientCert && version == tls.VersionTLS12 { // there it belongs to the handshake
				want = "passed | passed | failed tls.client-certificate | skipped"
			}
			if got := row(report, rogue.Name); got != want {
				t.Errorf("%s, %s: %s, want %s", name, tls.VersionName(version), got, want)
			}
		}
	}
}

// A server that is trusted and cannot say in which domain it is gets no
// password, and what it says instead is shown without its control characters.
func TestHostWithoutADomain(t *testing.T) {
	for _, nc := range []string{
		"", "evil", "OU=Staff", "OU=Staff," + corp, "DC=", "DC=a.b", "DC=corp,,DC=com", "DC=" + strings.Repeat("x", 64),
		"\x1b]0;x\x07DC=\nevil", "DC=\nevil", `DC=\0Aevil`, "DC=ev\u202eil", "DC=\xff", "\nDC=corp,DC=com", "CN=\x1b[31m," + corp,
	} {
		rogue := adtest.StartRogue(t, adtest.RogueOptions{}, rootDSE(map[string][]string{"defaultNamingContext": {nc}}))
		i, report := probe(t, ofRogues(t, rogue))
		complete(t, report)
		if got := row(report, rogue.Name); got != "passed | passed | passed | failed ldap.not-ad" {
			t.Errorf("defaultNamingContext %q: %s", nc, got)
		}
		for _, res := range report.Results {
			for _, p := range res.Problems {
				if text := p.Error() + fmt.Sprint(res.Facts); strings.ContainsAny(text, "\u202e\x1b\x07\n") || !utf8.ValidString(text) {
					t.Errorf("defaultNamingContext %q is shown as %q", nc, text)
				}
			}
		}
		if i.Bind(t.Context(), secretOf("secret"), nil); rogue.Binds() != 0 {
			t.Errorf("defaultNamingContext %q: the server saw a bind", nc)
		}
	}
}
