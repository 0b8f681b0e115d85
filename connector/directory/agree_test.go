package directory_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
)

func TestHostsOfTwoDomains(t *testing.T) {
	one := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{}))
	other := adtest.StartRogue(t, adtest.RogueOptions{Name: "dc1.werk.example.net"}, adtest.LDAPS(adtest.Script{}))
	for name, c := range map[string]struct{ base, stranger string }{
		"the first host says which": {"", "dc1.werk.example.net"},
		"the Base DN says which":    {"DC=werk,DC=example,DC=net", "dc1.corp.example.com"},
	} {
		t.Run(name, func(t *testing.T) {
			conf := ofRogues(t, one, other)
			conf.BaseDN = c.base
			_, report := probe(t, conf)
			agree, _ := report.Find(directory.CheckHostsAgree, "")
			if codes(agree) != "failed hosts.other-domain" || fmt.Sprint(agree.Facts["otherDomain"]) != "["+c.stranger+"]" {
				t.Errorf("hosts-agree = %s, strangers %v", codes(agree), agree.Facts["otherDomain"])
			}
		})
	}
}

// A host that answers for a known name, with a good certificate and another
// domain than the Base DN's, gets no password. The Base DN may be what is wrong.
func TestHostOfAnotherDomainThanTheBaseDN(t *testing.T) {
	rogue := adtest.StartRogue(t, adtest.RogueOptions{}, rootDSE(map[string][]string{"defaultNamingContext": {"DC=evil,DC=example"}, "namingContexts": {"DC=evil,DC=example"}}))
	i, report := probe(t, ofRogues(t, rogue))
	agree, _ := report.Find(directory.CheckHostsAgree, "")
	if p := agree.Problem(); codes(agree) != "failed hosts.other-domain" || p.Advice.Field != directory.FieldBaseDN || !strings.Contains(p.Detail.String(), "No password is sent") {
		t.Errorf("hosts-agree = %s: %v", codes(agree), p)
	}
	if bind := i.Bind(t.Context(), secretOf("secret"), nil); binds(bind) != "skipped" || rogue.Binds() != 0 {
		t.Errorf("%s, the rogue saw %d binds", binds(bind), rogue.Binds())
	}
	base, _ := i.Account(t.Context(), nil).Find(directory.CheckBaseDN, "")
	if typo, ok := errors.AsType[*directory.Typo](base.Problem()); codes(base) != "failed dn.other-domain" || !ok || typo.Suggest != "DC=evil,DC=example" {
		t.Errorf("base-dn = %s: %v", codes(base), base.Problem())
	}
}

// Two domains may have the same name; their GUIDs differ.
func TestHostsOfTwoDomainsOfOneName(t *testing.T) {
	ping := func(guid string) map[string][]string {
		return map[string][]string{"NetLogon": {"\x17\x00\x00\x00\x9d\x11\x00\x00" + strings.Repeat(guid, 16) + "\x04corp\x07example\x03com\x00\xc0\x18\x03dc1\xc0\x18\x04CORP\x00\x03DC1\x00\x00\x04Main\x00\x00\x05\x00\x00\x00\xff\xff\xff\xff"}}
	}
	one := adtest.StartRogue(t, adtest.RogueOptions{}, rootDSE(ping("A")))
	same := adtest.StartRogue(t, adtest.RogueOptions{Name: "dc2.corp.example.com"}, rootDSE(ping("A")))
	twin := adtest.StartRogue(t, adtest.RogueOptions{Name: "dc3.corp.example.com"}, rootDSE(ping("B")))
	mute := adtest.StartRogue(t, adtest.RogueOptions{Name: "dc4.corp.example.com"}, rootDSE(nil))
	i, report := probe(t, ofRogues(t, one, same, twin, mute))
	agree, _ := report.Find(directory.CheckHostsAgree, "")
	if codes(agree) != "failed hosts.other-domain" || fmt.Sprint(agree.Facts["otherDomain"]) != "["+twin.Name+"]" {
		t.Errorf("hosts-agree = %s, strangers %v", codes(agree), agree.Facts["otherDomain"])
	}
	if binds := i.Bind(t.Context(), secretOf("secret"), nil); twin.Binds() != 0 {
		t.Errorf("the twin saw a bind: %v", binds.Results)
	}
}

