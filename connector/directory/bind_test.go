package directory_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/secret"
)

// subCodes is what each sub-code of a refused bind is called.
var subCodes = map[string]check.Code{
	"525": "ldap.no-such-user", "52e": "ldap.wrong-password", "57": "ldap.name-ambiguous", "530": "ldap.logon-hours", "531": "ldap.workstation",
	"532": "ldap.password-expired", "533": "ldap.account-disabled", "568": "ldap.too-many-groups", "569": "ldap.logon-type", "701": "ldap.account-expired",
	"773": "ldap.must-change-password", "775": "ldap.account-locked", "52f": "ldap.account-restricted", "51f": "ldap.rodc-no-password", "8dead": "ldap.sign-in-refused",
}

// signIn probes and binds.
func signIn(t testing.TB, c directory.Config, password string) (*directory.Inspection, check.Report) {
	t.Helper()
	i, probed := probe(t, c)
	complete(t, probed)
	report := i.Bind(t.Context(), secret.New(password), nil)
	complete(t, report)
	return i, report
}

// binds is what the binds came to, in the order of the report.
func binds(r check.Report) string {
	var out []string
	for _, res := range r.All(directory.CheckBind) {
		out = append(out, codes(res))
	}
	return strings.Join(out, " | ")
}

func TestEverySeededAccountSignsInOrIsRefusedByName(t *testing.T) {
	for name, options := range map[string]adtest.Options{"corp": {}, "werk": adtest.OtherDomain} {
		t.Run(name, func(t *testing.T) {
			domain := adtest.Start(t, options)
			for _, a := range domain.Accounts() {
				t.Run(a.Name, func(t *testing.T) {
					conf := of(t, domain)
					conf.Username = domain.Implicit(a.Name)
					_, report := signIn(t, conf, a.Password)
					want := "passed | passed"
					if a.SubCode != "" {
						want = "failed " + string(subCodes[a.SubCode]) + " | skipped"
					}
					if got := binds(report); got != want {
						t.Fatalf("%s (%s): %s, want %s", a.Name, a.Why, got, want)
					}
					first := report.Results[0]
					if a.SignsIn() && (first.Facts["sid"] != a.SID || first.Facts["dn"] != a.DN) {
						t.Errorf("signed in as %v, want %s %s", first.Facts, a.SID, a.DN)
					}
					if !a.SignsIn() {
						domain.Unlock(t, "svc-smartcard")
					}
				})
			}
		})
	}
}

func TestEveryFormOfAName(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	comma, umlaut, alt := corp.Account("svc-comma"), corp.Account("svc-ümläut"), corp.Account("svc-altupn")
	for typed, a := range map[string]adtest.Account{
		comma.UPN: comma, strings.ToUpper(comma.UPN): comma, "svc-comma": comma, " svc-comma ": comma, `CORP\svc-comma`: comma, `corp\SVC-COMMA`: comma,
		`CORP\\svc-comma`: comma, "svc-comma@CORP": comma, comma.DN: comma, "corp.example.com/Service Accounts/Comma, Name": comma,
		alt.UPN: alt, corp.Implicit("svc-altupn"): alt,
		"svc-ümläut": umlaut, "svc-u\u0308mla\u0308ut": umlaut, "SVC-ÜMLÄUT@corp.example.com": umlaut, umlaut.DN: umlaut,
	} {
		t.Run(typed, func(t *testing.T) {
			conf := of(t, corp)
			conf.Username = typed
			_, report := signIn(t, conf, a.Password)
			if got := binds(report); got != "passed | passed" || report.Results[0].Facts["sid"] != a.SID {
				t.Errorf("%q: %s, %v", typed, got, report.Results[0].Facts)
			}
		})
	}
}

func TestEverySubCodeHasAName(t *testing.T) {
	for code, want := range subCodes {
		t.Run(code, func(t *testing.T) {
			rogue := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{Bind: adtest.Refuse(code)}))
			conf := ofRogues(t, rogue)
			conf.Username = `CORP\o'svc (1)`
			_, report := signIn(t, conf, "secret")
			p := report.Results[0].Problem()
			if p == nil || p.Code != want || p.Cause == "" || report.Results[0].Facts["subCode"] != code {
				t.Fatalf("data %s = %+v, want %s", code, report.Results[0], want)
			}
			if p.Advice.Command != "" && !strings.Contains(p.Advice.Command, `'(sAMAccountName=o''svc \281\29)'`) {
				t.Errorf("command does not quote the name: %s", p.Advice.Command)
			}
			if strings.Contains(fmt.Sprintf("%+v", report), "secret") {
				t.Error("the report holds the password")
			}
		})
	}
}

