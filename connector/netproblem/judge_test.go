package netproblem_test

import (
	"crypto/x509"
	"fmt"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

const dc1Name = "dc1.corp.example.com"

// codes returns the codes of a verdict in their order, warnings in brackets.
func codes(v netproblem.Verdict) string {
	var s []string
	for _, p := range v.Problems {
		if p.Severity == check.Warning {
			s = append(s, "("+string(p.Code)+")")
			continue
		}
		s = append(s, string(p.Code))
	}
	return strings.Join(s, " ")
}

// manyNames are names of which only the last is the one that counts.
func manyNames(n int) []string {
	var names []string
	for i := range n - 1 {
		names = append(names, fmt.Sprintf("app%03d.example.net", i))
	}
	return append(names, dc1Name)
}

// crossSigned is the CA once more, with the same name and key, issued by another
// root.
func crossSigned(t *testing.T, ca, by entity) entity {
	return issue(t, by, ca.key, authority(ca.cert.Subject.CommonName), lasting(now.Add(-year), now.Add(year)))
}

// TestJudge is the table of certificates: what is wrong with each, all at
// once, the gravest first.
func TestJudge(t *testing.T) {
	ca := root(t, "Corp Root CA")
	issuing := intermediate(t, ca, "Corp Issuing CA")
	stranger := root(t, "Stranger CA")
	rsaCA := issue(t, entity{}, rsaKey(t, 2048), authority("Corp RSA CA"), lasting(now.Add(-5*year), now.Add(5*year)))
	oldCA := root(t, "Corp Old CA", until(now.Add(-day)))
	strict := root(t, "Corp Strict CA", func(c *x509.Certificate) {
		c.PermittedDNSDomains, c.PermittedDNSDomainsCritical = []string{"other.example.com"}, true
	})
	endingCA := root(t, "Corp Ending CA", until(now.Add(10*day)))
	endingIssuing := intermediate(t, ca, "Corp Ending Issuing CA", until(now.Add(20*day)))
	expiredIssuing := intermediate(t, ca, "Corp Expired Issuing CA", until(now.Add(-day)))
	narrow := intermediate(t, ca, "Corp Narrow CA", func(c *x509.Certificate) {
		c.PermittedDNSDomains, c.PermittedDNSDomainsCritical = []string{"corp.example.com"}, true
	})
	partner := root(t, "Partner Root CA")
	crossed := leaf(t, issuing)
	crossed.above = []*x509.Certificate{crossSigned(t, issuing, partner).cert, issuing.cert}
	notCA := leaf(t, ca, called("member"))
	notCA.above = []*x509.Certificate{notCA.cert}
	sha1 := signedWith(x509.SHA1WithRSA)
	alone := func(changes ...change) entity { return leaf(t, entity{}, changes...) }
	roots := pool(ca, rsaCA, oldCA, strict, endingCA)

	for _, tc := range []struct {
		name   string
		host   entity
		typed  string
		expect netproblem.Expect
		want   string
		says   string // part of the first detail
	}{
		{"good", leaf(t, ca), dc1Name, netproblem.Expect{}, "", ""},
		{"good, with an issuing CA", leaf(t, issuing), dc1Name, netproblem.Expect{}, "", ""},
		{"good, name in capitals with a dot", leaf(t, ca), "DC1.corp.example.com.", netproblem.Expect{}, "", ""},
		{"good, by address", leaf(t, ca, ips("192.0.2.10")), "192.0.2.10", netproblem.Expect{}, "", ""},
		{"good, by IPv6 address", leaf(t, ca, ips("2001:db8::10")), "2001:db8:0::10", netproblem.Expect{}, "", ""},
		{"good, by IPv6 address with a zone", leaf(t, ca, ips("fe80::1")), "fe80::1%eth0", netproblem.Expect{}, "", ""},
		{"good, wildcard", leaf(t, ca, dns("*.corp.example.com")), dc1Name, netproblem.Expect{}, "", ""},
		{"good, no usage at all", leaf(t, ca, usage()), dc1Name, netproblem.Expect{}, "", ""},
		{"good, any usage", leaf(t, ca, usage(x509.ExtKeyUsageAny)), dc1Name, netproblem.Expect{}, "", ""},

		{"unknown CA", leaf(t, stranger), dc1Name, netproblem.Expect{}, "tls.unknown-ca", "issued by Stranger CA"},
		{"self-signed", alone(), dc1Name, netproblem.Expect{}, "tls.self-signed", "CN=dc1"},
		{"issuing CA not sent", leaf(t, entity{cert: issuing.cert, key: issuing.key}), dc1Name, netproblem.Expect{}, "tls.unknown-ca", "Corp Issuing CA"},
		{"issued by what is no CA", leaf(t, notCA), dc1Name, netproblem.Expect{}, "tls.unknown-ca", "issued by member"},
		{"CA must not name it", leaf(t, strict), dc1Name, netproblem.Expect{}, "tls.bad-chain", "Corp Strict CA"},
		{"CA expired", leaf(t, oldCA), dc1Name, netproblem.Expect{}, "tls.expired", "CA CN=Corp Old CA expired on 2026-06-14"},
		{"CA renewed with a new key, old file chosen", leaf(t, rekeyed(t, ca)), dc1Name, netproblem.Expect{Roots: pool(stranger), Extra: []netproblem.CA{file("old.pem", ca)}}, "tls.unknown-ca", "with another key than the certificate of this name that is at hand"},
		{"another of the same name is sent", beside(leaf(t, rekeyed(t, ca)), ca), dc1Name, netproblem.Expect{Roots: pool(stranger)}, "tls.unknown-ca", "with another key"},

		{"expired", leaf(t, ca, until(now.Add(-3*day))), dc1Name, netproblem.Expect{}, "tls.expired", "expired on 2026-06-12, 3 days ago"},
		{"expired yesterday", leaf(t, ca, until(now.Add(-day))), dc1Name, netproblem.Expect{}, "tls.expired", "1 day ago"},
		{"not yet valid", leaf(t, ca, lasting(now.Add(day), now.Add(year))), dc1Name, netproblem.Expect{}, "tls.not-yet-valid", "from 2026-06-16 12:00 UTC, but the clock of this computer says 2026-06-15 12:00 UTC"},
		{"ends in 31 days", leaf(t, ca, until(now.Add(31*day))), dc1Name, netproblem.Expect{}, "", ""},
		{"ends in 29 days", leaf(t, ca, until(now.Add(29*day))), dc1Name, netproblem.Expect{}, "(tls.expires-soon)", "expires in 29 days, on 2026-07-14"},
		{"ends in a day", leaf(t, ca, until(now.Add(36*3600e9))), dc1Name, netproblem.Expect{}, "(tls.expires-soon)", "expires in 1 day"},

		{"its CA ends in 10 days", leaf(t, endingCA), dc1Name, netproblem.Expect{}, "(tls.expires-soon)", "CA CN=Corp Ending CA expires in 10 days"},
		{"its issuing CA ends in 20 days", leaf(t, endingIssuing), dc1Name, netproblem.Expect{}, "(tls.expires-soon)", "CA CN=Corp Ending Issuing CA expires in 20 days"},
		{"it ends before its CA does", leaf(t, endingCA, until(now.Add(5*day))), dc1Name, netproblem.Expect{}, "(tls.expires-soon)", "The certificate expires in 5 days"},
		{"its issuing CA has expired", leaf(t, expiredIssuing), dc1Name, netproblem.Expect{}, "tls.expired", "CA CN=Corp Expired Issuing CA expired on 2026-06-14, 1 day ago, and with it all"},
		{"its issuing CA is limited to its domain", leaf(t, narrow), dc1Name, netproblem.Expect{}, "", ""},
		{"its issuing CA is limited to another domain", leaf(t, narrow, dns(dc1Name, "mail.example.net")), dc1Name, netproblem.Expect{}, "tls.bad-chain", "Corp Narrow CA"},
		{"cross-signed, one way is trusted", crossed, dc1Name, netproblem.Expect{}, "", ""},
		{"cross-signed, the other way is trusted", crossed, dc1Name, netproblem.Expect{Roots: pool(partner)}, "", ""},
		{"cross-signed, no way is trusted", crossed, dc1Name, netproblem.Expect{Roots: pool(stranger)}, "tls.unknown-ca", ""},
		{"200 names", leaf(t, ca, dns(manyNames(200)...)), dc1Name, netproblem.Expect{}, "", ""},
		{"200 names, none fits", leaf(t, ca, dns(manyNames(200)[:199]...)), dc1Name, netproblem.Expect{}, "tls.wrong-name", "…"},

		{"wrong name", leaf(t, ca, dns("mail.example.net")), dc1Name, netproblem.Expect{}, "tls.wrong-name", "for mail.example.net, not for dc1.corp.example.com"},
		{"short name typed", leaf(t, ca), "dc1", netproblem.Expect{}, "tls.wrong-name", "for dc1.corp.example.com, not for dc1"},
		{"address typed", leaf(t, ca), "192.0.2.10", netproblem.Expect{}, "tls.wrong-name", "You entered the IP address 192.0.2.10"},
		{"address only, name typed", leaf(t, ca, ips("192.0.2.10")), dc1Name, netproblem.Expect{}, "tls.wrong-name", "for 192.0.2.10, not for dc1"},
		{"no SAN", leaf(t, ca, dns()), dc1Name, netproblem.Expect{}, "tls.no-san", "CN=dc1"},
		{"no name to expect", leaf(t, ca), "", netproblem.Expect{}, "tls.wrong-name", ""},

		{"for clients", leaf(t, ca, usage(x509.ExtKeyUsageClientAuth)), dc1Name, netproblem.Expect{}, "tls.wrong-usage", "Server Authentication"},
		{"SHA-1", leaf(t, rsaCA, sha1), dc1Name, netproblem.Expect{Extra: []netproblem.CA{file("ca.pem", rsaCA)}}, "tls.weak-signature", "SHA1-RSA"},
		{"SHA-1, issuer not at hand", leaf(t, rsaCA, sha1), dc1Name, netproblem.Expect{}, "tls.weak-signature", "SHA1-RSA"},
		{"SHA-1 of a stranger", leafWith(t, withRSA(t, stranger), newKey(t), sha1), dc1Name, netproblem.Expect{}, "tls.unknown-ca tls.weak-signature", "Stranger RSA CA"},
		{"RSA 1024", leafWith(t, ca, rsaKey(t, 1024)), dc1Name, netproblem.Expect{}, "(tls.weak-key)", "RSA 1024"},

		{"everything at once", alone(dns("mail.example.net"), usage(x509.ExtKeyUsageClientAuth), lasting(now.Add(-year), now.Add(-day))), dc1Name, netproblem.Expect{},
			"tls.self-signed tls.wrong-name tls.expired tls.wrong-usage", ""},
		{"three of a stranger", leafWith(t, stranger, rsaKey(t, 1024), dns(), until(now.Add(5*day))), dc1Name, netproblem.Expect{},
			"tls.unknown-ca tls.no-san (tls.expires-soon) (tls.weak-key)", ""},
		{"expired before its CA was renewed", leaf(t, renewed(t, ca), until(now.Add(-30*day))), dc1Name, netproblem.Expect{Roots: pool(renewed(t, ca))}, "tls.expired", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e := tc.expect
			e.Name, e.Now = tc.typed, now
			if e.Roots == nil {
				e.Roots = roots
			}
			v := netproblem.Judge(tc.host.chain(), e)
			if got := codes(v); got != tc.want {
				t.Fatalf("Judge = %q, want %q\n%v", got, tc.want, v.Problems)
			}
			if len(v.Problems) > 0 && !strings.Contains(v.Problems[0].Detail.String(), tc.says) {
				t.Errorf("Judge says %q, want %q in it", v.Problems[0].Detail, tc.says)
			}
			if wantOK := tc.want == "" || strings.HasPrefix(tc.want, "("); v.OK() != wantOK || (v.Err() == nil) != (tc.want == "") {
				t.Errorf("OK = %v, Err = %v, want OK %v", v.OK(), v.Err(), wantOK)
			}
			for _, p := range v.Problems {
				wellFormed(t, p)
			}
		})
	}
}

// withRSA returns a CA of another name that the key signs for.
func withRSA(t *testing.T, like entity) entity {
	t.Helper()
	name := strings.Replace(like.cert.Subject.CommonName, " CA", " RSA CA", 1)
	e := issue(t, entity{}, rsaKey(t, 2048), authority(name), lasting(now.Add(-year), now.Add(year)))
	e.above = []*x509.Certificate{e.cert}
	return e
}

// rekeyed returns a CA of the same name with another key.
func rekeyed(t *testing.T, ca entity) entity {
	return issue(t, entity{}, newKey(t), authority(ca.cert.Subject.CommonName))
}

// beside lets the host send another certificate after its own.
func beside(e entity, other entity) entity {
	e.above = append([]*x509.Certificate{other.cert}, e.above...)
	return e
}

// renewed returns the CA with the same key and a later begin.
func renewed(t *testing.T, ca entity) entity {
	return issue(t, entity{}, ca.key, authority(ca.cert.Subject.CommonName), lasting(now.Add(-10*day), now.Add(5*year)))
}
