package netproblem_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

func TestJudgeWithPin(t *testing.T) {
	ca := root(t, "Corp Root CA")
	alone := leaf(t, entity{})
	kept := leafWith(t, entity{}, alone.key, dns("other.example.com"))
	other := leaf(t, entity{})
	trusted := leaf(t, ca)
	for _, tc := range []struct {
		name   string
		host   entity
		pinned entity
		want   string
	}{
		{"self-signed with the pinned key", alone, alone, ""},
		{"renewed with the same key and another name", kept, alone, ""},
		{"another key", other, alone, "tls.pin-changed"},
		{"another key, though its CA is trusted", trusted, alone, "tls.pin-changed"},
		{"pinned and trusted", trusted, trusted, ""},
		{"a pin of the CA is no pin of the host", trusted, ca, "tls.pin-changed"},
		{"dates stay", leafWith(t, entity{}, alone.key, until(now.Add(-day))), alone, "tls.expired"},
		{"begin stays", leafWith(t, entity{}, alone.key, lasting(now.Add(day), now.Add(year))), alone, "tls.not-yet-valid"},
		{"usage stays", leafWith(t, entity{}, alone.key, usage(x509.ExtKeyUsageClientAuth)), alone, "tls.wrong-usage"},
		{"warning stays", leafWith(t, entity{}, alone.key, until(now.Add(5*day))), alone, "(tls.expires-soon)"},
		{"another key and expired", leafWith(t, entity{}, other.key, until(now.Add(-day))), alone, "tls.pin-changed tls.expired"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			pin := netproblem.PinOf(tc.pinned.cert)
			v := netproblem.Judge(tc.host.chain(), netproblem.Expect{Name: dc1Name, Roots: pool(ca), Pin: &pin, Now: now})
			if got := codes(v); got != tc.want {
				t.Errorf("Judge = %q, want %q", got, tc.want)
			}
			if changed := v.Has("tls.pin-changed"); (v.TrustedBy == netproblem.Pinned) == changed {
				t.Errorf("TrustedBy = %v with pin-changed %v", v.TrustedBy, changed)
			}
		})
	}
	zero := netproblem.Pin{}
	if v := netproblem.Judge(alone.chain(), netproblem.Expect{Name: dc1Name, Roots: pool(ca), Pin: &zero, Now: now}); v.OK() {
		t.Error("an empty pin accepted a certificate")
	}
}

func TestPinChangedShowsBoth(t *testing.T) {
	old, renewed := leaf(t, entity{}), leaf(t, root(t, "Corp Root CA"))
	pin := netproblem.PinOf(old.cert)
	v := netproblem.Judge(renewed.chain(), netproblem.Expect{Name: dc1Name, Roots: pool(), Pin: &pin, Now: now})
	text := v.Problems[0].Detail.String() + v.Problems[0].Advice.Do.String()
	for _, want := range []string{pin.String(), netproblem.PinOf(renewed.cert).String(), "Corp Root CA", netproblem.Fingerprint(renewed.cert)} {
		if !strings.Contains(text, want) {
			t.Errorf("%q does not show %q", text, want)
		}
	}
}

// TestVouchers tells the two questions apart: who vouches here, and what the
// platform needs.
func TestVouchers(t *testing.T) {
	ca, corp := root(t, "Corp Root CA"), root(t, "Other Root CA")
	issuing := intermediate(t, corp, "Corp Issuing CA")
	public := leaf(t, ca, logged)
	alone := leaf(t, entity{})
	pin := netproblem.PinOf(alone.cert)
	sent := leaf(t, corp)
	sent.above = []*x509.Certificate{corp.cert}
	for _, tc := range []struct {
		name    string
		host    entity
		expect  netproblem.Expect
		trusted string
		needed  string
	}{
		{"system, private", leaf(t, ca), netproblem.Expect{}, "yes, its certificate store knows CN=Corp Root CA", "the certificate of the CA CN=Corp Root CA, SHA-256 " + netproblem.Fingerprint(ca.cert)},
		{"system, public", public, netproblem.Expect{}, "certificate store", "nothing, CN=Corp Root CA is a public CA"},
		{"file", leaf(t, issuing), netproblem.Expect{Extra: []netproblem.CA{file("a.pem", ca), file("corp.pem", corp)}}, "by the file corp.pem (CN=Other Root CA)", netproblem.Fingerprint(corp.cert)},
		{"file, marks of a public CA", leaf(t, corp, logged), netproblem.Expect{Extra: []netproblem.CA{file("corp.pem", corp)}}, "corp.pem", "the certificate of the CA CN=Other Root CA"},
		{"file with the issuing CA, which is not sent", leaf(t, entity{cert: issuing.cert, key: issuing.key}), netproblem.Expect{Extra: []netproblem.CA{file("both.pem", issuing, corp)}}, "both.pem", "the certificate of the CA CN=Other Root CA"},
		{"issuing CA and root in two files", leaf(t, entity{cert: issuing.cert, key: issuing.key}), netproblem.Expect{Extra: []netproblem.CA{file("root.pem", corp), file("x.pem", ca)}, Roots: pool(issuing)}, "certificate store", "CN=Corp Issuing CA"},
		{"self-signed in a file", alone, netproblem.Expect{Extra: []netproblem.CA{file("dc1.pem", alone)}}, "dc1.pem", "this certificate itself, SHA-256 " + netproblem.Fingerprint(alone.cert)},
		{"pin", alone, netproblem.Expect{Pin: &pin}, "pinned key " + pin.String(), "this certificate itself"},
		{"nobody, root not sent", leaf(t, corp), netproblem.Expect{}, "no.", "the certificate of the CA CN=Other Root CA, which the host does not send"},
		{"nobody, root sent", sent, netproblem.Expect{}, "no.", "CN=Other Root CA, SHA-256 " + netproblem.Fingerprint(corp.cert)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e := tc.expect
			e.Name, e.Now = dc1Name, now
			if e.Roots == nil {
				e.Roots = pool(ca)
			}
			v := netproblem.Judge(tc.host.chain(), e)
			if got := v.Trusted().String(); !strings.HasPrefix(got, "Trusted on this computer: ") || !strings.Contains(got, tc.trusted) {
				t.Errorf("Trusted() = %q, want %q in it", got, tc.trusted)
			}
			if got := v.Needed().String(); !strings.HasPrefix(got, "Needed by the platform: ") || !strings.Contains(got, tc.needed) {
				t.Errorf("Needed() = %q, want %q in it", got, tc.needed)
			}
		})
	}
}

