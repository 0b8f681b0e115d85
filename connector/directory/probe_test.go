package directory_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
)

// The four looks at one host, for tables.
var hostChecks = []check.ID{directory.CheckResolve, directory.CheckConnect, directory.CheckCertificate, directory.CheckKind}

// row is what the looks at a host came to: "passed | passed | …".
func row(r check.Report, host string) string {
	var out []string
	for _, id := range hostChecks {
		res, found := r.Find(id, host)
		if !found {
			out = append(out, "missing")
			continue
		}
		out = append(out, codes(res))
	}
	return strings.Join(out, " | ")
}

func TestProbeOfRealDomainControllers(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	i, report := probe(t, of(t, corp))
	complete(t, report)
	for _, h := range corp.Hosts {
		if got := row(report, h.Name); got != "passed | passed | passed | passed" {
			t.Errorf("%s: %s", h.Name, got)
		}
	}
	if agree, _ := report.Find(directory.CheckHostsAgree, ""); codes(agree) != "passed" {
		t.Errorf("hosts-agree = %s", codes(agree))
	}
	if report.Outcome() != check.Passed {
		t.Errorf("outcome = %v", report.Outcome())
	}
	seen := i.Seen()
	if seen.BaseDN.String() != corp.BaseDN || seen.Domain != (directory.DomainNames{DNS: "corp.example.com", NetBIOS: "CORP"}) || seen.Site != "Default-First-Site-Name" {
		t.Errorf("Seen = %+v", seen)
	}
	if h := seen.Hosts[1]; h.DNSHostName != corp.Hosts[1].Name || !h.Serves || h.Latency <= 0 || !h.Verdict.OK() {
		t.Errorf("Seen.Hosts[1] = %+v", h)
	}
	kind, _ := report.Find(directory.CheckKind, corp.Hosts[0].Name)
	if kind.Facts["writable"] != true || kind.Facts["domainGuid"] == "" {
		t.Errorf("facts of directory.kind = %v", kind.Facts)
	}
}

