package netproblem_test

import (
	"crypto/x509"
	"slices"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

// trait is one property of a certificate, and the code it should bring.
type trait struct {
	code    check.Code // empty for a property that is in order
	changes []change
	warning bool
}

// TestFaultsAreIndependent combines every kind of fault with every other. Each
// combination must name exactly its own faults, and must be refused exactly when
// the standard library refuses it, except for the faults that the library does
// not look for.
func TestFaultsAreIndependent(t *testing.T) {
	ca, stranger := root(t, "Corp Root CA"), root(t, "Stranger CA")
	small := rsaKey(t, 1024)
	issuers := []struct {
		by   entity
		code check.Code
	}{{ca, ""}, {stranger, "tls.unknown-ca"}, {entity{}, "tls.self-signed"}}
	names := []trait{{}, {"tls.wrong-name", []change{dns("mail.example.net")}, false}, {"tls.no-san", []change{dns()}, false}}
	dates := []trait{{}, {"tls.expired", []change{until(now.Add(-day))}, false},
		{"tls.not-yet-valid", []change{lasting(now.Add(day), now.Add(year))}, false}, {"tls.expires-soon", []change{until(now.Add(10 * day))}, true}}
	usages := []trait{{}, {"tls.wrong-usage", []change{usage(x509.ExtKeyUsageClientAuth)}, false}}
	keys := []trait{{}, {code: "tls.weak-key", warning: true}}
	for _, issuer := range issuers {
		for _, parts := range product(names, dates, usages, keys) {
			want, changes := []check.Code{}, []change{}
			if issuer.code != "" {
				want = append(want, issuer.code)
			}
			key := newKey(t)
			for _, part := range parts {
				changes = append(changes, part.changes...)
				if part.code != "" {
					want = append(want, part.code)
				}
				if part.code == "tls.weak-key" {
					key = small
				}
			}
			host := leafWith(t, issuer.by, key, changes...)
			v := netproblem.Judge(host.chain(), netproblem.Expect{Name: dc1Name, Roots: pool(ca), Now: now})
			if got := sortedCodes(v); !slices.Equal(got, sorted(want)) {
				t.Errorf("Judge = %v, want %v", got, sorted(want))
			}
			_, err := host.cert.Verify(x509.VerifyOptions{Roots: pool(ca), DNSName: dc1Name, CurrentTime: now})
			if v.OK() != (err == nil) {
				t.Errorf("Judge of %v: OK %v, but the standard library says %v", want, v.OK(), err)
			}
		}
	}
}

// product returns every choice of one trait from each list.
func product(lists ...[]trait) [][]trait {
	out := [][]trait{nil}
	for _, list := range lists {
		var longer [][]trait
		for _, chosen := range out {
			for _, next := range list {
				longer = append(longer, append(slices.Clone(chosen), next))
			}
		}
		out = longer
	}
	return out
}

func sortedCodes(v netproblem.Verdict) []check.Code {
	codes := []check.Code{}
	for _, p := range v.Problems {
		codes = append(codes, p.Code)
	}
	return sorted(codes)
}

func sorted(codes []check.Code) []check.Code {
	out := slices.Clone(codes)
	slices.Sort(out)
	return out
}

// FuzzJudge throws broken certificates at the doctor. Nobody vouches for any of
// them, so none may pass, and each refusal has to have a reason.
func FuzzJudge(f *testing.F) {
	ca := root(f, "Corp Root CA")
	for _, e := range []entity{ca, leaf(f, ca), leaf(f, entity{}), leaf(f, ca, dns(), usage())} {
		f.Add(e.cert.Raw, dc1Name)
	}
	f.Add(ca.cert.Raw, "fe80::1%eth0")
	f.Fuzz(func(t *testing.T, der []byte, name string) {
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			return
		}
		v := netproblem.Judge([]*x509.Certificate{cert, cert}, netproblem.Expect{Name: name, Roots: x509.NewCertPool(), Now: now})
		if v.OK() || len(v.Problems) == 0 {
			t.Errorf("Judge(%x) = OK %v, %v", der, v.OK(), v.Problems)
		}
		for _, p := range v.Problems {
			if strings.Contains(p.Error(), "{{") {
				t.Errorf("%s: %q", p.Code, p.Error())
			}
		}
		v.Facts()
	})
}