// logged adds what a public CA adds: proofs of the entry in public logs.
func logged(c *x509.Certificate) {
	c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11129, 2, 4, 2}, Value: []byte{4, 0}})
}

func TestOfferNames(t *testing.T) {
	ca := root(t, "Corp Root CA")
	kerberos := dns("corp.example.com", "CORP", "dc1.corp.example.com") // as the template Kerberos Authentication writes it
	for _, tc := range []struct {
		name  string
		host  entity
		typed string
		want  []string
	}{
		{"address", leaf(t, ca), "192.0.2.10", []string{"dc1.corp.example.com"}},
		{"address, domain name in it", leaf(t, ca, kerberos), "192.0.2.10", []string{"dc1.corp.example.com", "corp.example.com"}},
		{"short name", leaf(t, ca, dns("a.b.c.example.com", "DC1.corp.example.com")), "dc1", []string{"dc1.corp.example.com", "a.b.c.example.com"}},
		{"wildcard only", leaf(t, ca, dns("*.corp.example.com")), "192.0.2.10", nil},
		{"name fits", leaf(t, ca), dc1Name, nil},
		{"nobody vouches for it", leaf(t, entity{}), "192.0.2.10", nil},
	} {
		v := netproblem.Judge(tc.host.chain(), netproblem.Expect{Name: tc.typed, Roots: pool(ca), Now: now})
		if diff := cmp.Diff(tc.want, v.OfferNames); diff != "" {
			t.Errorf("%s: OfferNames (-want +got)\n%s", tc.name, diff)
		}
	}
}

func TestExtraFindsTheMoreTellingFault(t *testing.T) {
	old := root(t, "Corp Old CA", until(now.Add(-day)))
	v := netproblem.Judge(leaf(t, old).chain(), netproblem.Expect{Name: dc1Name, Roots: pool(), Extra: []netproblem.CA{file("old.pem", old)}, Now: now})
	if got := codes(v); got != "tls.expired" {
		t.Errorf("Judge = %q, want tls.expired of the CA", got)
	}
}

func TestUrgency(t *testing.T) {
	ca := root(t, "Corp Root CA")
	for _, tc := range []struct {
		days int
		want string
	}{{29, "Plan"}, {13, "this week"}, {6, "now"}} {
		v := netproblem.Judge(leaf(t, ca, until(now.Add(time.Duration(tc.days)*day))).chain(), netproblem.Expect{Name: dc1Name, Roots: pool(ca), Now: now})
		if got := v.Problems[0].Advice.Do.String(); !strings.Contains(got, tc.want) {
			t.Errorf("%d days: %q, want %q in it", tc.days, got, tc.want)
		}
		if !v.OK() {
			t.Errorf("%d days: not OK", tc.days)
		}
	}
}

