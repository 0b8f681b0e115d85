package directory

import (
	"strings"
	"testing"

	"hire2retire-setup/connector/directory/ntsd"
)

const (
	testDomain ntsd.SID = "S-1-5-21-1-2-3"
	service             = testDomain + "-1104"
	group               = testDomain + "-1105"
)

// everything is full control of users and contacts below an OU, and of groups.
const everything = "(A;CI;GA;;;" + string(service) + ")"

// sddl reads a descriptor; BAD stands for a conditional entry, which only a
// domain controller can judge.
func sddl(t *testing.T, text string) *ntsd.Descriptor {
	t.Helper()
	plain := strings.ReplaceAll(text, "(CONDITION)", "")
	sd, err := ntsd.ParseSDDL("D:"+plain, ntsd.Domain{SID: testDomain})
	if err != nil {
		t.Fatal(err)
	}
	if plain != text {
		sd.DACL = append([]ntsd.ACE{{Type: ntsd.DenyCallback, Mask: ntsd.FullControl, Flags: ntsd.ContainerInherit, SID: group, Data: "artx"}}, sd.DACL...)
	}
	return sd
}

func userWith(t *testing.T, text string, writable ...string) realObject {
	return realObject{dn: DN{rdns: []RDN{{"CN", "somebody"}}}, class: ntsd.ClassUser, sd: sddl(t, text), writable: writable}
}

// What real objects and the server's own computation do to a prediction.
func TestWeighing(t *testing.T) {
	all := append([]string{"userAccountControl", "lockoutTime", "pwdLastSet"}, UpdateAttributes...)
	deny := "(D;;WP;;;" + string(group) + ")" + everything
	guarded := userWith(t, "")
	guarded.guarded = true
	for name, c := range map[string]struct {
		ou     string
		sample []realObject
		server []string // classes that may be created; nil: the server computes nothing
		op     Operation
		want   State
	}{
		"new objects only":               {everything, nil, nil, Update, Proved},
		"nothing granted":                {"", nil, nil, Update, DeniedState},
		"real ones agree":                {everything, []realObject{userWith(t, everything)}, nil, Update, Proved},
		"all real ones refuse":           {everything, []realObject{userWith(t, deny), userWith(t, deny)}, nil, Update, DeniedState},
		"one real one refuses":           {everything, []realObject{userWith(t, everything), userWith(t, deny)}, nil, Update, NotCertain},
		"guarded ones do not count":      {everything, []realObject{guarded}, nil, Update, Proved},
		"a condition on the OU":          {"(CONDITION)" + everything, nil, nil, Update, NotCertain},
		"a condition on a real one":      {everything, []realObject{userWith(t, "(CONDITION)"+everything)}, nil, Update, NotCertain},
		"server agrees on creating":      {everything, nil, []string{"user"}, Create, Proved},
		"server disagrees on creating":   {everything, nil, []string{"group"}, Create, NotCertain},
		"server would let create":        {"", nil, []string{"user"}, Create, NotCertain},
		"server agrees on attributes":    {everything, []realObject{userWith(t, everything, all...)}, []string{"user"}, Update, Proved},
		"server disagrees on attributes": {everything, []realObject{userWith(t, everything, "title")}, []string{"user"}, Update, NotCertain},
		"server says nothing of resets":  {everything, []realObject{userWith(t, everything)}, []string{"user"}, ResetPassword, Proved},
		"contacts":                       {everything, nil, []string{"contact"}, ContactCreate, Proved},
	} {
		t.Run(name, func(t *testing.T) {
			ou := &targetOU{users: true, sd: descriptor{sddl(t, c.ou)}, sample: c.sample, computes: c.server != nil, children: c.server}
			m := ou.judge(domain{Domain: ntsd.Domain{SID: testDomain}}, ntsd.NewToken(service, group), true)
			for _, cell := range m.cells {
				if cell.op == c.op && cell.state != c.want {
					t.Errorf("%s is %s, want %s", c.op, cell.state, c.want)
				}
			}
		})
	}
}

// Members are changed on groups that exist: where all were seen they decide,
// whatever the OU would give to new ones.
func TestGroupsThatExistDecide(t *testing.T) {
	groupWith := func(text string) realObject {
		return realObject{class: ntsd.ClassGroup, sd: sddl(t, text), dn: DN{rdns: []RDN{{"CN", "Staff"}}}}
	}
	for name, c := range map[string]struct {
		ou     string
		sample []realObject
		more   bool
		want   State
	}{
		"granted on every group":        {"", []realObject{groupWith(everything)}, false, Proved},
		"granted on those seen":         {"", []realObject{groupWith(everything)}, true, DeniedState},
		"granted by the OU, not on one": {everything, []realObject{groupWith(everything), groupWith("")}, false, NotCertain},
		"granted by the OU, on none":    {everything, []realObject{groupWith("")}, false, DeniedState},
		"no group yet":                  {everything, nil, false, Proved},
	} {
		ou := &targetOU{groups: true, sd: descriptor{sddl(t, c.ou)}, sample: c.sample, more: c.more}
		m := ou.judge(domain{Domain: ntsd.Domain{SID: testDomain}}, ntsd.NewToken(service), false)
		if len(m.cells) != 1 || m.cells[0].state != c.want {
			t.Errorf("%s: %s, want %s", name, m, c.want)
		}
	}
}

// What is not required is shown and decides nothing.
func TestShownCellsDecideNothing(t *testing.T) {
	ou := &targetOU{users: true, sd: descriptor{sddl(t, "(OA;CI;CCDC;bf967aba-0de6-11d0-a285-00aa003049e2;;"+string(service)+")(OA;CIIO;GA;;bf967aba-0de6-11d0-a285-00aa003049e2;"+string(service)+")")}}
	m := ou.judge(domain{Domain: ntsd.Domain{SID: testDomain}}, ntsd.NewToken(service), false)
	if !m.suffices() || m.facts()["cells"].(map[string]any)["contact-create"] != "denied" {
		t.Errorf("users without contacts: %s", m)
	}
}

func TestOperationsHaveNamesAndGrants(t *testing.T) {
	for op := range operationNames {
		if op.Text().String() == "" || len(entries(op, service)) == 0 {
			t.Errorf("%s has no name or no grant", op)
		}
	}
	for _, attr := range append(UpdateAttributes, "cn", "name", "userAccountControl", "pwdLastSet", "lockoutTime", "member") {
		if _, known := ntsd.AttributeNamed(attr); !known {
			t.Errorf("nobody knows the GUID of %s", attr)
		}
	}
}
