package exchange_test

import (
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/exchange"
	"hire2retire-setup/connector/practice/tenant"
)

const (
	dlRole     check.ID = "exchange.role.distribution-groups"
	mailRole   check.ID = "exchange.role.mail-recipients"
	groupRole  check.ID = "exchange.role.security-group-creation-and-membership"
	createRole check.ID = "exchange.role.mail-recipient-creation"
	userAdmin  check.ID = "entra.role.user-administrator"
)

func passed(id check.ID) want                   { return want{id: id, status: check.Passed} }
func skipped(id check.ID) want                  { return want{id: id, status: check.Skipped} }
func failed(id check.ID, c check.Code) want     { return want{id, "", check.Failed, []check.Code{c}} }
func warned(id check.ID, c ...check.Code) want  { return want{id, "", check.Warned, c} }
func unknown(id check.ID, c ...check.Code) want { return want{id, "", check.Unknown, c} }

// TestFaults is what each state of the tenant means for the account.
func TestFaults(t *testing.T) {
	roles := []check.ID{dlRole, mailRole, groupRole}
	each := func(f func(check.ID) want) []want {
		var out []want
		for _, id := range roles {
			out = append(out, f(id))
		}
		return out
	}
	for name, c := range map[string]struct {
		faults   []string
		graph    []string
		features []exchange.FeatureID
		want     []want
	}{
		"all is well": {graph: []string{"User.Read"}, want: append(each(passed),
			passed("exchange.connect"), passed("exchange.one-role-group"), passed(userAdmin), passed("entra.account"),
			want{"exchange.read", "dl", check.Passed, nil}, want{"exchange.read", "m365", check.Passed, nil}, want{"exchange.read", "mesg", check.Passed, nil}, want{"exchange.read", "shared", check.Passed, nil})},
		"Graph is not asked": {want: append(each(passed), skipped("entra.account"), passed(userAdmin))},
		"only end-user roles": {faults: []string{"role.missing"}, want: []want{
			passed("exchange.connect"), failed(dlRole, "role.missing"), failed(mailRole, "role.missing"), failed(groupRole, "role.missing"), skipped("exchange.one-role-group"),
			{"exchange.read", "shared", check.Skipped, nil}}},
		"no mailbox and no role":           {faults: []string{"no-roles"}, want: append(each(skipped), failed("exchange.connect", "exo.no-roles"))},
		"one role is missing":              {faults: []string{"role.missing.mail-recipients"}, want: []want{passed(dlRole), failed(mailRole, "role.missing"), passed(groupRole)}},
		"another is missing":               {faults: []string{"role.missing.distribution-groups"}, want: []want{failed(dlRole, "role.missing"), passed(mailRole), passed(groupRole)}},
		"the parameters are missing":       {faults: []string{"parameter-missing"}, want: []want{warned(dlRole, "role.owner-only"), passed(mailRole), failed(groupRole, "role.missing")}},
		"the customer's own roles":         {faults: []string{"custom-child-role"}, want: append(each(passed), passed("exchange.one-role-group"))},
		"own roles that only add members":  {faults: []string{"restricted-child-role"}, want: []want{warned(dlRole, "role.limited", "role.owner-only"), warned(groupRole, "role.limited"), passed(mailRole)}},
		"roles from everywhere":            {faults: []string{"role-group.scattered"}, want: append(each(passed), warned("exchange.one-role-group", "role-group.scattered"))},
		"a narrow write scope":             {faults: []string{"write-scope-limited"}, want: each(func(id check.ID) want { return warned(id, "role.limited-scope") })},
		"an exclusive write scope":         {faults: []string{"write-scope-exclusive"}, want: each(func(id check.ID) want { return warned(id, "role.limited-scope") })},
		"roles over itself alone":          {faults: []string{"write-scope-self"}, want: each(func(id check.ID) want { return failed(id, "role.relative-scope") })},
		"assignments that are off":         {faults: []string{"role-assignment-disabled"}, want: each(func(id check.ID) want { return failed(id, "role.missing") })},
		"roles only to pass on":            {faults: []string{"role-delegating-only"}, want: each(func(id check.ID) want { return failed(id, "role.missing") })},
		"a group in the role group":        {faults: []string{"role-by-nested-group"}, want: append(each(passed), passed("exchange.one-role-group"))},
		"a role for dynamic lists":         {faults: []string{"role-looks-sufficient"}, want: []want{warned(dlRole, "role.limited", "role.owner-only"), failed(groupRole, "role.missing"), passed(mailRole)}},
		"a role for dynamic lists, unseen": {faults: []string{"role-looks-sufficient", "roles-not-readable"}, features: []exchange.FeatureID{"dl"}, want: []want{warned(dlRole, "role.owner-only")}},
		"members in, none out":             {faults: []string{"restricted-child-role", "roles-not-readable"}, features: []exchange.FeatureID{"dl"}, want: []want{warned(dlRole, "role.owner-only")}},
		"it may not list its roles":        {faults: []string{"roles-not-readable"}, want: append(each(passed), skipped("exchange.one-role-group"))},
		"lists without the second role":    {faults: []string{"role.missing.security-group-creation-and-membership"}, features: []exchange.FeatureID{"dl"}, want: []want{warned(dlRole, "role.owner-only")}},
		"lists with the second role":       {features: []exchange.FeatureID{"dl"}, want: []want{passed(dlRole)}},
		"creating shared mailboxes":        {features: []exchange.FeatureID{"shared", "shared-create"}, want: []want{passed(mailRole), failed(createRole, "role.missing")}},
		"the permission is missing":        {faults: []string{"exo.scope-missing"}, want: append(each(skipped), failed("exchange.connect", "exo.scope-missing"), passed(userAdmin))},
		"the permission is not enough":     {faults: []string{"exo.scope-missing"}, features: []exchange.FeatureID{"dl"}, want: []want{failed("exchange.connect", "exo.scope-missing")}},
		"PowerShell is switched off":       {faults: []string{"exchange-powershell-off"}, want: append(each(skipped), failed("exchange.connect", "exo.blocked"))},
		"throttled, then served":           {faults: []string{"throttled-briefly"}, want: append(each(passed), passed("exchange.connect"))},
		"throttled for long":               {faults: []string{"exo.throttled"}, want: append(each(skipped), unknown("exchange.connect", "exo.throttled"))},
		"Exchange is down":                 {faults: []string{"exchange-unavailable"}, want: append(each(skipped), unknown("exchange.connect", "exo.unavailable"))},
		"the token was taken back":         {faults: []string{"tokens-revoked"}, want: append(each(skipped), unknown("exchange.connect", "exo.sign-in-again"))},
		"the module file is gone":          {faults: []string{"module-file-gone"}, want: append(each(func(id check.ID) want { return warned(id, "role.likely") }), warned("exchange.connect", "exo.changed"))},
		"the module file has changed":      {faults: []string{"module-file-changed"}, want: append(each(func(id check.ID) want { return warned(id, "role.likely") }), warned("exchange.connect", "exo.changed"))},
		"it is gone, and no roles to list": {faults: []string{"module-file-gone", "roles-not-readable"}, want: append(each(func(id check.ID) want { return unknown(id, "exo.changed") }), warned("exchange.connect", "exo.changed"))},
		"the region is cut off":            {faults: []string{"region-interrupted"}, want: append(each(skipped), unknown("exchange.connect", "net.interrupted"))},
		"the front is cut off":             {faults: []string{"exchange-interrupted"}, want: []want{unknown("exchange.connect", "net.interrupted")}},
		"Graph is cut off":                 {faults: []string{"graph-interrupted"}, graph: []string{"User.Read"}, want: append(each(passed), unknown("entra.account", "net.interrupted"), passed(userAdmin))},
		"Graph is down":                    {faults: []string{"graph-unavailable"}, graph: []string{"User.Read"}, want: append(each(passed), unknown("entra.account", "graph.refused"))},
		"the account is synchronized":      {faults: []string{"entra.account-synced"}, graph: []string{"User.Read"}, want: []want{warned("entra.account", "entra.account-synced")}},
		"no Entra role, by token":          {faults: []string{"role.missing.user-administrator"}, want: []want{failed(userAdmin, "role.not-active")}},
		"an eligible role, by token":       {faults: []string{"role.pim-eligible"}, graph: []string{"User.Read"}, want: []want{failed(userAdmin, "role.not-active")}},
		"a role in a unit, by token":       {faults: []string{"role-in-unit"}, graph: []string{"User.Read"}, want: []want{failed(userAdmin, "role.not-active")}},
		"an activated role, by token":      {faults: []string{"role.pim-activated"}, graph: []string{"User.Read"}, want: []want{passed(userAdmin)}},
		"an activated role, by Graph":      {faults: []string{"role.pim-activated"}, graph: []string{"User.Read", "RoleManagement.Read.Directory"}, want: []want{warned(userAdmin, "role.pim-activated")}},
		"an eligible role, by Graph":       {faults: []string{"role.pim-eligible"}, graph: []string{"User.Read", "RoleManagement.Read.Directory"}, want: []want{failed(userAdmin, "role.pim-eligible")}},
		"a role in a unit, by Graph":       {faults: []string{"role-in-unit"}, graph: []string{"User.Read", "RoleManagement.Read.Directory"}, want: []want{failed(userAdmin, "role.in-unit")}},
		"no role, by Graph":                {faults: []string{"role.missing.user-administrator"}, graph: []string{"User.Read", "RoleManagement.Read.Directory"}, want: []want{failed(userAdmin, "role.missing")}},
		"a role through a group":           {faults: []string{"role-by-group"}, want: []want{passed(userAdmin)}},
		"a role through a group, by Graph": {faults: []string{"role-by-group"}, graph: []string{"User.Read", "RoleManagement.Read.Directory"}, want: []want{passed(userAdmin)}},
		"far too many roles":               {faults: []string{"too-many-roles"}, want: append(each(passed), warned(userAdmin, "role.over-privileged"))},
	} {
		t.Run(name, func(t *testing.T) {
			if c.features == nil {
				c.features = all
			}
			in := practice(t, c.faults, c.graph...)
			meets(t, run(t, exchange.New(in.options(c.graph...)), c.features), c.want...)
		})
	}
}

