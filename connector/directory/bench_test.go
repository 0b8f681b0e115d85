package directory_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
)

// Each benchmark reports how many times as long it takes as ldapsearch does
// for the same reads, in the same run on the same machine.

// BenchmarkMembership proves that an account is a Domain Admin through a chain
// of 1,000 nested groups: one sign-in and one read.
func BenchmarkMembership(b *testing.B) {
	corp := adtest.Start(b, adtest.Options{DCs: 1, Bulk: adtest.Bulk{Groups: 1000}})
	conf := of(b, corp)
	conf.Username, conf.Timeout = corp.Implicit("svc-chain"), time.Minute
	against(b, func() {
		report := verify(b, conf, corp.UserPassword)
		if admin, _ := report.Find(directory.CheckDomainAdmin, ""); admin.Status != check.Passed {
			b.Fatalf("%s", codes(admin))
		}
	}, func() {
		ldapsearch(b, corp, "svc-chain", "", "base", "(objectClass=*)", "tokenGroups")
	})
}

// BenchmarkWholeVerification is everything that a page shows: two hosts, the
// account, three target OUs.
func BenchmarkWholeVerification(b *testing.B) {
	corp := adtest.Start(b, adtest.Options{})
	conf := as(b, corp, "svc-least", []string{"Hires", "Leavers"}, []string{"Groups"})
	against(b, func() {
		if report := verify(b, conf, corp.UserPassword); report.Count(check.Failed)+report.Count(check.Unknown) > 0 {
			b.Fatalf("%v", report.Results)
		}
	}, func() {
		for range corp.Hosts {
			ldapsearch(b, corp, "svc-least", "", "base", "(objectClass=*)", "tokenGroups")
		}
		ldapsearch(b, corp, "svc-least", corp.BaseDN, "base", "(objectClass=*)", "objectSid")
		for _, ou := range []string{"Hires", "Leavers", "Groups"} {
			ldapsearch(b, corp, "svc-least", corp.OU(ou), "base", "(objectClass=*)", "nTSecurityDescriptor", "allowedChildClassesEffective")
			ldapsearch(b, corp, "svc-least", corp.OU(ou), "one", "(objectClass=user)", "nTSecurityDescriptor", "allowedAttributesEffective")
		}
	})
}

// BenchmarkTwentyHosts probes twenty hosts of which eighteen are dead, and
// reports how many times the limit of one host that takes.
func BenchmarkTwentyHosts(b *testing.B) {
	corp := adtest.Start(b, adtest.Options{})
	conf := of(b, corp)
	conf.Timeout = 2 * time.Second
	hole := adtest.BlackHole(b)
	known := map[string]string{corp.Hosts[0].Name: corp.Hosts[0].IP, corp.Hosts[1].Name: corp.Hosts[1].IP}
	for n := range 18 {
		name := fmt.Sprintf("dead%d.corp.example.com", n)
		known[name] = fmt.Sprintf("192.0.2.%d", n+1)
		conf.Hosts = append(conf.Hosts, directory.Host{Name: name, Port: 636})
	}
	conf.LookupHost, conf.Dial = lookupIn(known), deadTo(hole)
	began := time.Now()
	for b.Loop() {
		probe(b, conf)
	}
	b.ReportMetric(time.Since(began).Seconds()/float64(b.N)/conf.Timeout.Seconds(), "x-timeout")
}

// verify runs all stages and closes.
func verify(b *testing.B, c directory.Config, password string) check.Report {
	i := directory.Inspect(c)
	defer i.Close()
	report := i.Probe(context.Background(), nil)
	report = check.Join(report, i.Bind(context.Background(), secretOf(password), nil))
	return check.Join(report, i.Account(context.Background(), nil))
}

// against times ours and theirs in turn, so that both see the same machine.
func against(b *testing.B, ours, theirs func()) {
	ours() // the server fills its caches
	theirs()
	var mine, their time.Duration
	for b.Loop() {
		began := time.Now()
		ours()
		mine += time.Since(began)
		began = time.Now()
		theirs()
		their += time.Since(began)
	}
	b.ReportMetric(float64(mine.Milliseconds())/float64(b.N), "ms")
	b.ReportMetric(float64(mine)/float64(their), "x-ldapsearch")
}

func ldapsearch(b *testing.B, d *adtest.Domain, account, base, scope, filter string, attrs ...string) {
	b.Helper()
	args := append([]string{"-LLL", "-x", "-H", "ldaps://" + d.Hosts[0].IP, "-D", d.Implicit(account), "-w", d.UserPassword, "-b", base, "-s", scope, "-E", "!1.2.840.113556.1.4.801=::MAMCAQc=", filter}, attrs...)
	cmd := exec.Command("ldapsearch", args...)
	cmd.Env = append(os.Environ(), "LDAPTLS_CACERT="+d.CAFile)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("ldapsearch: %v: %s", err, strings.TrimSpace(string(out)))
	}
}