// TestAwkwardCertificates are those that are rare, and refused in ways of their
// own.
func TestAwkwardCertificates(t *testing.T) {
	ca := root(t, "Corp Root CA")
	rsaRoot := issue(t, entity{}, rsaKey(t, 2048), authority("Corp RSA CA"), lasting(now.Add(-5*year), now.Add(5*year)))
	weakIssuing := intermediate(t, rsaRoot, "Corp Weak CA", signedWith(x509.SHA1WithRSA))
	noDepth := root(t, "Corp Flat CA", func(c *x509.Certificate) { c.MaxPathLenZero = true })
	t.Setenv("GODEBUG", "rsa1024min=0")
	for _, tc := range []struct {
		name string
		host entity
		want string
		says string
	}{
		{"names of users only, as on a smart card", leaf(t, ca, dns(), extension(oidSAN, false, []byte("\x30\x0f\x81\x0djane@corp.com"))), "tls.no-san", "no host name"},
		{"critical part that nobody knows", leaf(t, ca, extension([]int{1, 2, 3, 4}, true, []byte{5, 0})), "tls.unreadable", "marked as critical"},
		{"the same, not critical", leaf(t, ca, extension([]int{1, 2, 3, 4}, false, []byte{5, 0})), "", ""},
		{"RSA 768", leafWith(t, ca, rsaKey(t, 768)), "tls.weak-key", "RSA 768"},
		{"issuing CA signed with SHA-1", leaf(t, weakIssuing), "tls.weak-signature", "CN=Corp Weak CA"},
		{"an unused issuing CA with SHA-1 beside it", besides(leaf(t, ca), weakIssuing), "", ""},
		{"too deep below its root", leaf(t, intermediate(t, noDepth, "Corp Deep CA")), "tls.bad-chain", "a rule of the chain"},
		{"the CA itself", ca, "tls.no-san", "CN=Corp Root CA"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			v := netproblem.Judge(tc.host.chain(), netproblem.Expect{Name: dc1Name, Roots: pool(ca, rsaRoot, noDepth), Now: now})
			if got := codes(v); got != tc.want {
				t.Fatalf("Judge = %q, want %q", got, tc.want)
			}
			for _, p := range v.Problems {
				wellFormed(t, p)
				if !strings.Contains(p.Detail.String(), tc.says) {
					t.Errorf("Judge says %q, want %q in it", p.Detail, tc.says)
				}
			}
		})
	}
}

// besides sends a certificate that nobody needs.
func besides(host, other entity) entity {
	host.above = append(slices.Clone(host.above), other.cert)
	return host
}

// TestSystemStore judges by the store of the operating system, which TestMain
// has filled with one CA.
func TestSystemStore(t *testing.T) {
	if system.cert == nil {
		t.Skip("the store of this operating system cannot be replaced for a test")
	}
	for _, tc := range []struct {
		name   string
		host   entity
		expect netproblem.Expect
		want   netproblem.Voucher
	}{
		{"known to the system", leaf(t, system, current), netproblem.Expect{}, netproblem.SystemStore},
		{"known to the system and to a file", leaf(t, system, current), netproblem.Expect{Extra: []netproblem.CA{file("system.pem", system)}}, netproblem.SystemStore},
		{"a stranger", leaf(t, root(t, "Stranger CA", current), current), netproblem.Expect{}, netproblem.Nobody},
		{"replaced by roots of our own", leaf(t, system, current), netproblem.Expect{Roots: x509.NewCertPool()}, netproblem.Nobody},
	} {
		e := tc.expect
		e.Name = dc1Name
		if v := netproblem.Judge(tc.host.chain(), e); v.TrustedBy != tc.want || v.OK() != (tc.want != netproblem.Nobody) {
			t.Errorf("%s: TrustedBy = %v, OK = %v, want %v", tc.name, v.TrustedBy, v.OK(), tc.want)
		}
	}
}

func TestWaitInWords(t *testing.T) {
	for wait, want := range map[time.Duration]string{
		0: "in time.", 200 * time.Millisecond: "in 200 ms.", time.Second: "in 1 s.", 1500 * time.Millisecond: "in 1.5 s.", 10 * time.Second: "in 10 s.", 90 * time.Second: "in 90 s.",
	} {
		p := netproblem.Explain(netproblem.Peer{Host: "dc1", Port: 636, Wait: wait}, dial(sys("connect", 10060)))
		if got := p.Detail.String(); !strings.HasSuffix(got, want) {
			t.Errorf("after %v: %q, want %q at its end", wait, got, want)
		}
	}
}
