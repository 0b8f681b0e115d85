package setup_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/logfile"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
)

// request is all that a practice can be asked.
func request(t *testing.T, d setup.Deps) setup.Request {
	t.Helper()
	conf, _, bad := d.Start.Directory(setup.Account)
	m, more := d.Start.Microsoft(d)
	if len(bad)+len(more) > 0 {
		t.Fatal(bad, more)
	}
	client, err := setup.NewClient(m, d, setup.TokenCache(d, setup.New(d).Connection()))
	must(t, err)
	t.Cleanup(client.Close)
	return setup.Request{Directory: &setup.DirectoryRequest{Config: conf, Until: setup.Account, Password: d.Start.Password.Clone()},
		Microsoft: &setup.MicrosoftRequest{Microsoft: m, Client: client, Method: setup.Browser}}
}

// What was not asked for is not in the report, and is not taken for proved.
func TestVerifyOnlyWhatIsAsked(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*setup.Request)
		has    []check.ID
		hasNot []check.ID
		want   check.Status
	}{
		"both halves":      {func(*setup.Request) {}, []check.ID{"ldaps.bind", "entra.sign-in", "exchange.connect"}, nil, check.Passed},
		"the directory":    {func(r *setup.Request) { r.Microsoft = nil }, []check.ID{"ldaps.bind"}, []check.ID{"entra.sign-in"}, check.Passed},
		"Microsoft":        {func(r *setup.Request) { r.Directory = nil }, []check.ID{"entra.sign-in"}, []check.ID{"ldaps.bind"}, check.Passed},
		"the probe alone":  {func(r *setup.Request) { r.Microsoft, r.Directory.Until = nil, setup.Probe }, []check.ID{"ldaps.certificate"}, []check.ID{"ldaps.bind"}, check.Passed},
		"nothing":          {func(r *setup.Request) { r.Microsoft, r.Directory = nil, nil }, nil, []check.ID{"ldaps.bind", "entra.sign-in"}, check.Unknown},
		"no application":   {func(r *setup.Request) { r.Directory, r.Microsoft.Client = nil, nil }, []check.ID{"entra.sign-in"}, nil, check.Unknown},
		"stored, but none": {func(r *setup.Request) { r.Directory, r.Microsoft.Method = nil, setup.StoredTokens }, []check.ID{"entra.sign-in"}, []check.ID{"microsoft.reach"}, check.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			d := practiceDeps(t)
			req := request(t, d)
			tc.change(&req)
			report, seen := setup.Verify(t.Context(), d, req, nil)
			for _, id := range tc.has {
				if len(report.All(id)) == 0 {
					t.Errorf("%s is missing", id)
				}
			}
			for _, id := range tc.hasNot {
				if len(report.All(id)) > 0 {
					t.Errorf("%s was not asked for", id)
				}
			}
			outcome := report.Outcome()
			if outcome == check.Warned {
				outcome = check.Passed
			}
			if outcome != tc.want {
				t.Errorf("%s, want %s: %s", report.Outcome(), tc.want, codes(report))
			}
			if signedIn := req.Microsoft != nil && req.Microsoft.Client != nil && req.Microsoft.Method == setup.Browser; seen.SignedIn != signedIn {
				t.Errorf("signed in: %v, want %v", seen.SignedIn, signedIn)
			}
		})
	}
}

// Nobody signs in without a password that was asked for, and the rest of the
// half says so.
func TestVerifyWithoutPassword(t *testing.T) {
	d := practiceDeps(t)
	req := request(t, d)
	req.Microsoft, req.Directory.WithoutPassword, req.Directory.Password = nil, true, secret.Text{}
	report, _ := setup.Verify(t.Context(), d, req, nil)
	for _, id := range []check.ID{"ldaps.bind", "account.domain-admin", "directory.base-dn"} {
		for _, r := range report.All(id) {
			if r.Status != check.Skipped || r.Found.IsZero() {
				t.Errorf("%s is %s: %q", id, r.Status, r.Found)
			}
		}
	}
}

// The end of every check is told once, as it stands in the report, and is in
// the log, without the names of the hosts.
func TestVerifyTellsAndLogs(t *testing.T) {
	d := practiceDeps(t)
	log, err := logfile.Open(filepath.Join(t.TempDir(), "logs"))
	must(t, err)
	defer log.Close()
	d.Log = log
	told, times := map[string]check.Result{}, 0
	name := func(r check.Result) string { return string(r.ID) + " " + r.Host + " " + r.Target }
	report, _ := setup.Verify(t.Context(), d, request(t, d), func(r check.Result) { // never concurrent, so no lock
		if r.Status.Done() {
			told[name(r)] = r
			times++
		}
	})
	for _, r := range report.Results {
		if got := told[name(r)]; got.Status != r.Status || got.Found.String() != r.Found.String() {
			t.Errorf("%s is %s, %q in the report and was told as %s, %q", name(r), r.Status, r.Found, got.Status, got.Found)
		}
	}
	files, err := log.Files()
	must(t, err)
	if lines := bytes.Count(files[0].Data, []byte("check ended")); lines != times || times != len(told) || len(told) != len(report.Results) {
		t.Errorf("%d results, %d told %d times, %d in the log", len(report.Results), len(told), times, lines)
	}
	for _, host := range d.Start.Hosts {
		if strings.Contains(string(files[0].Data), host.Name) {
			t.Errorf("the log names %s", host.Name)
		}
	}
}

// A password that a work took along is wiped when it ends, and the one that was
// typed stays.
func TestWorkTakesACopyOfThePassword(t *testing.T) {
	f := begin(t, practiceDeps(t))
	for range 2 {
		work(t, f, setup.ServiceAccount)
		if r, _ := f.Report().Find("ldaps.bind", f.Answers().Hosts[0].Name); r.Status != check.Passed {
			t.Fatalf("ldaps.bind is %s: %s", r.Status, codes(f.Report()))
		}
	}
	if f.Answers().Password.Empty() {
		t.Error("the typed password is gone")
	}
}
