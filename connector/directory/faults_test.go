package directory_test

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/directory/ntsd"
	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/netproblem"
	"hire2retire-setup/connector/secret"
)

func secretOf(s string) secret.Text { return secret.New(s) }

func pins(host string, pin netproblem.Pin) map[string]netproblem.Pin {
	return map[string]netproblem.Pin{host: pin}
}

// A domain controller that stops in its tracks, at each stage: the stage ends
// within its time and says so, and claims nothing.
func TestFrozenDomainController(t *testing.T) {
	corp := adtest.StartOwn(t, adtest.Options{DCs: 1})
	conf := as(t, corp, "svc-least", []string{"Hires", "Leavers"}, nil)
	conf.Timeout = 1500 * time.Millisecond
	t.Run("before the probe", func(t *testing.T) {
		corp.Freeze(t, 0)
		defer corp.Thaw(t, 0)
		began := time.Now()
		_, report := probe(t, conf)
		if got := row(report, corp.Hosts[0].Name); got != "passed | failed net.timeout | skipped | skipped" {
			t.Errorf("%s", got)
		}
		within(t, began, conf.Timeout)
	})
	t.Run("before the bind", func(t *testing.T) {
		i, _ := probe(t, conf)
		corp.Freeze(t, 0)
		defer corp.Thaw(t, 0)
		began := time.Now()
		if report := i.Bind(t.Context(), secretOf(corp.UserPassword), nil); binds(report) != "unknown net.timeout" {
			t.Errorf("%s", binds(report))
		}
		within(t, began, conf.Timeout)
	})
	t.Run("before the rights", func(t *testing.T) {
		i, _ := signIn(t, conf, corp.UserPassword)
		corp.Freeze(t, 0)
		defer corp.Thaw(t, 0)
		began := time.Now()
		report := i.Account(t.Context(), nil)
		complete(t, report)
		for _, res := range report.Results {
			if res.ID != directory.CheckExpiry && codes(res) != "unknown net.timeout" { // the dates came with the sign-in
				t.Errorf("%s %s: %s", res.ID, res.Target, codes(res))
			}
		}
		within(t, began, 2*conf.Timeout) // the operation that hung, and one that waited for it
	})
}

func within(t *testing.T, began time.Time, limit time.Duration) {
	t.Helper()
	if took := time.Since(began); took > limit*135/100 {
		t.Errorf("it took %v, want at most 1.35 × %v", took, limit)
	}
}

func TestDomainControllerGoesAwayDuringTheRights(t *testing.T) {
	corp := adtest.StartOwn(t, adtest.Options{DCs: 1})
	i, _ := signIn(t, as(t, corp, "svc-least", []string{"Hires"}, nil), corp.UserPassword)
	corp.Stop(t, 0)
	report := i.Account(t.Context(), nil)
	complete(t, report)
	base, _ := report.Find(directory.CheckBaseDN, "")
	if base.Problem() == nil || base.Problem().Code != netproblem.Interrupted || report.Outcome() == check.Passed {
		t.Errorf("base-dn: %s, outcome %v", codes(base), report.Outcome())
	}
}

func TestAccountIsCancelledAtOnce(t *testing.T) {
	corp := adtest.StartOwn(t, adtest.Options{DCs: 1})
	conf := as(t, corp, "svc-least", []string{"Hires", "Leavers"}, nil)
	conf.Timeout = time.Minute
	i, _ := signIn(t, conf, corp.UserPassword)
	corp.Freeze(t, 0)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	began := time.Now()
	report := i.Account(ctx, nil)
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("cancelling took %v", took)
	}
	for _, res := range report.Results {
		if res.ID != directory.CheckExpiry && res.Status != check.Skipped {
			t.Errorf("%s %s: %s", res.ID, res.Target, codes(res))
		}
	}
}

// inDomain scripts a domain controller whose answers depend on what is read: by
// base, in lower case, for one object, with the scope before it for searches.
type inDomain map[string]adtest.Answer

// server signs "svc" in.
func (d inDomain) server(t *testing.T) directory.Config {
	t.Helper()
	user, domain := "S-1-5-21-1-2-3-1104", "S-1-5-21-1-2-3"
	token := []string{adtest.RawSID(user), adtest.RawSID("S-1-1-0"), adtest.RawSID("S-1-5-11")}
	known := inDomain{
		"<sid=" + strings.ToLower(user) + ">": adtest.Entry("CN=svc,"+corp, map[string][]string{"objectSid": {adtest.RawSID(user)}, "sAMAccountName": {"svc"}, "distinguishedName": {"CN=svc," + corp}}),
		strings.ToLower(corp):                 adtest.Entry(corp, map[string][]string{"objectSid": {adtest.RawSID(domain)}, "distinguishedName": {corp}, "objectClass": {"top", "domainDNS"}}),
	}
	for base, answer := range d {
		known[base] = answer
	}
	rogue := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{
		RootDSE: adtest.DomainController(map[string][]string{"tokenGroups": token}),
		Search: func(s *adtest.Session, r adtest.Request) error {
			if answer, ok := known[fmt.Sprint(r.Scope, " ", strings.ToLower(r.Base))]; ok {
				return answer(s, r)
			}
			if answer, ok := known[strings.ToLower(r.Base)]; ok && r.Scope == 0 {
				return answer(s, r)
			}
			if r.Scope != 0 {
				return adtest.Result(0, "")(s, r) // found nothing
			}
			return adtest.Result(32, "0000208D: NameErr")(s, r)
		}}))
	conf := ofRogues(t, rogue)
	conf.Timeout = time.Second
	conf.UserOUs = []string{"OU=Staff," + corp}
	return conf
}

