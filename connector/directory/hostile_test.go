package directory_test

import (
	"context"
	"fmt"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/directory/ntsd"
	"hire2retire-setup/connector/internal/adtest"
)

// A rootDSE that no domain controller has is named, within the time of the host,
// and no password goes there.
func TestHostileRootDSE(t *testing.T) {
	for name, c := range map[string]struct {
		root adtest.Answer
		want string
	}{
		"a referral to itself":   {adtest.Referral("ldaps://dc1.corp.example.com/"), "unknown ldap.referral"},
		"nothing":                {adtest.Result(0, ""), "unknown ldap.refused"},
		"no attributes":          {adtest.Entry("", nil), "failed ldap.not-ad"},
		"endless entries":        {adtest.EndlessEntries, "failed ldap.malformed"},
		"endless references":     {adtest.EndlessReferences, "failed ldap.malformed"},
		"a page without end":     {adtest.EndlessPages, "unknown ldap.refused"},
		"byte by byte":           {adtest.Drip(adtest.DomainController(nil), 50*time.Millisecond), "failed net.timeout"},
		"half and silence":       {adtest.HangMidway, "failed net.timeout"},
		"gibberish":              {adtest.Gibberish, "failed ldap.malformed"},
		"nested 20,000 deep":     {adtest.DeepNesting, "failed ldap.malformed"},
		"a value of 2 MiB":       {adtest.DomainController(map[string][]string{"supportedCapabilities": {strings.Repeat("1", 2<<20)}}), "failed ldap.malformed"},
		"20,000 capabilities":    {adtest.DomainController(map[string][]string{"supportedCapabilities": strings.Fields(strings.Repeat("1.2.3 ", 20_000))}), "failed ldap.not-ad"},
		"a clock that is none":   {adtest.DomainController(map[string][]string{"currentTime": {"99999999999999.0Z"}}), "passed"},
		"a clock of another age": {adtest.DomainController(map[string][]string{"currentTime": {"19990101000000.0Z"}}), "warned ldap.clock-skew"},
		"old knowledge":          {adtest.DomainController(map[string][]string{"isSynchronized": {"FALSE"}}), "warned ldap.not-synchronized"},
		"a truth that is none":   {adtest.DomainController(map[string][]string{"isSynchronized": {"maybe\x00"}}), "passed"},
		"a notice of the end":    {adtest.Disconnect, "failed net.interrupted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rogue := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{RootDSE: c.root}))
			conf := ofRogues(t, rogue)
			conf.Timeout = time.Second
			began := time.Now()
			i, report := probe(t, conf)
			complete(t, report)
			kind, _ := report.Find(directory.CheckKind, rogue.Name)
			if codes(kind) != c.want {
				t.Errorf("%s, want %s: %v", codes(kind), c.want, kind.Problem())
			}
			within(t, began, 3*time.Second)
			if i.Bind(t.Context(), secretOf("secret"), nil); !strings.HasPrefix(c.want, "passed") && !strings.HasPrefix(c.want, "warned") && rogue.Binds() != 0 {
				t.Errorf("%d binds were seen", rogue.Binds())
			}
		})
	}
}

