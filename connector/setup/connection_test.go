package setup_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
)

// Saved and opened again, the answers are what was typed, in the form in which
// it was understood.
func TestAnswersSurviveSaving(t *testing.T) {
	const pin = "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
	typed := setup.Answers{Name: "Head office", SyncInterval: "45", CA: "PEM",
		Hosts:  []setup.HostAnswer{{Name: "DC1.corp.example.com.", Port: ""}, {Name: "10.0.0.2:3269", VerifyAs: "dc2.corp.example.com", Pin: pin}},
		BaseDN: "corp.example.com", Username: ` CORP\svc-h2r `, Password: secret.New("not saved"), KeepPassword: true,
		UserOUs: "OU=Staff,DC=corp,DC=example,DC=com\n\n", GroupOUs: "OU=Groups,DC=corp,DC=example,DC=com",
		Features: []string{"dl", "shared"}, Cloud: "worldwide", Account: " svc@example.com ", Tenant: " example.com", ClientID: "b6d3f1a2-0c4e-4f57-8e19-6a7b3c5d2e10 ",
		WriteScope: " Berlin only ", ScopeFilter: "A -eq 'B'", ReadRoles: true, KeepSignIn: true}
	want := typed
	want.Hosts = []setup.HostAnswer{{Name: "dc1.corp.example.com", Port: "636"}, {Name: "10.0.0.2", Port: "3269", VerifyAs: "dc2.corp.example.com", Pin: pin}}
	want.BaseDN, want.Username, want.Password, want.KeepPassword = "DC=corp,DC=example,DC=com", `CORP\svc-h2r`, secret.Text{}, false // nothing is kept yet
	want.UserOUs, want.Account, want.Tenant, want.ClientID, want.WriteScope = "OU=Staff,DC=corp,DC=example,DC=com", "svc@example.com", "example.com", "b6d3f1a2-0c4e-4f57-8e19-6a7b3c5d2e10", "Berlin only"
	got := setup.AnswersOf(typed.Profile(profile.New(profile.Hybrid)))
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(secret.Text{}, setup.Answers{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The tenant that was seen belongs to its account: with another one it is not
// known any more.
func TestTenantBelongsToTheAccount(t *testing.T) {
	p := profile.New(profile.Hybrid)
	p.Exchange = profile.Exchange{Cloud: "worldwide", Account: "svc@example.com", TenantID: "tenant", ObjectID: "object"}
	for name, tc := range map[string]struct {
		account string
		known   bool
	}{"the same": {"svc@example.com", true}, "in other letters": {"SVC@Example.com", true}, "another": {"other@example.com", false}, "none": {"", false}} {
		got := setup.Answers{Account: tc.account, Cloud: "worldwide"}.Profile(p).Exchange
		if (got.TenantID != "") != tc.known || (got.ObjectID != "") != tc.known {
			t.Errorf("%s: tenant %q, object %q", name, got.TenantID, got.ObjectID)
		}
	}
}

// What withholds the word "verified", and the reasons that are saved with it.
func TestSavedNotVerified(t *testing.T) {
	for name, tc := range map[string]struct {
		faults []string
		steps  []setup.StepID
		want   []string
	}{
		"all proved":           {nil, []setup.StepID{setup.ServiceAccount, setup.Exchange}, nil},
		"warnings do not":      {[]string{"account.expiry", "hosts.some-down"}, []setup.StepID{setup.ServiceAccount, setup.Exchange}, nil},
		"nothing was checked":  {nil, nil, []string{"not checked in Active Directory", "not signed in"}},
		"one half":             {nil, []setup.StepID{setup.Exchange}, []string{"not checked in Active Directory"}},
		"only the hosts":       {nil, []setup.StepID{setup.Connection, setup.Exchange}, []string{"not checked in Active Directory"}},
		"a failure":            {[]string{"role.missing.mail-recipients"}, []setup.StepID{setup.ServiceAccount, setup.Exchange}, []string{"Mail Recipients"}},
		"with its consequence": {[]string{"ldap.account-locked"}, []setup.StepID{setup.ServiceAccount, setup.Exchange}, []string{"locked out", "Because of this"}},
		"could not be checked": {[]string{"module-file-gone"}, []setup.StepID{setup.ServiceAccount, setup.Exchange}, []string{"Nothing is concluded"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := begin(t, practiceDeps(t, tc.faults...))
			for _, s := range tc.steps {
				work(t, f, s)
			}
			p, err := f.Saving().Run(t.Context())
			must(t, err)
			var said []string
			for _, r := range p.Reasons {
				said = append(said, r.String())
			}
			all := strings.Join(said, "\n")
			if p.Verified != (len(tc.want) == 0) || (len(said) == 0) != p.Verified {
				t.Errorf("verified %v, because:\n%s", p.Verified, all)
			}
			for _, want := range tc.want {
				if !strings.Contains(all, want) {
					t.Errorf("the reasons lack %q:\n%s", want, all)
				}
			}
			list, err := setup.SavedConnections(t.Context(), f.Deps())
			if err != nil || len(list) != 1 || list[0].Verified != p.Verified || len(list[0].Reasons) != len(p.Reasons) {
				t.Errorf("the list says %+v, %v", list, err)
			}
		})
	}
}

// What a run proved belongs to the half that it is about, with the computer and
// the person.
func TestEvidenceOf(t *testing.T) {
	d := setup.Deps{Computer: "JUMP01", Person: "ada"}
	for name, tc := range map[string]struct {
		ids  []check.ID
		want []string
	}{
		"nothing":     {nil, nil},
		"one half":    {[]check.ID{"ldaps.bind", "account.expiry"}, []string{"directory 2"}},
		"other half":  {[]check.ID{"exchange.connect"}, []string{"microsoft 1"}},
		"both":        {[]check.ID{"entra.sign-in", "host.resolve", "exchange.connect"}, []string{"directory 1", "microsoft 2"}},
		"the keyring": {[]check.ID{"profile.keyring"}, []string{"directory 1"}},
	} {
		var r check.Report
		for _, id := range tc.ids {
			r.Results = append(r.Results, check.Result{ID: id, Status: check.Passed})
		}
		var got []string
		for _, e := range setup.EvidenceOf(d, r) {
			got = append(got, e.Track+" "+string(rune('0'+len(e.Report.Results))))
			if e.Computer != "JUMP01" || e.Person != "ada" {
				t.Errorf("%s: proved on %s by %s", name, e.Computer, e.Person)
			}
		}
		if strings.Join(got, ",") != strings.Join(tc.want, ",") {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}

// A password may be kept for an account that was delegated its rights, not for
// a privileged one, and not before that is known.
func TestProposeKeeping(t *testing.T) {
	admin := func(s check.Status, privileged any) check.Report {
		return check.Report{Results: []check.Result{{ID: "account.domain-admin", Status: s, Facts: check.Facts{"privileged": privileged}}}}
	}
	for name, tc := range map[string]struct {
		report check.Report
		want   bool
	}{
		"nothing is known": {check.Report{}, false}, "delegated": {admin(check.Skipped, false), true}, "a Domain Admin": {admin(check.Passed, true), false},
		"another privileged group": {admin(check.Skipped, true), false}, "not told": {admin(check.Failed, nil), true},
	} {
		if got := setup.ProposeKeeping(tc.report); got != tc.want {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}