// TestNothingIsWritten looks at what the tenant was asked for.
func TestNothingIsWritten(t *testing.T) {
	in := practice(t, nil, "User.Read", "RoleManagement.Read.Directory")
	run(t, exchange.New(in.options("User.Read", "RoleManagement.Read.Directory")), append(all, exchange.CreateShared))
	for _, c := range in.Calls() {
		if c.Cmdlet != "" && !strings.HasPrefix(c.Cmdlet, "Get-") {
			t.Errorf("the cmdlet %s was run", c.Cmdlet)
		}
		if strings.HasPrefix(c.Host, "graph") && c.Method != "GET" {
			t.Errorf("%s %s was sent to Graph", c.Method, c.Path)
		}
	}
	s := exchange.New(in.options())
	defer s.Close()
	for _, cmdlet := range []string{"Set-Mailbox", "get-x;Remove-Mailbox", "Get-Mailbox -Identity", ""} {
		if _, err := s.Invoke(t.Context(), cmdlet, nil); err == nil {
			t.Errorf("Invoke(%q) ran", cmdlet)
		}
	}
}

// TestRolesOnTheirWay: a fresh look after a role was assigned gets a new token
// and finds what the first look did not.
func TestRolesOnTheirWay(t *testing.T) {
	in := practice(t, []string{"role-group-delay"})
	o := in.options()
	meets(t, run(t, exchange.New(o), all), failed(mailRole, "role.missing"))
	o.Fresh = true
	redeemed := func() (n int) {
		for _, c := range in.Calls() {
			if c.Grant == "refresh_token" {
				n++
			}
		}
		return n
	}
	before := redeemed()
	s := exchange.New(o)
	run(t, s, all)
	if got := redeemed() - before; got != 1 {
		t.Errorf("a fresh look fetched %d new tokens, want 1", got)
	}
	meets(t, run(t, exchange.New(o), all), passed(mailRole), passed(dlRole), passed(groupRole))
}