// What a domain controller does not let the account see is unknown: neither yes
// nor no.
func TestNotBeingAbleToLookIsUnknown(t *testing.T) {
	staff := "ou=staff," + strings.ToLower(corp)
	entry := func(attrs map[string][]string) adtest.Answer {
		attrs["objectClass"], attrs["distinguishedName"] = []string{"organizationalUnit"}, []string{"OU=Staff," + corp}
		return adtest.Entry("OU=Staff,"+corp, attrs)
	}
	for name, c := range map[string]struct {
		answers    inDomain
		admin, ous string
	}{
		"no descriptor":                {inDomain{staff: entry(map[string][]string{})}, "failed account.not-member", "unknown account.cannot-read"},
		"garbled descriptor":           {inDomain{staff: entry(map[string][]string{"nTSecurityDescriptor": {"\x01\x00"}})}, "failed account.not-member", "unknown account.cannot-read"},
		"OU refused":                   {inDomain{staff: adtest.Result(50, "00002098: SecErr")}, "failed account.not-member", "unknown ldap.no-access"},
		"OU elsewhere":                 {inDomain{staff: adtest.Referral("ldap://other")}, "failed account.not-member", "failed dn.other-domain"},
		"OU without anything readable": {inDomain{staff: adtest.Result(0, "")}, "failed account.not-member", "unknown account.cannot-read"},
		"OU gone":                      {inDomain{}, "failed account.not-member", "failed dn.not-found"},
		"OU unreadable name":           {inDomain{staff: adtest.Result(34, "0000208F: NameErr")}, "failed account.not-member", "failed dn.syntax"},
		"busy":                         {inDomain{staff: adtest.Result(51, "")}, "failed account.not-member", "unknown ldap.busy"},
		"domain without SID":           {inDomain{strings.ToLower(corp): adtest.Entry(corp, map[string][]string{"objectClass": {"domainDNS"}, "distinguishedName": {corp}})}, "unknown account.cannot-read", "unknown account.cannot-read"},
		"domain refused":               {inDomain{strings.ToLower(corp): adtest.Result(50, "")}, "unknown ldap.no-access", "unknown ldap.no-access"},
		"cut while reading":            {inDomain{staff: adtest.CloseMidway}, "failed account.not-member", "unknown net.interrupted"},
		"silent while reading":         {inDomain{staff: adtest.NoAnswer}, "failed account.not-member", "unknown net.timeout"},
		"endless while reading":        {inDomain{staff: adtest.EndlessEntries}, "failed account.not-member", "unknown ldap.malformed"},
		"huge while reading":           {inDomain{staff: adtest.HugeLength}, "failed account.not-member", "unknown ldap.malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i, bound := signIn(t, c.answers.server(t), "secret")
			if binds(bound) != "passed" {
				t.Fatal(binds(bound))
			}
			report := i.Account(t.Context(), nil)
			complete(t, report)
			admin, _ := report.Find(directory.CheckDomainAdmin, "")
			if got := codes(report.All(directory.CheckDelegation)[0]); got != c.ous {
				t.Errorf("delegation: %s, want %s", got, c.ous)
			}
			if brokeOff := strings.HasPrefix(c.ous, "unknown net.") || c.ous == "unknown ldap.malformed"; !brokeOff && codes(admin) != c.admin {
				t.Errorf("domain-admin: %s, want %s", codes(admin), c.admin)
			}
		})
	}
}

