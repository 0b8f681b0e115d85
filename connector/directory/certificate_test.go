package directory_test

import (
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
)

// A real domain controller with each certificate and each set of TLS
// parameters: what is wrong is named, all of it, and by name as well as by
// address.
func TestCertificatesOfARealDomainController(t *testing.T) {
	corp := adtest.StartOwn(t, adtest.Options{DCs: 1})
	dc := corp.Hosts[0]
	for _, c := range []struct {
		variant         adtest.Variant
		byName, byIP    string
		connect, closed string
	}{
		{variant: adtest.Good, byName: "passed", byIP: "passed"},
		{variant: adtest.DNSOnly, byName: "passed", byIP: "failed tls.wrong-name"},
		{variant: adtest.NoSAN, byName: "failed tls.no-san", byIP: "failed tls.no-san"},
		{variant: adtest.IPOnly, byName: "failed tls.wrong-name", byIP: "passed"},
		{variant: adtest.WrongName, byName: "failed tls.wrong-name", byIP: "failed tls.wrong-name"},
		{variant: adtest.Expired, byName: "failed tls.expired", byIP: "failed tls.expired"},
		{variant: adtest.NotYetValid, byName: "failed tls.not-yet-valid", byIP: "failed tls.not-yet-valid"},
		{variant: adtest.ExpiresSoon, byName: "warned tls.expires-soon", byIP: "warned tls.expires-soon"},
		{variant: adtest.SHA1, byName: "failed tls.weak-signature", byIP: "failed tls.weak-signature"},
		{variant: adtest.RSA1024, byName: "warned tls.weak-key", byIP: "warned tls.weak-key"},
		{variant: adtest.ECDSA, byName: "passed", byIP: "passed"},
		{variant: adtest.Renewed, byName: "passed", byIP: "passed"},
		{variant: adtest.SelfSigned, byName: "failed tls.self-signed", byIP: "failed tls.self-signed"},
		{variant: adtest.OtherCA, byName: "failed tls.unknown-ca", byIP: "failed tls.unknown-ca"},
		{variant: adtest.NoChain, byName: "failed tls.unknown-ca", byIP: "failed tls.unknown-ca"},
		{variant: adtest.ClientAuth, byName: "failed tls.wrong-usage", byIP: "failed tls.wrong-usage"},
		{variant: adtest.NegativeSerial, byName: "failed tls.unreadable", byIP: "failed tls.unreadable"},
		{variant: adtest.TLS10, byName: "failed tls.old-version", byIP: "failed tls.old-version"},
		{variant: adtest.TLS11, byName: "failed tls.old-version", byIP: "failed tls.old-version"},
		{variant: adtest.TLS12, byName: "passed", byIP: "passed"},
		{variant: adtest.TLS13, byName: "passed", byIP: "passed"},
	} {
		t.Run(string(c.variant), func(t *testing.T) {
			corp.SwitchCertificate(t, 0, c.variant)
			for host, want := range map[string]string{dc.Name: c.byName, dc.IP: c.byIP} {
				conf := of(t, corp)
				conf.Hosts[0].Name = host
				_, report := probe(t, conf)
				complete(t, report)
				got, _ := report.Find(directory.CheckCertificate, host)
				if codes(got) != want {
					t.Errorf("%s: %s, want %s", host, codes(got), want)
				}
				kind, _ := report.Find(directory.CheckKind, host)
				if kind.OK() != got.OK() {
					t.Errorf("%s: certificate %v, kind %v", host, got.Status, kind.Status)
				}
			}
		})
	}
}

// Several faults of one certificate are told together.
func TestAllFaultsAtOnce(t *testing.T) {
	rogue := adtest.StartRogue(t, adtest.RogueOptions{Variant: adtest.Expired}, adtest.LDAPS(adtest.Script{}))
	conf := ofRogues(t, rogue)
	conf.Trust.CA = adtest.StartRogue(t, adtest.RogueOptions{PKI: otherPKI(t)}, adtest.Silent).PKI.RootPEM()
	conf.Hosts[0].VerifyAs = "dc9.corp.example.com"
	_, report := probe(t, conf)
	got, _ := report.Find(directory.CheckCertificate, rogue.Name)
	for _, want := range []string{"tls.expired", "tls.wrong-name", "tls.unknown-ca"} {
		if !strings.Contains(codes(got), want) {
			t.Errorf("%s, want %s too", codes(got), want)
		}
	}
	if got.Facts["sha256"] == nil || got.Facts["chain"] == nil || got.Found.IsZero() {
		t.Errorf("an invalid certificate is not shown: %v", got.Facts)
	}
}

func otherPKI(t *testing.T) *adtest.PKI {
	t.Helper()
	pki, err := adtest.NewPKI("Another Root CA")
	if err != nil {
		t.Fatal(err)
	}
	return pki
}

// The clock of the computer decides what is expired; it can be set for tests of
// what a run next year would say.
func TestCertificateByAnotherClock(t *testing.T) {
	rogue := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{}))
	conf := ofRogues(t, rogue)
	conf.Now = func() time.Time { return time.Now().AddDate(30, 0, 0) }
	_, report := probe(t, conf)
	if got, _ := report.Find(directory.CheckCertificate, rogue.Name); !strings.Contains(codes(got), "tls.expired") {
		t.Errorf("in 30 years: %s", codes(got))
	}
	conf.Now = func() time.Time { return time.Now().AddDate(-30, 0, 0) }
	_, report = probe(t, conf)
	if got, _ := report.Find(directory.CheckCertificate, rogue.Name); !strings.Contains(codes(got), "tls.not-yet-valid") {
		t.Errorf("30 years ago: %s", codes(got))
	}
}

// A certificate that changes between two looks at a pinned host is a stop: the
// password does not go to the new key.
func TestPinnedHostChangesItsKey(t *testing.T) {
	corp := adtest.StartOwn(t, adtest.Options{DCs: 1})
	conf := of(t, corp)
	conf.Username = corp.Implicit("svc-plain")
	i, _ := probe(t, conf)
	pin := i.Seen().Hosts[0].Verdict.Leaf.Pin
	conf.Trust = directory.Trust{Pins: pins(corp.Hosts[0].Name, pin)}
	i, report := signIn(t, conf, corp.UserPassword)
	if binds(report) != "passed" {
		t.Fatalf("with the pin: %s", binds(report))
	}
	corp.SwitchCertificate(t, 0, adtest.Renewed)
	_, report = probe(t, conf)
	got, _ := report.Find(directory.CheckCertificate, corp.Hosts[0].Name)
	if codes(got) != "failed tls.pin-changed" || report.Outcome() != check.Failed {
		t.Errorf("after the renewal: %s", codes(got))
	}
	before := corp.BadPwdCount(t, "svc-plain", 0)
	if report := i.Bind(t.Context(), secretOf("not the password"), nil); binds(report) != "failed tls.pin-changed" {
		t.Errorf("a sign-in on the renewed host: %s", binds(report))
	}
	if after := corp.BadPwdCount(t, "svc-plain", 0); after != before {
		t.Error("the password was sent to the new key")
	}
}