func TestRefusalsThatAreNotAboutThePassword(t *testing.T) {
	for name, c := range map[string]struct {
		bind adtest.Answer
		want string
	}{
		"strong auth":   {adtest.Result(8, "00002028: LdapErr: requires binds to turn on integrity checking"), "failed ldap.strong-auth"},
		"unwilling":     {adtest.Result(53, ""), "unknown ldap.refused"},
		"busy":          {adtest.Result(51, ""), "unknown ldap.busy"},
		"no sub-code":   {adtest.Result(49, "no"), "failed ldap.sign-in-refused"},
		"hostile text":  {adtest.Result(49, strings.Repeat("x\x1b[31m\u202e", 10_000)), "failed ldap.sign-in-refused"},
		"hangs up":      {adtest.CloseMidway, "unknown net.interrupted"},
		"never answers": {adtest.NoAnswer, "unknown net.timeout"},
		"gibberish":     {adtest.Gibberish, "failed ldap.malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			one := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{Bind: c.bind}))
			two := adtest.StartRogue(t, adtest.RogueOptions{Name: "dc2.corp.example.com"}, adtest.LDAPS(adtest.Script{}))
			conf := ofRogues(t, one, two)
			conf.Timeout = time.Second
			_, report := signIn(t, conf, "secret")
			if got := binds(report); got != c.want+" | skipped" || two.Binds() != 0 {
				t.Errorf("%s, second host saw %d binds", got, two.Binds())
			}
			if p := report.Results[0].Problem(); len([]rune(p.Cause)) > 400 || strings.ContainsAny(p.Cause, "\x1b\u202e") {
				t.Errorf("cause = %.100q…", p.Cause)
			}
		})
	}
}

// A server that accepts every password is not believed.
func TestServersThatSayYes(t *testing.T) {
	user := adtest.RawSID("S-1-5-21-1-2-3-1104")
	token := func(more map[string][]string) adtest.Answer { return adtest.DomainController(more) }
	for name, c := range map[string]struct {
		script adtest.Script
		want   string
	}{
		"proves nothing":         {adtest.Script{}, "failed ldap.identity-not-proved"},
		"is anonymous":           {adtest.Script{RootDSE: token(map[string][]string{"tokenGroups": {adtest.RawSID("S-1-5-7")}})}, "failed ldap.identity-not-proved"},
		"knows a SID only":       {adtest.Script{RootDSE: token(map[string][]string{"tokenGroups": {user}})}, "unknown ldap.identity-not-proved"},
		"shows somebody else":    {adtest.Script{RootDSE: token(map[string][]string{"tokenGroups": {user}}), Search: adtest.Entry("CN=other,DC=corp,DC=example,DC=com", map[string][]string{"objectSid": {user}, "sAMAccountName": {"other"}, "distinguishedName": {"CN=other,DC=corp,DC=example,DC=com"}})}, "passed"},
		"shows an object of two": {adtest.Script{RootDSE: token(map[string][]string{"tokenGroups": {user}}), Search: adtest.Entry("CN=svc,DC=corp,DC=example,DC=com", map[string][]string{"objectSid": {adtest.RawSID("S-1-5-21-1-2-3-1105")}, "sAMAccountName": {"svc"}})}, "failed ldap.identity-not-proved"},
		"another domain's":       {adtest.Script{RootDSE: token(map[string][]string{"tokenGroups": {user}, "msDS-PrincipalName": {`CHILD\svc`}})}, "passed"},
	} {
		t.Run(name, func(t *testing.T) {
			rogue := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(c.script))
			_, report := signIn(t, ofRogues(t, rogue), "secret")
			if got := binds(report); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestPasswordGoesToNobodyElse(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	stranger := adtest.StartRogue(t, adtest.RogueOptions{Name: "dc1.werk.example.net", PKI: corp.PKI}, adtest.LDAPS(adtest.Script{}))
	untrusted := adtest.StartRogue(t, adtest.RogueOptions{Name: "dc7.corp.example.com"}, adtest.LDAPS(adtest.Script{}))
	liar := adtest.StartRogue(t, adtest.RogueOptions{Name: "dc8.corp.example.com", PKI: corp.PKI}, adtest.LDAPS(adtest.Script{RootDSE: adtest.DomainController(nil)}))
	conf := of(t, corp)
	conf.Username = corp.Implicit("svc-plain")
	conf.Hosts = []directory.Host{{Name: stranger.Name, Port: stranger.Port}, {Name: untrusted.Name, Port: untrusted.Port}, conf.Hosts[0], conf.Hosts[1], {Name: liar.Name, Port: liar.Port}}
	conf.LookupHost = lookupIn(map[string]string{stranger.Name: stranger.IP, untrusted.Name: untrusted.IP, liar.Name: liar.IP, corp.Hosts[0].Name: corp.Hosts[0].IP, corp.Hosts[1].Name: corp.Hosts[1].IP})
	_, report := signIn(t, conf, corp.Account("svc-plain").Password)
	if got, want := binds(report), "skipped | skipped | passed | passed | failed ldap.identity-not-proved"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if stranger.Binds() != 0 || untrusted.Binds() != 0 {
		t.Errorf("binds at the stranger %d, at the untrusted host %d, want none", stranger.Binds(), untrusted.Binds())
	}
}

func TestInputIsJudgedBeforeItIsSent(t *testing.T) {
	for name, c := range map[string]struct{ user, password, want string }{
		"empty password": {"svc@corp.example.com", "", "failed password.empty | skipped"},
		"NUL":            {"svc@corp.example.com", "a\x00b", "failed password.character | skipped"},
		"empty name":     {" ", "secret", "failed username.empty | skipped"},
		"wildcard":       {"*", "secret", "failed username.syntax | skipped"},
	} {
		t.Run(name, func(t *testing.T) {
			one := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{}))
			two := adtest.StartRogue(t, adtest.RogueOptions{Name: "dc2.corp.example.com"}, adtest.LDAPS(adtest.Script{}))
			conf := ofRogues(t, one, two)
			conf.Username = c.user
			_, report := signIn(t, conf, c.password)
			if got := binds(report); got != c.want || one.Binds()+two.Binds() != 0 {
				t.Errorf("%s, want %s; %d binds were seen", got, c.want, one.Binds()+two.Binds())
			}
		})
	}
}

func TestNoHostServes(t *testing.T) {
	rogue := adtest.StartRogue(t, adtest.RogueOptions{Variant: adtest.Expired}, adtest.LDAPS(adtest.Script{}))
	_, report := signIn(t, ofRogues(t, rogue), "secret")
	if got := binds(report); got != "skipped" || rogue.Binds() != 0 {
		t.Errorf("%s, %d binds", got, rogue.Binds())
	}
}

// untilEnded waits for the news that the first host has hung up, which take
// their time on a busy machine. A password that was sent before them may have
// been seen.
func untilEnded(t testing.TB, i *directory.Inspection) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for !i.Ended(0) {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatal("nobody noticed that the host has hung up")
		}
	}
}

