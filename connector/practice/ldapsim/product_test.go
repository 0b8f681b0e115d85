package ldapsim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/practice/ldapsim"
)

// inspect lets the product look at the practice as it does at any directory.
func inspect(t *testing.T, faults ...string) check.Report {
	t.Helper()
	w := start(t, faults...)
	conf := directory.Config{
		BaseDN: ldapsim.BaseDN, Username: ldapsim.Account, UserOUs: ldapsim.UserOUs, GroupOUs: ldapsim.GroupOUs,
		Trust: directory.Trust{CA: w.CA().PEM()}, LookupHost: w.LookupHost, Dial: w.DialContext, Timeout: 3 * time.Second,
	}
	if slices.Contains(faults, "net.timeout") || slices.Contains(faults, "no-answer") {
		conf.Timeout = 300 * time.Millisecond // the wait is the whole fault
	}
	for _, name := range ldapsim.Hosts {
		conf.Hosts = append(conf.Hosts, directory.Host{Name: name, Port: directory.DefaultPort})
	}
	i := directory.Inspect(conf)
	t.Cleanup(i.Close)
	report := check.Join(i.Probe(t.Context(), nil), i.Bind(t.Context(), ldapsim.Password(), nil), i.Account(t.Context(), nil))
	for _, host := range ldapsim.Hosts {
		if writes := w.Journal(host).Writes; len(writes) > 0 {
			t.Errorf("the product tried to write: %v", writes)
		}
	}
	return report
}

// TestProductIsContent is what practice mode promises without a fault: nothing
// fails and nothing is left unknown.
func TestProductIsContent(t *testing.T) {
	report := inspect(t)
	for _, r := range report.Results {
		if r.Status == check.Failed || r.Status == check.Unknown {
			t.Errorf("%s %s: %s %v", r.ID, r.Host, r.Status, r.Problem())
		}
	}
	for _, ou := range append(slices.Clone(ldapsim.UserOUs), ldapsim.GroupOUs...) {
		i := slices.IndexFunc(report.Results, func(r check.Result) bool { return r.ID == directory.CheckDelegation && r.Target == ou })
		if i < 0 || report.Results[i].Status != check.Passed {
			t.Errorf("control of %s was not proved: %+v", ou, report.Results)
		}
	}
}

// TestProductNamesEachFault holds the faults against the product: each has to
// show as its problem code, or as the one in the table.
func TestProductNamesEachFault(t *testing.T) {
	other := map[string]string{
		"connections-reset": "tls.closed", "no-answer": "net.timeout",
		"no-password-right": "rights.missing", "no-group-right": "rights.missing", "deny-entry": "rights.missing",
		"admin-denied": "rights.missing", "protected-ou": "rights.missing",
		"slow": "", "people-guarded": "", // told, but no problem
	}
	for _, f := range ldapsim.Faults() {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			want, listed := other[f.Name]
			if !listed {
				want = f.Name
			}
			var got []string
			for _, r := range inspect(t, f.Name).Results {
				for _, p := range r.Problems {
					got = append(got, fmt.Sprintf("%s %s %s", r.Status, r.ID, p.Code))
				}
			}
			if want == "" && len(got) == 0 {
				return
			}
			if want == "" || !slices.ContainsFunc(got, func(s string) bool { return strings.HasSuffix(s, " "+want) }) {
				t.Errorf("the product shows %v, want %q", got, want)
			}
		})
	}
}