// What a domain controller decides by what this program cannot know, or decides
// otherwise, is not certain, and the reason is told.
func TestNotCertain(t *testing.T) {
	const all, nothing = "(A;CI;GA;;;WD)", ""
	staff := strings.ToLower("OU=Staff," + corp)
	marshal := func(sddl string, more ...ntsd.ACE) string {
		sd, err := ntsd.ParseSDDL("D:"+sddl, ntsd.Domain{SID: "S-1-5-21-1-2-3"})
		if err != nil {
			t.Fatal(err)
		}
		sd.DACL = append(more, sd.DACL...)
		raw, err := sd.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	condition := ntsd.ACE{Type: ntsd.DenyCallback, Flags: ntsd.ContainerInherit, Mask: ntsd.WriteProperty, SID: ntsd.Everyone, Data: "artx\x00\x00\x00\x00"}
	ou := func(sd string, more map[string][]string) adtest.Answer {
		attrs := map[string][]string{"objectClass": {"organizationalUnit"}, "distinguishedName": {"OU=Staff," + corp}, "nTSecurityDescriptor": {sd}}
		maps.Copy(attrs, more)
		return adtest.Entry("OU=Staff,"+corp, attrs)
	}
	user := func(sd string) adtest.Answer {
		return adtest.Entry("CN=somebody,OU=Staff,"+corp, map[string][]string{"objectSid": {adtest.RawSID("S-1-5-21-1-2-3-2000")}, "nTSecurityDescriptor": {sd}})
	}
	for name, c := range map[string]struct {
		answers    inDomain
		want, text string
	}{
		"a condition":     {inDomain{staff: ou(marshal(all, condition), nil)}, "unknown rights.not-certain", "rights.not-certain"},
		"a dispute":       {inDomain{staff: ou(marshal(all), map[string][]string{"sDRightsEffective": {"15"}})}, "unknown rights.not-certain", "rights.disputed"},
		"all refuse":      {inDomain{staff: ou(marshal(all), nil), "1 " + staff: user(marshal(nothing))}, "failed rights.missing", "rights.missing"},
		"nothing allows":  {inDomain{staff: ou(marshal(nothing, condition), nil)}, "failed rights.missing", "rights.missing"},
		"all is well":     {inDomain{staff: ou(marshal(all), nil), "1 " + staff: user(marshal(all))}, "passed", ""},
		"server approves": {inDomain{staff: ou(marshal(all), map[string][]string{"sDRightsEffective": {"15"}, "allowedChildClassesEffective": {"user", "contact"}})}, "passed", ""},
	} {
		t.Run(name, func(t *testing.T) {
			conf := c.answers.server(t)
			i, _ := signIn(t, conf, "secret")
			report := i.Account(t.Context(), nil)
			complete(t, report)
			res := report.All(directory.CheckDelegation)[0]
			if got := codes(res); got != c.want {
				t.Fatalf("%s, want %s: %v", got, c.want, res.Problem())
			}
			if p := res.Problem(); p != nil && p.Detail.Key != c.text {
				t.Errorf("it says %s, want %s", p.Detail.Key, c.text)
			}
		})
	}
}

// One of several real users whose inheritance is off makes it not certain, and
// is named.
func TestOneUserDiffers(t *testing.T) {
	domain := adtest.Start(t, adtest.Options{})
	admin, dn := domain.Admin(t, 0), domain.DN("hire05")
	before := descriptor(t, admin, dn)
	defer func() { putDescriptor(t, domain.Admin(t, 0), dn, before) }()
	sealed := *before
	sealed.Protected, sealed.DACL = true, nil
	for _, a := range before.DACL {
		if !a.Inherited() {
			sealed.DACL = append(sealed.DACL, a)
		}
	}
	putDescriptor(t, admin, dn, &sealed)
	report := examine(t, as(t, domain, "svc-least", []string{"Hires"}, nil), domain.UserPassword)
	res := report.All(directory.CheckDelegation)[0]
	if p := res.Problem(); codes(res) != "unknown rights.not-certain" || p.Detail.Key != "rights.differs" || !strings.Contains(p.Detail.String(), dn) {
		t.Errorf("%s: %v", codes(res), res.Problem())
	} else if p.Advice.Do.Key != "rights.differs.sealed.do" || p.Advice.Command != "dsacls.exe '"+dn+"' /P:N" {
		t.Errorf("the advice is %s: %s", p.Advice.Do, p.Advice.Command)
	}
}

// Where the LDAP ping is not answered the short name of the domain is read from
// the configuration.
func TestShortNameOfTheDomain(t *testing.T) {
	partitions := "1 cn=partitions,cn=configuration," + strings.ToLower(corp)
	for name, c := range map[string]struct {
		answers inDomain
		want    string
	}{
		"read":       {inDomain{partitions: adtest.Entry("CN=CORP,CN=Partitions,CN=Configuration,"+corp, map[string][]string{"nETBIOSName": {"CORP"}})}, `CORP\svc`},
		"unreadable": {inDomain{partitions: adtest.Result(50, "")}, "svc@corp.example.com"},
		"not there":  {inDomain{}, "svc@corp.example.com"},
	} {
		if _, report := signIn(t, c.answers.server(t), "secret"); report.Results[0].Facts["account"] != c.want {
			t.Errorf("%s: %v, want %s", name, report.Results[0].Facts["account"], c.want)
		}
	}
}