// One domain controller under two addresses, names or ports is found out, by
// what it says of itself.
func TestSameDomainControllerTwice(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	relay := "127.0.0.1:10636"
	for name, c := range map[string]struct {
		hosts []directory.Host
		want  string
	}{
		"address":        {[]directory.Host{{Name: corp.Hosts[0].Name, Port: 636}, {Name: corp.Hosts[0].IP, Port: 636}}, "warned hosts.same-dc"},
		"other port":     {[]directory.Host{{Name: corp.Hosts[0].Name, Port: 636}, {Name: corp.Hosts[0].Name, Port: 10636}}, "warned hosts.same-dc"},
		"relay":          {[]directory.Host{{Name: corp.Hosts[0].Name, Port: 636}, {Name: "127.0.0.1", Port: 10636, VerifyAs: corp.Hosts[0].Name}}, "warned hosts.same-dc"},
		"three times":    {[]directory.Host{{Name: corp.Hosts[0].Name, Port: 636}, {Name: corp.Hosts[0].IP, Port: 636}, {Name: corp.Hosts[0].Name, Port: 10636}}, "warned hosts.same-dc hosts.same-dc"},
		"two of them":    {[]directory.Host{{Name: corp.Hosts[0].Name, Port: 636}, {Name: corp.Hosts[1].Name, Port: 636}}, "passed"},
		"Global Catalog": {[]directory.Host{{Name: corp.Hosts[0].Name, Port: 636}, {Name: corp.Hosts[0].Name, Port: directory.CatalogPort}}, "passed"},
	} {
		t.Run(name, func(t *testing.T) {
			conf := of(t, corp)
			conf.Hosts = c.hosts
			conf.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
				if _, port, _ := net.SplitHostPort(addr); port == "10636" || addr == relay {
					addr = net.JoinHostPort(corp.Hosts[0].IP, "636")
				}
				return (&net.Dialer{}).DialContext(ctx, network, addr)
			}
			_, report := probe(t, conf)
			agree, _ := report.Find(directory.CheckHostsAgree, "")
			if codes(agree) != c.want {
				t.Errorf("hosts-agree = %s, want %s", codes(agree), c.want)
			}
			if same := name != "two of them"; (agree.Facts["sameDC"] != nil) != same || same && !strings.Contains(agree.Found.String()+fmt.Sprint(agree.Problems), "the same domain controller") {
				t.Errorf("hosts-agree: %v, %s", agree.Facts, agree.Found)
			}
		})
	}
}

// A domain controller that tells no settings is known by its server object, or
// by its name.
func TestSameDomainControllerByLess(t *testing.T) {
	for name, c := range map[string]struct {
		one, two map[string][]string
		want     string
	}{
		"server object": {map[string][]string{"dsServiceName": nil, "serverName": {"CN=DC1,CN=Servers," + corp}}, map[string][]string{"dsServiceName": {"CN=NTDS Settings,cn=dc1, CN=Servers," + corp}}, "warned hosts.same-dc"},
		"name":          {map[string][]string{"dsServiceName": nil, "serverName": nil, "dnsHostName": {"DC9." + "corp.example.com"}}, map[string][]string{"dsServiceName": nil, "serverName": nil, "dnsHostName": {"dc9.corp.example.com"}}, "warned hosts.same-dc"},
		"nothing":       {map[string][]string{"dsServiceName": nil, "serverName": nil, "dnsHostName": nil}, map[string][]string{"dsServiceName": nil, "serverName": nil, "dnsHostName": nil}, "passed"},
	} {
		t.Run(name, func(t *testing.T) {
			one := adtest.StartRogue(t, adtest.RogueOptions{}, rootDSE(c.one))
			two := adtest.StartRogue(t, adtest.RogueOptions{Name: "dc2.corp.example.com"}, rootDSE(c.two))
			_, report := probe(t, ofRogues(t, one, two))
			if agree, _ := report.Find(directory.CheckHostsAgree, ""); codes(agree) != c.want {
				t.Errorf("hosts-agree = %s, want %s", codes(agree), c.want)
			}
		})
	}
}

func TestReadOnlyDomainController(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{RODC: true})
	_, report := probe(t, of(t, corp))
	for _, h := range corp.Hosts {
		kind, _ := report.Find(directory.CheckKind, h.Name)
		want := "passed"
		if h.ReadOnly {
			want = "warned ldap.read-only-dc"
		}
		if codes(kind) != want {
			t.Errorf("%s: %s, want %s", h.Name, codes(kind), want)
		}
	}
}

func TestGlobalCatalogPort(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	conf := of(t, corp)
	conf.Hosts = append(conf.Hosts, directory.Host{Name: conf.Hosts[0].Name, Port: directory.CatalogPort})
	_, report := probe(t, conf)
	kind, found := report.Find(directory.CheckKind, corp.Hosts[0].Name+":3269")
	if !found || codes(kind) != "warned ldap.global-catalog" {
		t.Errorf("the entry with port 3269: %v, %s", found, codes(kind))
	}
	if kind, found := report.Find(directory.CheckKind, corp.Hosts[0].Name+":636"); !found || codes(kind) != "passed" {
		t.Errorf("the entry with port 636: %v, %s", found, codes(kind))
	}
}

// Twenty hosts behind one firewall are one fault, told once.
func TestNoneServesForTheSameReason(t *testing.T) {
	expired := adtest.StartRogue(t, adtest.RogueOptions{Variant: adtest.Expired}, adtest.LDAPS(adtest.Script{}))
	conf := ofRogues(t, expired)
	for n := range 3 {
		conf.Hosts = append(conf.Hosts, directory.Host{Name: fmt.Sprintf("gone%d.corp.example.com", n), Port: 636})
	}
	_, report := probe(t, conf)
	got, _ := report.Find(directory.CheckHostsAgree, "")
	if want := "None of 4 hosts can be used: 1 × tls.expired, 3 × net.unknown-host."; got.Status != check.Skipped || got.Found.String() != want {
		t.Errorf("%s: %s, want %s", got.Status, got.Found, want)
	}
}

// A resolver that says nothing costs three seconds, not the time of the host.
func TestSilentDNS(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conf := directory.Config{Hosts: []directory.Host{{Name: "dc1.corp.example.com", Port: 636}}, Timeout: time.Minute,
			LookupHost: func(ctx context.Context, _ string) ([]string, error) { <-ctx.Done(); return nil, ctx.Err() }}
		began := time.Now()
		_, report := probe(t, conf)
		if got := row(report, "dc1.corp.example.com"); got != "unknown net.no-dns | skipped | skipped | skipped" || time.Since(began) != 3*time.Second {
			t.Errorf("%s after %v", got, time.Since(began))
		}
	})
}
