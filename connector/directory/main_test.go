package directory_test

import (
	"context"
	"net"
	"os"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
)

func TestMain(m *testing.M) { adtest.Main(m) }

// of is the configuration that an admin of a test domain would type, with all
// hosts and without account.
func of(t testing.TB, d *adtest.Domain) directory.Config {
	t.Helper()
	c := directory.Config{BaseDN: d.BaseDN, LookupHost: d.LookupHost, Trust: directory.Trust{CA: read(t, d.CAFile)}}
	for _, name := range d.Names() {
		c.Hosts = append(c.Hosts, directory.Host{Name: name, Port: directory.DefaultPort})
	}
	return c
}

func read(t testing.TB, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// ofRogues is a configuration whose hosts are rogue servers.
func ofRogues(t testing.TB, rogues ...*adtest.Rogue) directory.Config {
	t.Helper()
	c := directory.Config{BaseDN: "DC=corp,DC=example,DC=com", Username: "svc@corp.example.com"}
	known := map[string]string{}
	for _, r := range rogues {
		c.Hosts = append(c.Hosts, directory.Host{Name: r.Name, Port: r.Port})
		c.Trust.CA = r.PKI.RootPEM()
		known[r.Name] = r.IP
	}
	c.LookupHost = lookupIn(known)
	return c
}

// lookupIn resolves the names of a map and nothing else.
func lookupIn(known map[string]string) directory.LookupHost {
	return func(_ context.Context, name string) ([]string, error) {
		if ips, ok := known[name]; ok {
			return strings.Fields(ips), nil
		}
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
}

// probe runs the credential-free stage and ends the inspection with the test.
func probe(t testing.TB, c directory.Config) (*directory.Inspection, check.Report) {
	t.Helper()
	i := directory.Inspect(c)
	t.Cleanup(i.Close)
	return i, i.Probe(t.Context(), nil)
}

// codes lists the codes of a result, gravest first, after its status:
// "failed net.refused".
func codes(r check.Result) string {
	out := r.Status.String()
	for _, p := range r.Problems {
		out += " " + string(p.Code)
	}
	return out
}

// complete fails the test unless every result can be shown: drawn texts, and
// advice for every problem.
func complete(t testing.TB, r check.Report) {
	t.Helper()
	for _, res := range r.Results {
		drawn := res.Title.String() + res.Found.String()
		for _, p := range res.Problems {
			drawn += p.Detail.String() + p.Advice.Do.String()
			if p.Detail.IsZero() || p.Advice.Do.IsZero() || p.Advice.Who == "" {
				t.Errorf("%s %s: problem %s lacks detail, advice or who", res.ID, res.Host, p.Code)
			}
		}
		if strings.Contains(drawn, "{{.") || res.Title.IsZero() || res.Status == check.Skipped && res.Found.IsZero() {
			t.Errorf("%s %s does not draw: %s", res.ID, res.Host, drawn)
		}
		if res.Status == check.Passed && res.Found.IsZero() {
			t.Errorf("%s %s passed and does not say what was proved", res.ID, res.Host)
		}
	}
}