func TestFacts(t *testing.T) {
	ca := root(t, "Corp Root CA")
	dc := leaf(t, ca)
	v := netproblem.Judge(dc.chain(), netproblem.Expect{Name: "192.0.2.10", Roots: pool(), Extra: []netproblem.CA{file("corp.pem", ca)}, Now: now})
	got := v.Facts()
	delete(got, "chain")
	want := check.Facts{
		"subject": "CN=dc1", "issuer": "CN=Corp Root CA", "names": []string{"dc1.corp.example.com"},
		"notBefore": "2025-12-15T00:00:00Z", "notAfter": "2026-12-15T00:00:00Z",
		"sha256": netproblem.Fingerprint(dc.cert), "pin": netproblem.PinOf(dc.cert).String(), "key": "ECDSA P-256", "signature": "ECDSA-SHA256",
		"trustedBy": "ca-file", "caFile": "corp.pem",
		"platformCA": "CN=Corp Root CA", "platformCASHA256": netproblem.Fingerprint(ca.cert), "platformCAPublic": false,
		"offerNames": []string{"dc1.corp.example.com"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Facts (-want +got)\n%s", diff)
	}
	if _, err := json.Marshal(v.Facts()); err != nil {
		t.Error(err)
	}
}

// TestNames shows the name of an AD CS authority, and one with every awkward
// character.
func TestNames(t *testing.T) {
	for _, tc := range []struct {
		name pkix.Name
		want string
	}{
		{pkix.Name{CommonName: "CORP-CA", ExtraNames: []pkix.AttributeTypeAndValue{
			{Type: asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 25}, Value: "com"},
			{Type: asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 25}, Value: "corp"},
			{Type: asn1.ObjectIdentifier{2, 5, 4, 3}, Value: "CORP-CA"},
		}}, "CN=CORP-CA,DC=corp,DC=com"},
		{pkix.Name{CommonName: `a,b+c"d\e<f>g;h`}, `CN=a\,b\+c\"d\\e\<f\>g\;h`},
		{pkix.Name{CommonName: "Übung 東京", Organization: []string{"Example"}}, "CN=Übung 東京,O=Example"},
		{pkix.Name{CommonName: "x", ExtraNames: []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{1, 2, 3}, Value: "y"}}}, "1.2.3=y,CN=x"},
	} {
		host := leaf(t, entity{}, func(c *x509.Certificate) { c.Subject = tc.name })
		if got := netproblem.Summary(host.cert).Subject; got != tc.want {
			t.Errorf("Subject = %q, want %q", got, tc.want)
		}
	}
	nameless := leaf(t, entity{}, func(c *x509.Certificate) { c.Subject = pkix.Name{} })
	if got := netproblem.Summary(nameless.cert).Subject; got != dc1Name {
		t.Errorf("Subject of a certificate without one = %q, want %q", got, dc1Name)
	}
}

// TestHostileCertificate feeds what a rogue host may write.
func TestHostileCertificate(t *testing.T) {
	many := make([]string, 5000)
	for i := range many {
		many[i] = "x.example.com"
	}
	rogue := leaf(t, entity{}, dns(many...), called("dc1\x1b[31m\u202e"+strings.Repeat("A", 5000)))
	v := netproblem.Judge(rogue.chain(), netproblem.Expect{Name: dc1Name, Roots: pool(), Now: now})
	if len(v.Leaf.Names) > 100 || len(v.Leaf.Subject) > 1000 {
		t.Errorf("%d names, subject of %d bytes", len(v.Leaf.Names), len(v.Leaf.Subject))
	}
	for _, p := range v.Problems {
		if s := p.Error(); strings.ContainsAny(s, "\x1b\u202e") || len(s) > 3000 {
			t.Errorf("%s: %d bytes: %.200q", p.Code, len(s), s)
		}
	}
}

func TestNothingToJudge(t *testing.T) {
	if v := netproblem.Judge(nil, netproblem.Expect{Name: dc1Name}); v.OK() || codes(v) != "tls.unreadable" {
		t.Errorf("Judge(nil) = %v", codes(v))
	}
	if (netproblem.Verdict{}).OK() {
		t.Error("the zero Verdict is OK")
	}
}

func TestReadCA(t *testing.T) {
	ca, second := root(t, "Corp Root CA"), root(t, "Second CA")
	key := "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n"
	for _, tc := range []struct {
		name string
		data string
		want int
	}{
		{"PEM", string(pemOf(ca)), 1},
		{"DER", string(ca.cert.Raw), 1},
		{"two in one file", string(pemOf(ca)) + string(pemOf(second)), 2},
		{"text around it", "Corp Root CA\r\n" + string(pemOf(ca)) + "\r\nbye", 1},
		{"with a key", key + string(pemOf(ca)), 1},
		{"byte order mark", "\ufeff" + string(pemOf(ca)), 1},
		{"UTF-16, as PowerShell redirects", utf16LE(string(pemOf(ca))), 1},
		{"empty", "", 0},
		{"only a key", key, 0},
		{"no certificate", "hello", 0},
		{"broken certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := netproblem.ReadCA("corp.pem", []byte(tc.data))
			if len(got.Certificates) != tc.want || (err == nil) != (tc.want > 0) {
				t.Fatalf("ReadCA = %d certificates, %v, want %d", len(got.Certificates), err, tc.want)
			}
			if err == nil {
				return
			}
			p := netproblem.Explain(dc1, err)
			if p.Code != "tls.ca-file" || !strings.Contains(p.Detail.String(), "corp.pem") {
				t.Errorf("ReadCA: %v, want tls.ca-file", err)
			}
			wellFormed(t, p)
		})
	}
}

func utf16LE(s string) string {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}