// Each transport fault is named at the look that meets it; what comes after is
// skipped, and no password is anywhere near.
func TestProbeNamesFaults(t *testing.T) {
	for name, c := range map[string]struct {
		behavior adtest.Behavior
		options  adtest.RogueOptions
		want     string
	}{
		"closes":           {adtest.CloseAfterHello, adtest.RogueOptions{}, "passed | failed tls.closed | skipped | skipped"},
		"resets":           {adtest.ResetAfterHello, adtest.RogueOptions{}, "passed | failed tls.closed | skipped | skipped"},
		"silent":           {adtest.Silent, adtest.RogueOptions{}, "passed | failed net.timeout | skipped | skipped"},
		"web server":       {adtest.HTTP, adtest.RogueOptions{}, "passed | failed tls.not-tls | skipped | skipped"},
		"SSH":              {adtest.SSH, adtest.RogueOptions{}, "passed | failed tls.not-tls | skipped | skipped"},
		"plain LDAP":       {adtest.PlainLDAP(adtest.Script{}), adtest.RogueOptions{}, "passed | failed tls.not-tls | skipped | skipped"},
		"old TLS":          {adtest.LDAPS(adtest.Script{}), adtest.RogueOptions{Variant: adtest.TLS10}, "passed | passed | failed tls.old-version | skipped"},
		"old cipher":       {adtest.LDAPS(adtest.Script{}), adtest.RogueOptions{Variant: adtest.RSAKeyExchange}, "passed | passed | failed tls.no-common-cipher | skipped"},
		"expired":          {adtest.LDAPS(adtest.Script{}), adtest.RogueOptions{Variant: adtest.Expired}, "passed | passed | failed tls.expired | skipped"},
		"wrong name":       {adtest.LDAPS(adtest.Script{}), adtest.RogueOptions{Variant: adtest.WrongName}, "passed | passed | failed tls.wrong-name | skipped"},
		"unknown CA":       {adtest.LDAPS(adtest.Script{}), adtest.RogueOptions{Variant: adtest.OtherCA}, "passed | passed | failed tls.unknown-ca | skipped"},
		"weak key":         {adtest.LDAPS(adtest.Script{}), adtest.RogueOptions{Variant: adtest.RSA1024}, "passed | passed | warned tls.weak-key | passed"},
		"ends soon":        {adtest.LDAPS(adtest.Script{}), adtest.RogueOptions{Variant: adtest.ExpiresSoon}, "passed | passed | warned tls.expires-soon | passed"},
		"silent after TLS": {adtest.HandshakeOnly, adtest.RogueOptions{}, "passed | passed | passed | failed net.timeout"},
		"no answer":        {adtest.LDAPS(adtest.Script{RootDSE: adtest.NoAnswer}), adtest.RogueOptions{}, "passed | passed | passed | failed net.timeout"},
		"hangs up":         {adtest.LDAPS(adtest.Script{RootDSE: adtest.CloseMidway}), adtest.RogueOptions{}, "passed | passed | passed | failed net.interrupted"},
		"gibberish":        {adtest.LDAPS(adtest.Script{RootDSE: adtest.Gibberish}), adtest.RogueOptions{}, "passed | passed | passed | failed ldap.malformed"},
		"2 GiB packet":     {adtest.LDAPS(adtest.Script{RootDSE: adtest.HugeLength}), adtest.RogueOptions{}, "passed | passed | passed | failed ldap.malformed"},
		"endless packet":   {adtest.LDAPS(adtest.Script{RootDSE: adtest.IndefiniteLength}), adtest.RogueOptions{}, "passed | passed | passed | failed ldap.malformed"},
		"deep nesting":     {adtest.LDAPS(adtest.Script{RootDSE: adtest.DeepNesting}), adtest.RogueOptions{}, "passed | passed | passed | failed ldap.malformed"},
		"empty rootDSE":    {adtest.LDAPS(adtest.Script{RootDSE: adtest.Entry("", nil)}), adtest.RogueOptions{}, "passed | passed | passed | failed ldap.not-ad"},
		"says unavailable": {adtest.LDAPS(adtest.Script{RootDSE: adtest.Result(52, "")}), adtest.RogueOptions{}, "passed | passed | passed | unknown ldap.busy"},
		"refers":           {adtest.LDAPS(adtest.Script{RootDSE: adtest.Referral("ldap://elsewhere")}), adtest.RogueOptions{}, "passed | passed | passed | unknown ldap.referral"},
		"AD LDS":           {rootDSE(map[string][]string{"supportedCapabilities": {"1.2.840.113556.1.4.1851"}}), adtest.RogueOptions{}, "passed | passed | passed | failed ldap.not-ad"},
		"not synchronized": {rootDSE(map[string][]string{"isSynchronized": {"FALSE"}}), adtest.RogueOptions{}, "passed | passed | passed | warned ldap.not-synchronized"},
		"read-only":        {rootDSE(map[string][]string{"supportedCapabilities": {"1.2.840.113556.1.4.800", "1.2.840.113556.1.4.1920"}}), adtest.RogueOptions{}, "passed | passed | passed | warned ldap.read-only-dc"},
		"clock behind":     {rootDSE(map[string][]string{"currentTime": {time.Now().UTC().Add(-time.Hour).Format("20060102150405.0Z")}}), adtest.RogueOptions{}, "passed | passed | passed | warned ldap.clock-skew"},
		"the domain name":  {adtest.LDAPS(adtest.Script{RootDSE: adtest.DomainController(map[string][]string{"defaultNamingContext": {"DC=dc1,DC=corp,DC=example,DC=com"}})}), adtest.RogueOptions{}, "passed | passed | passed | warned hosts.domain-name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rogue := adtest.StartRogue(t, c.options, c.behavior)
			conf := ofRogues(t, rogue)
			conf.Timeout = 1500 * time.Millisecond
			_, report := probe(t, conf)
			complete(t, report)
			if got := row(report, rogue.Name); got != c.want {
				t.Errorf("%s, want %s\n%v", got, c.want, report.Results)
			}
			if rogue.Binds() != 0 {
				t.Errorf("the rogue server saw %d binds", rogue.Binds())
			}
		})
	}
}

func rootDSE(more map[string][]string) adtest.Behavior {
	return adtest.LDAPS(adtest.Script{RootDSE: adtest.DomainController(more)})
}