// TestAdvice: what is missing is given by exactly one command, for the account
// that signed in.
func TestAdvice(t *testing.T) {
	in := practice(t, []string{"role.missing", "role.missing.user-administrator"})
	r := run(t, exchange.New(in.options()), all)
	for id, wants := range map[check.ID][]string{
		mailRole:  {"New-RoleGroup -Name 'Hire2Retire' -Roles 'Mail Recipients' -Members '" + tenant.Account + "'"},
		userAdmin: {"-RoleDefinitionId 'fe930be7-5e62-47db-91af-98c3a49a38b1'", "Get-MgUser -UserId '" + tenant.Account + "'"},
	} {
		res, _ := r.Find(id, "")
		for _, want := range wants {
			if got := res.Problem().Advice.Command; !strings.Contains(got, want) {
				t.Errorf("%s: command = %q, want %q in it", id, got, want)
			}
		}
	}
}

func TestFactsNameTheFeatures(t *testing.T) {
	in := practice(t, nil)
	r := run(t, exchange.New(in.options()), all)
	for id, want := range map[check.ID][]string{
		dlRole: {"dl"}, groupRole: {"mesg"}, mailRole: {"m365", "shared"}, userAdmin: {"m365"},
	} {
		res, _ := r.Find(id, "")
		if got, _ := res.Facts["features"].([]string); !slices.Equal(got, want) {
			t.Errorf("%s: features = %v, want %v", id, got, want)
		}
	}
	res, _ := r.Find("exchange.one-role-group", "")
	if !strings.Contains(res.Found.String(), "Hire2Retire") {
		t.Errorf("found = %q", res.Found)
	}
}

// TestChallenge: what Microsoft asks for reaches whoever signs in again.
func TestChallenge(t *testing.T) {
	in := practice(t, []string{"tokens-revoked"})
	s := exchange.New(in.options())
	r := run(t, s, all)
	res, _ := r.Find("exchange.connect", "")
	claims := exchange.ClaimsOf(res.Problem())
	if !strings.Contains(claims, `"nbf"`) {
		t.Errorf("claims = %q, want those of the challenge", claims)
	}
}