// Whatever answers while the rights are read, the stage ends, claims nothing and
// keeps the memory small.
func TestHostileAnswersToTheRights(t *testing.T) {
	staff := "ou=staff," + strings.ToLower(corp)
	ou := func(sd string, more map[string][]string) adtest.Answer {
		attrs := map[string][]string{"objectClass": {"organizationalUnit"}, "distinguishedName": {"OU=Staff," + corp}, "nTSecurityDescriptor": {sd}}
		for k, v := range more {
			attrs[k] = v
		}
		return adtest.Entry("OU=Staff,"+corp, attrs)
	}
	good := marshalled(t, strings.Repeat("(A;;LC;;;S-1-5-21-1-2-3-77)", 1000)+"(A;CI;GA;;;WD)")
	for name, c := range map[string]struct {
		answers inDomain
		want    string
	}{
		"a descriptor of 40 KB":                {inDomain{staff: ou(good, nil)}, "passed"},
		"a descriptor with a wrong count":      {inDomain{staff: ou(strings.Replace(good, "\xe9\x03", "\xff\xff", 1), nil)}, "unknown account.cannot-read"},
		"a descriptor that is cut":             {inDomain{staff: ou(good[:len(good)/2], nil)}, "unknown account.cannot-read"},
		"a descriptor that points outside":     {inDomain{staff: ou("\x01\x00\x04\x80\xff\xff\xff\x7f\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\x7f", nil)}, "unknown account.cannot-read"},
		"classes of 2 MiB":                     {inDomain{staff: ou(good, map[string][]string{"allowedChildClassesEffective": {strings.Repeat("u", 2<<20)}})}, "unknown ldap.malformed"},
		"the OU twice":                         {inDomain{staff: twice(ou(good, nil))}, "unknown ldap.malformed"},
		"an OU that drips":                     {inDomain{staff: adtest.Drip(ou(good, nil), 20*time.Millisecond)}, "unknown net.timeout"},
		"references without end for the users": {inDomain{staff: ou(good, nil), "1 " + staff: adtest.EndlessReferences}, "unknown ldap.malformed"},
		"users without descriptors":            {inDomain{staff: ou(good, nil), "1 " + staff: adtest.Entry("CN=x,OU=Staff,"+corp, nil)}, "passed"},
		"a schema that is no SDDL":             {inDomain{staff: ou(good, nil), "1 cn=schema,cn=configuration," + strings.ToLower(corp): adtest.Entry("CN=User,CN=Schema", map[string][]string{"defaultSecurityDescriptor": {"D:(((\x00;;;"}})}, "passed"},
		"a user refers elsewhere":              {inDomain{staff: ou(good, nil), "1 " + staff: adtest.Referral("ldaps://dc1.corp.example.com/" + corp)}, "unknown ldap.referral"},
	} {
		t.Run(name, func(t *testing.T) {
			conf := c.answers.server(t)
			i, bound := signIn(t, conf, "secret")
			if binds(bound) != "passed" {
				t.Fatal(binds(bound))
			}
			began := time.Now()
			report := i.Account(t.Context(), nil)
			complete(t, report)
			if got := codes(report.All(directory.CheckDelegation)[0]); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			within(t, began, 3*conf.Timeout)
		})
	}
	if now := heap(); now > 256<<20 {
		t.Errorf("the heap is %d MiB", now>>20)
	}
}

// Hundreds of OUs with long access lists, as a mail system leaves them, are read
// in pages that fit.
func TestLongAccessListsBelow(t *testing.T) {
	var long []ntsd.ACE
	for n := range 700 {
		long = append(long, ntsd.ACE{Type: ntsd.Allow, Flags: ntsd.ContainerInherit, Mask: ntsd.ReadProperty, SID: ntsd.SID(fmt.Sprintf("S-1-5-21-1-2-3-%d", 9000+n))})
	}
	all := ntsd.ACE{Type: ntsd.Allow, Flags: ntsd.ContainerInherit, Mask: ntsd.FullControl, SID: "S-1-5-21-1-2-3-1104"}
	for ous, want := range map[int]bool{450: false, 620: true} {
		s := simulate(t, ous, nil, append(long, all)...)
		report := s.in.Account(t.Context(), nil)
		complete(t, report)
		res := report.All(directory.CheckDelegation)[0]
		if codes(res) != "passed" || (res.Facts["belowNotSeen"] == true) != want {
			t.Errorf("%d OUs: %s, %v, want belowNotSeen %v", ous, codes(res), res.Problem(), want)
		}
	}
}

// twice sends the entry of an answer two times.
func twice(answer adtest.Answer) adtest.Answer {
	return func(s *adtest.Session, r adtest.Request) error {
		first := *s
		first.Conn = withoutEnd{s.Conn}
		if err := answer(&first, r); err != nil {
			return err
		}
		return answer(s, r)
	}
}

// withoutEnd leaves out the final response, which is shorter than every entry.
type withoutEnd struct{ net.Conn }

func (w withoutEnd) Write(p []byte) (int, error) {
	if len(p) < 64 {
		return len(p), nil
	}
	return w.Conn.Write(p)
}