// A domain controller that goes away between the probe and the bind has not
// seen the password: the next one is asked first.
func TestFirstHostDiesBeforeTheBind(t *testing.T) {
	corp := adtest.StartOwn(t, adtest.Options{})
	conf := of(t, corp)
	conf.Username = corp.Implicit("svc-plain")
	i, _ := probe(t, conf)
	corp.Stop(t, 0)
	untilEnded(t, i)
	report := i.Bind(t.Context(), secret.New(corp.Account("svc-plain").Password), nil)
	if got := binds(report); got != "failed net.refused | passed" || !report.Results[0].Excused || report.Outcome() != check.Passed {
		t.Errorf("%s, excused %v, outcome %v", got, report.Results[0].Excused, report.Outcome())
	}
}

func TestIdleConnectionIsOpenedAgain(t *testing.T) {
	corp := adtest.StartOwn(t, adtest.Options{DCs: 1})
	conf := of(t, corp)
	conf.Username = corp.Implicit("svc-plain")
	i, _ := probe(t, conf)
	corp.Stop(t, 0)
	untilEnded(t, i)
	corp.StartHost(t, 0)
	if report := i.Bind(t.Context(), secret.New(corp.Account("svc-plain").Password), nil); binds(report) != "passed" {
		t.Errorf("%s", binds(report))
	}
}

func TestBindIsCancelledAtOnce(t *testing.T) {
	rogue := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{Bind: adtest.NoAnswer}))
	conf := ofRogues(t, rogue)
	conf.Timeout = time.Minute
	i, _ := probe(t, conf)
	ctx, cancel := context.WithCancel(t.Context())
	began := time.Now()
	report := i.Bind(ctx, secret.New("secret"), func(r check.Result) {
		if r.Status == check.Running {
			time.AfterFunc(50*time.Millisecond, cancel)
		}
	})
	if took := time.Since(began); took > 2*time.Second || binds(report) != "skipped" {
		t.Errorf("after %v: %s", took, binds(report))
	}
}

func TestBindAfterTheAdminHasLeft(t *testing.T) {
	one := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{}))
	two := adtest.StartRogue(t, adtest.RogueOptions{Name: "dc2.corp.example.com"}, adtest.LDAPS(adtest.Script{}))
	i, _ := probe(t, ofRogues(t, one, two))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if report := i.Bind(ctx, secret.New("secret"), nil); binds(report) != "skipped | skipped" || one.Binds()+two.Binds() != 0 {
		t.Errorf("%s, %d binds", binds(report), one.Binds()+two.Binds())
	}
}

func TestProgressOfBindIsSerialAndComplete(t *testing.T) {
	corp := adtest.Start(t, adtest.Options{})
	conf := of(t, corp)
	conf.Username = corp.Implicit("svc-plain")
	i, _ := probe(t, conf)
	var told []string // written without a lock: -race watches
	report := i.Bind(t.Context(), secret.New(corp.Account("svc-plain").Password), func(r check.Result) {
		told = append(told, r.Host+" "+r.Status.String())
	})
	for _, res := range report.Results {
		if !slices.Contains(told, res.Host+" running") || !slices.Contains(told, res.Host+" "+res.Status.String()) {
			t.Errorf("%s: told %v", res.Host, told)
		}
	}
}

func TestWithoutPassword(t *testing.T) {
	rogue := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{}))
	i, probed := probe(t, ofRogues(t, rogue))
	report := i.WithoutPassword(t.Context(), nil)
	complete(t, report)
	if binds(report) != "skipped" || rogue.Binds() != 0 || check.Join(probed, report).Outcome() != check.Passed {
		t.Errorf("%s, %d binds", binds(report), rogue.Binds())
	}
}
