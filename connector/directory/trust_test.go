package directory_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/netproblem"
)

// A name that no certificate can carry is our own fault, and is never dialled.
func TestUnusableServerNameIsNotDialled(t *testing.T) {
	rogue := adtest.StartRogue(t, adtest.RogueOptions{}, rootDSE(nil))
	for _, name := range []string{"dc 1", "*.corp.example.com", "dc1\x00", "-", "a..b", strings.Repeat("a", 300)} {
		conf := ofRogues(t, rogue)
		conf.Hosts[0].VerifyAs = name
		_, report := probe(t, conf)
		complete(t, report)
		if got := row(report, rogue.Name); got != "passed | failed hosts.syntax | skipped | skipped" || rogue.Connections() != 0 {
			t.Errorf("verified as %.20q: %s, %d connections", name, got, rogue.Connections())
		}
	}
}

func TestTrustOfOneHost(t *testing.T) {
	rogue := adtest.StartRogue(t, adtest.RogueOptions{Variant: adtest.SelfSigned}, adtest.LDAPS(adtest.Script{}))
	conf := ofRogues(t, rogue)
	i, report := probe(t, conf)
	if got := row(report, rogue.Name); got != "passed | passed | failed tls.self-signed | skipped" {
		t.Fatalf("without a pin: %s", got)
	}
	pin := i.Seen().Hosts[0].Verdict.Leaf.Pin
	conf.Trust.Pins = map[string]netproblem.Pin{rogue.Name: pin}
	if _, report := probe(t, conf); row(report, rogue.Name) != "passed | passed | passed | passed" {
		t.Errorf("with the pin: %s", row(report, rogue.Name))
	}
	other := adtest.StartRogue(t, adtest.RogueOptions{Variant: adtest.Renewed}, adtest.LDAPS(adtest.Script{}))
	conf = ofRogues(t, other)
	conf.Trust.Pins = map[string]netproblem.Pin{other.Name: pin}
	if _, report := probe(t, conf); row(report, other.Name) != "passed | passed | failed tls.pin-changed | skipped" {
		t.Errorf("with the pin of another key: %s", row(report, other.Name))
	}
}

func TestHostTypedAsAddress(t *testing.T) {
	rogue := adtest.StartRogue(t, adtest.RogueOptions{Variant: adtest.DNSOnly}, adtest.LDAPS(adtest.Script{}))
	conf := ofRogues(t, rogue)
	conf.Hosts[0].Name = rogue.IP
	i, report := probe(t, conf)
	if got := row(report, rogue.IP); got != "passed | passed | failed tls.wrong-name | skipped" {
		t.Errorf("by address: %s", got)
	}
	if offer := i.Seen().Hosts[0].Verdict.OfferNames; len(offer) == 0 || offer[0] != rogue.Name {
		t.Errorf("offered names = %v, want %s first", offer, rogue.Name)
	}
	conf.Hosts[0].VerifyAs = rogue.Name
	if _, report := probe(t, conf); row(report, rogue.IP) != "passed | passed | passed | passed" {
		t.Errorf("verified as %s: %s", rogue.Name, row(report, rogue.IP))
	}
}

func TestUnusableCAFile(t *testing.T) {
	var dialled atomic.Bool
	conf := directory.Config{Hosts: []directory.Host{{Name: "127.0.0.1", Port: 636}}, Trust: directory.Trust{CA: []byte("not a certificate"), CAFile: "corp.cer"},
		Dial: func(context.Context, string, string) (net.Conn, error) {
			dialled.Store(true)
			return nil, errors.New("dialled")
		}}
	_, report := probe(t, conf)
	if got := row(report, "127.0.0.1"); got != "passed | failed tls.ca-file | skipped | skipped" || dialled.Load() {
		t.Errorf("%s, dialled %v", got, dialled.Load())
	}
}