func marshalled(t *testing.T, sddl string) string {
	t.Helper()
	sd, err := ntsd.ParseSDDL("D:"+sddl, ntsd.Domain{SID: "S-1-5-21-1-2-3"})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := sd.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// A tree whose pages never end is left, whether they hold entries or not.
func TestPagesWithoutEnd(t *testing.T) {
	for name, answer := range map[string]adtest.Answer{"empty pages": adtest.EndlessPages, "references": adtest.EndlessReferences, "entries": adtest.EndlessEntries} {
		t.Run(name, func(t *testing.T) {
			conf := inDomain{"1 " + strings.ToLower(corp): answer, "2 " + strings.ToLower(corp): answer}.server(t)
			conf.Timeout = 20 * time.Second // it is the cap that ends it, on a busy machine too
			i, bound := signIn(t, conf, "secret")
			if binds(bound) != "passed" {
				t.Fatal(binds(bound))
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			_, err := browse(t, i).Children(ctx, mustDN(t, corp), "", func([]directory.Node) {})
			if problemCode(err) != "ldap.malformed" {
				t.Errorf("Children = %v", err)
			}
			i.Account(ctx, nil) // counts the people below the Base DN
			if ctx.Err() != nil {
				t.Error("it did not end")
			}
		})
	}
}

// A server that hangs up after it has accepted the password has proved nothing.
func TestServerGoesAwayAfterTheBind(t *testing.T) {
	for name, last := range map[string]adtest.Answer{"closes": adtest.CloseMidway, "resets": adtest.ResetMidway, "is silent": adtest.NoAnswer, "hangs in the middle": adtest.HangMidway} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := 0
			first := adtest.DomainController(nil)
			rogue := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{RootDSE: func(s *adtest.Session, r adtest.Request) error {
				if asked++; asked > 2 { // the rootDSE and the ping of the probe
					return last(s, r)
				}
				return first(s, r)
			}}))
			second := adtest.StartRogue(t, adtest.RogueOptions{Name: "dc2.corp.example.com"}, adtest.LDAPS(adtest.Script{}))
			conf := ofRogues(t, rogue, second)
			conf.Timeout = time.Second
			i, report := signIn(t, conf, "secret")
			if got := binds(report); !strings.HasPrefix(got, "unknown net.") || !strings.HasSuffix(got, " | skipped") || second.Binds() != 0 {
				t.Errorf("%s, the second host saw %d binds", got, second.Binds())
			}
			if _, err := i.Browser(); problemCode(err) != "account.not-signed-in" {
				t.Errorf("the tree can be read: %v", err)
			}
		})
	}
}