func TestProbeNamesNetworkFaults(t *testing.T) {
	dead := errors.New("no such answer")
	for name, c := range map[string]struct {
		addr string
		dns  error
		want string
	}{
		"unknown name": {"", &net.DNSError{Err: "no such host", IsNotFound: true}, "failed net.unknown-host | skipped | skipped | skipped"},
		"no address":   {"none", nil, "failed net.unknown-host | skipped | skipped | skipped"},
		"DNS is ill":   {"", &net.DNSError{Err: "server misbehaving", IsTemporary: true}, "unknown net.no-dns | skipped | skipped | skipped"},
		"DNS unheard":  {"", dead, "unknown unexpected | skipped | skipped | skipped"},
		"refused":      {adtest.RefusedAddr(t), nil, "passed | failed net.refused | skipped | skipped"},
		"black hole":   {adtest.BlackHole(t), nil, "passed | failed net.timeout | skipped | skipped"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conf := directory.Config{Hosts: []directory.Host{{Name: "dc1.corp.example.com", Port: 636}}, Timeout: time.Second,
				LookupHost: func(context.Context, string) ([]string, error) {
					if c.addr == "none" {
						return nil, nil
					}
					return []string{"127.0.0.1"}, c.dns
				},
				Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
					return (&net.Dialer{}).DialContext(ctx, network, c.addr)
				}}
			_, report := probe(t, conf)
			complete(t, report)
			if got := row(report, "dc1.corp.example.com"); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestProbeTriesEveryAddress(t *testing.T) {
	rogue := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{}))
	hole := adtest.BlackHole(t)
	conf := ofRogues(t, rogue)
	conf.LookupHost = lookupIn(map[string]string{rogue.Name: "192.0.2.1 192.0.2.2 " + rogue.IP})
	conf.Timeout = 5 * time.Second
	conf.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
		switch host, _, _ := net.SplitHostPort(addr); host {
		case "192.0.2.1":
			addr = hole
		case "192.0.2.2":
			return nil, errors.New("unreachable")
		}
		return (&net.Dialer{}).DialContext(ctx, network, addr)
	}
	_, report := probe(t, conf)
	if got := row(report, rogue.Name); got != "passed | passed | passed | passed" {
		t.Errorf("%s", got)
	}
	if connect, _ := report.Find(directory.CheckConnect, rogue.Name); connect.Facts["address"] != rogue.IP {
		t.Errorf("answered from %v, want %s", connect.Facts["address"], rogue.IP)
	}
}

// Eighteen dead hosts cost no more than the slowest of them: all are looked at
// together.
func TestTwentyHostsOfWhichEighteenAreDead(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	conf := of(t, corp)
	conf.Timeout = 3 * time.Second
	known := map[string]string{corp.Hosts[0].Name: corp.Hosts[0].IP, corp.Hosts[1].Name: corp.Hosts[1].IP}
	addrs := map[string]string{}
	hole, refused := adtest.BlackHole(t), adtest.RefusedAddr(t)
	mute := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.Silent)
	for n := range 18 {
		name, ip := fmt.Sprintf("dead%d.corp.example.com", n), fmt.Sprintf("192.0.2.%d", n+1)
		known[name], addrs[ip] = ip, []string{hole, refused, mute.Addr}[n%3]
		conf.Hosts = append([]directory.Host{{Name: name, Port: 636}}, conf.Hosts...)
	}
	conf.LookupHost = lookupIn(known)
	conf.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
		host, _, _ := net.SplitHostPort(addr)
		if there, dead := addrs[host]; dead {
			addr = there
		}
		return (&net.Dialer{}).DialContext(ctx, network, addr)
	}
	began := time.Now()
	_, report := probe(t, conf)
	if took := time.Since(began); took > conf.Timeout*135/100 {
		t.Errorf("20 hosts took %v, want at most 1.35 × %v", took, conf.Timeout)
	}
	complete(t, report)
	agree, _ := report.Find(directory.CheckHostsAgree, "")
	if codes(agree) != "warned hosts.some-down" || report.Outcome() != check.Warned {
		t.Errorf("hosts-agree = %s, outcome %v", codes(agree), report.Outcome())
	}
	for _, res := range report.Results {
		dead := strings.HasPrefix(res.Host, "dead")
		if dead && res.Status != check.Skipped && !res.Excused || !dead && res.Excused {
			t.Errorf("%s %s: %v, excused %v", res.ID, res.Host, res.Status, res.Excused)
		}
	}
}

// deadTo dials the addresses of documentation (RFC 5737), where nobody is, at
// another one.
func deadTo(there string) directory.Dial {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		if strings.HasPrefix(addr, "192.0.2.") {
			addr = there
		}
		return (&net.Dialer{}).DialContext(ctx, network, addr)
	}
}

func TestProbeIsCancelledAtOnce(t *testing.T) {
	for name, behavior := range map[string]adtest.Behavior{
		"in the handshake": adtest.Silent, "in the search": adtest.HandshakeOnly,
	} {
		t.Run(name, func(t *testing.T) {
			rogue := adtest.StartRogue(t, adtest.RogueOptions{}, behavior)
			conf := ofRogues(t, rogue)
			conf.Timeout = time.Minute
			ctx, cancel := context.WithCancel(t.Context())
			i := directory.Inspect(conf)
			defer i.Close()
			began := time.Now()
			report := i.Probe(ctx, func(r check.Result) {
				if r.Status == check.Running && (behaviorReached(r, name)) {
					time.AfterFunc(50*time.Millisecond, cancel)
				}
			})
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("cancelling took %v", took)
			}
			if n := report.Count(check.Failed) + report.Count(check.Unknown); n != 0 {
				t.Errorf("cancelling counts as %d faults: %v", n, report.Results)
			}
		})
	}
}

func behaviorReached(r check.Result, name string) bool {
	return r.ID == directory.CheckConnect && name == "in the handshake" || r.ID == directory.CheckKind
}