// Tokens that lie, or hold what is no SID, prove nobody.
func TestLyingTokens(t *testing.T) {
	user, admins, other := adtest.RawSID("S-1-5-21-1-2-3-1104"), adtest.RawSID("S-1-5-21-1-2-3-512"), adtest.RawSID("S-1-5-21-9-9-9-1104")
	object := adtest.Entry("CN=svc,"+corp, map[string][]string{"objectSid": {user}, "sAMAccountName": {"svc"}, "distinguishedName": {"CN=svc," + corp}})
	for name, c := range map[string]struct {
		token []string
		want  string
	}{
		"the group first":       {[]string{admins, user}, "failed ldap.identity-not-proved"},
		"another domain's user": {[]string{other, user}, "failed ldap.identity-not-proved"},
		"garbage":               {[]string{"", "\x01", strings.Repeat("\xff", 28)}, "failed ldap.identity-not-proved"},
		"garbage before it":     {[]string{"\x01\xff", user}, "passed"},
		"anonymous as well":     {[]string{user, adtest.RawSID("S-1-5-7")}, "failed ldap.identity-not-proved"},
		"5,000 groups":          {append([]string{user}, manySIDs(5000)...), "passed"},
		"100,000 groups":        {append([]string{user}, manySIDs(100_000)...), "unknown ldap.malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			search := func(s *adtest.Session, r adtest.Request) error {
				if strings.HasPrefix(r.Base, "<SID=") {
					return object(s, r)
				}
				return adtest.Result(32, "")(s, r)
			}
			rogue := adtest.StartRogue(t, adtest.RogueOptions{}, adtest.LDAPS(adtest.Script{RootDSE: tokenAfterwards(c.token), Search: search}))
			_, report := signIn(t, ofRogues(t, rogue), "secret")
			if got := binds(report); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// tokenAfterwards is a rootDSE that tells the token when it is asked for it.
func tokenAfterwards(token []string) adtest.Answer {
	return func(s *adtest.Session, r adtest.Request) error {
		more := map[string][]string{}
		if fmt.Sprint(r.Attributes) == "[tokenGroups msDS-PrincipalName]" {
			more["tokenGroups"] = token
		}
		return adtest.DomainController(more)(s, r)
	}
}

func manySIDs(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = adtest.RawSID(fmt.Sprintf("S-1-5-21-1-2-3-%d", 5000+i))
	}
	return out
}

// Names in the directory are fit to be shown, whatever somebody called a group,
// an OU or an account.
func TestHostileNamesInTheDirectory(t *testing.T) {
	const evil = "\x1b]0;x\x07a\u202eb\r\nINFO\x00"
	user := adtest.RawSID("S-1-5-21-1-2-3-1104")
	staff := strings.ToLower("OU=Staff," + corp)
	answers := inDomain{
		"<sid=s-1-5-21-1-2-3-1104>":                                 adtest.Entry("CN=svc,"+corp, map[string][]string{"objectSid": {user}, "sAMAccountName": {"svc"}, "userPrincipalName": {evil}, "distinguishedName": {"CN=" + evil + "," + corp}}),
		"<sid=s-1-5-21-1-2-3-512>":                                  adtest.Entry("CN=g,"+corp, map[string][]string{"sAMAccountName": {evil}}),
		"1 cn=partitions,cn=configuration," + strings.ToLower(corp): adtest.Entry("CN=p,"+corp, map[string][]string{"nETBIOSName": {evil}}),
		staff: adtest.Entry("OU=Staff,"+corp, map[string][]string{"objectClass": {"organizationalUnit"}, "distinguishedName": {"OU=" + evil + "," + corp},
			"nTSecurityDescriptor": {marshalled(t, "(D;CI;GA;;;S-1-5-21-1-2-3-512)(A;CI;GA;;;WD)")}}),
		"1 " + staff: adtest.Entry("CN="+evil+",OU=Staff,"+corp, map[string][]string{"objectSid": {adtest.RawSID("S-1-5-21-1-2-3-2000")}, "adminCount": {"1"}, "nTSecurityDescriptor": {marshalled(t, "(A;CI;GA;;;WD)")}}),
	}
	i, bound := signIn(t, answers.server(t), "secret")
	report := check.Join(bound, i.Account(t.Context(), nil))
	for _, res := range report.Results {
		text := fmt.Sprint(res.Found, res.Facts)
		for _, p := range res.Problems {
			text += p.Error() + p.Advice.Do.String() + p.Advice.Command
		}
		if strings.ContainsAny(text, "\x1b\x07\u202e\r\x00") {
			t.Errorf("%s shows %.300q", res.ID, text)
		}
	}
	for _, c := range directory.Story(report) {
		for _, l := range append(c.Lines, c.Way) {
			if strings.ContainsAny(l.String(), "\x1b\x07\u202e\r\n\x00") {
				t.Errorf("the story shows %q", l)
			}
		}
	}
	runtime.KeepAlive(i)
}

// Names, numbers and texts of a server are fit to be shown, whatever it sends.
func TestHostileTexts(t *testing.T) {
	rogue := adtest.StartRogue(t, adtest.RogueOptions{}, rootDSE(map[string][]string{
		"dnsHostName": {"dc\u202e1\x1b[31m\n" + strings.Repeat("x", 100_000)},
		"NetLogon":    {"\x17\x00\x00\x00\x9d\x11\x00\x00" + strings.Repeat("A", 16) + "\x04corp\x07example\x03com\x00\xc0\x18\x03dc1\xc0\x18\x05CO\x1bRP\x00\x03DC1\x00\x00\x06Ma\x1b\nin\x00\x00\x05\x00\x00\x00\xff\xff\xff\xff"},
	}))
	i, report := probe(t, ofRogues(t, rogue))
	for _, res := range report.Results {
		text := res.Found.String() + fmt.Sprint(res.Facts)
		if strings.ContainsAny(text, "\u202e\x1b\n") || len(text) > 5000 {
			t.Errorf("%s shows %.200q", res.ID, text)
		}
	}
	if seen := i.Seen(); seen.Site != "Ma in" || seen.Domain.NetBIOS != "CORP" || strings.ContainsAny(seen.Hosts[0].DNSHostName, "\u202e\x1b\n") {
		t.Errorf("Seen = %q, %q, %.50q", seen.Site, seen.Domain.NetBIOS, seen.Hosts[0].DNSHostName)
	}
}
