package exchange_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/exchange"
)

// object and list keep the files of the tests short.
type (
	object = map[string]any
	list   = []any
)

func assigned(role, roleType, to, toType, scope string, entries any) object {
	return object{"role": role, "roleType": roleType, "to": to, "toType": toType, "writeScope": scope, "entries": entries}
}

// built is an assignment of a built-in role to the role group.
func built(role string) object {
	return assigned(role, strings.ReplaceAll(role, " ", ""), "Hire2Retire", "RoleGroup", "", nil)
}

func evidence(change func(object)) []byte {
	e := object{
		"version": 1, "kind": "hire2retire-evidence", "account": "svc@example.com", "tenantId": "t", "by": "admin@example.com", "at": "2026-03-01T12:00:00Z",
		"assignments": list{built("Distribution Groups"), built("Mail Recipients"), built("Security Group Creation and Membership")},
		"roleGroups":  list{object{"name": "Hire2Retire", "members": list{"Service"}}},
		"entraRoles":  list{object{"template": "fe930be7-5e62-47db-91af-98c3a49a38b1", "scope": "/", "eligible": false}},
	}
	if change != nil {
		change(e)
	}
	b, err := json.Marshal(e)
	if err != nil {
		panic(err)
	}
	return b
}

// TestEvidenceChecks: reported is likely, never proved; what is not reported is
// missing.
func TestEvidenceChecks(t *testing.T) {
	addOnly := list{
		object{"cmdlet": "Get-DistributionGroup", "parameters": list{}}, object{"cmdlet": "Get-DistributionGroupMember", "parameters": list{}},
		object{"cmdlet": "Add-DistributionGroupMember", "parameters": list{}},
	}
	for name, c := range map[string]struct {
		change func(object)
		want   []want
	}{
		"everything": {nil, []want{warned(dlRole, "role.likely"), warned(mailRole, "role.likely"), warned(groupRole, "role.likely"), warned(userAdmin, "role.likely"), passed("exchange.one-role-group")}},
		"nothing": {func(e object) { e["assignments"], e["entraRoles"] = list{}, list{} },
			[]want{failed(dlRole, "role.missing"), failed(mailRole, "role.missing"), failed(userAdmin, "role.missing"), skipped("exchange.one-role-group")}},
		"a role under a name of their own": {func(e object) {
			e["assignments"] = list{assigned("AddOnlyEDL", "DistributionGroups", "Hire2Retire", "RoleGroup", "", addOnly)}
		}, []want{warned(dlRole, "role.likely", "role.limited"), failed(groupRole, "role.missing")}},
		"a name that only sounds right": {func(e object) {
			e["assignments"] = list{assigned("Distribution Groups (old)", "ViewOnlyRecipients", "Hire2Retire", "RoleGroup", "", addOnly)}
		}, []want{failed(dlRole, "role.missing")}},
		"their own role without the parameter": {func(e object) {
			e["assignments"] = list{assigned("AddOnlyMESG", "SecurityGroupCreationAndMembership", "Hire2Retire", "RoleGroup", "", addOnly)}
		}, []want{failed(groupRole, "role.missing")}},
		"a narrow write scope": {func(e object) {
			e["assignments"] = list{assigned("Mail Recipients", "MailRecipients", "Hire2Retire", "RoleGroup", "Berlin", nil)}
		}, []want{warned(mailRole, "role.likely", "role.limited-scope")}},
		"two role groups": {func(e object) {
			e["assignments"] = list{built("Distribution Groups"), assigned("Mail Recipients", "MailRecipients", "Helpers", "RoleGroup", "", nil)}
		}, []want{warned("exchange.one-role-group", "role-group.scattered")}},
		"an eligible Entra role": {func(e object) {
			e["entraRoles"] = list{object{"template": "FE930BE7-5e62-47db-91af-98c3a49a38b1", "scope": "/", "eligible": true}}
		}, []want{failed(userAdmin, "role.pim-eligible")}},
		"an Entra role in a unit": {func(e object) {
			e["entraRoles"] = list{object{"template": "fe930be7-5e62-47db-91af-98c3a49a38b1", "scope": "/administrativeUnits/1", "eligible": false}}
		}, []want{failed(userAdmin, "role.in-unit")}},
		"a policy of mailboxes": {func(e object) {
			e["assignments"] = list{assigned("Mail Recipients", "MailRecipients", "Default Role Assignment Policy", "RoleAssignmentPolicy", "", nil)}
		}, []want{failed(mailRole, "role.missing")}},
		"a name with a letter of another alphabet": {func(e object) {
			e["assignments"] = list{assigned("Mаil Recipients", "", "Hire2Retire", "RoleGroup", "", nil)}
		}, []want{failed(mailRole, "role.missing")}},
		"a name with a blank behind": {func(e object) {
			e["assignments"] = list{assigned("Mail Recipients ", "MailRecipients", "Hire2Retire", "RoleGroup", "", nil)}
		}, []want{failed(mailRole, "role.missing")}},
		"a cmdlet in two entries": {func(e object) {
			e["assignments"] = list{assigned("Ours", "SecurityGroupCreationAndMembership", "Hire2Retire", "RoleGroup", "", list{
				object{"cmdlet": "Get-DistributionGroup", "parameters": list{}}, object{"cmdlet": "add-distributiongroupmember", "parameters": list{"BypassSecurityGroupManagerCheck"}},
				object{"cmdlet": "Add-DistributionGroupMember", "parameters": list{"Member"}},
				object{"cmdlet": "Remove-DistributionGroupMember", "parameters": list{"BypassSecurityGroupManagerCheck"}}, object{"cmdlet": "New-DistributionGroup", "parameters": list{"Type"}}})}
		}, []want{warned(groupRole, "role.likely")}},
		"another Entra role that serves": {func(e object) {
			e["entraRoles"] = list{object{"template": "FDD7A751-b60b-444a-984c-02652fe8fa1c", "scope": "/", "eligible": false}}
		}, []want{warned(userAdmin, "role.likely")}},
		"another Entra role, eligible": {func(e object) {
			e["entraRoles"] = list{object{"template": "62e90394-69f5-4237-9190-012177145e10", "scope": "/", "eligible": true}}
		}, []want{failed(userAdmin, "role.missing")}},
		"somebody else": {func(e object) { e["account"] = "other@example.com" }, []want{unknown(dlRole, "evidence.other-account"), unknown(userAdmin, "evidence.other-account"), unknown("exchange.one-role-group", "evidence.other-account")}},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := exchange.ParseEvidence(evidence(c.change))
			if err != nil {
				t.Fatal(err)
			}
			r := check.Run(t.Context(), exchange.EvidenceChecks(e, exchange.Wanted{Account: "SVC@example.com", Features: all}), nil)
			meets(t, r, c.want...)
			for _, res := range r.Results {
				if res.Status == check.Passed && res.ID != "exchange.one-role-group" {
					t.Errorf("%s counts as proved", res.ID)
				}
			}
		})
	}
}

// TestEvidenceSaysWho: a report is worth as much as the one who made it.
func TestEvidenceSaysWho(t *testing.T) {
	e, err := exchange.ParseEvidence(evidence(nil))
	if err != nil {
		t.Fatal(err)
	}
	r := check.Run(t.Context(), exchange.EvidenceChecks(e, exchange.Wanted{Account: "svc@example.com", Features: all}), nil)
	res, _ := r.Find(mailRole, "")
	if d := res.Problem().Detail.String(); !strings.Contains(d, "admin@example.com") || !strings.Contains(d, "2026-03-01 12:00 UTC") {
		t.Errorf("detail = %q", d)
	}
	if res.Facts["reportedBy"] != "admin@example.com" || res.Facts["reportedAt"] != "2026-03-01T12:00:00Z" {
		t.Errorf("facts = %v", res.Facts)
	}
}

// TestEvidenceWithinAScope: a report is held against the write scope that was
// chosen, as the proof is.
func TestEvidenceWithinAScope(t *testing.T) {
	for name, c := range map[string]struct {
		reported, chosen string
		codes            []check.Code
		says             string
	}{
		"the whole organization":     {"", "", []check.Code{"role.likely"}, "has the role"},
		"as chosen":                  {"Berlin only", "Berlin only", []check.Code{"role.likely"}, "limited to the write scope Berlin only"},
		"limited, nothing chosen":    {"Berlin only", "", []check.Code{"role.likely", "role.limited-scope"}, "has the role"},
		"limited to something else":  {"Paris", "Berlin only", []check.Code{"role.likely", "role.other-scope"}, "has the role"},
		"chosen, reported unlimited": {"", "Berlin only", []check.Code{"role.likely", "role.wider-scope"}, "has the role"},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := exchange.ParseEvidence(evidence(func(o object) {
				o["assignments"] = list{assigned("Mail Recipients", "MailRecipients", "Hire2Retire", "RoleGroup", c.reported, nil)}
			}))
			if err != nil {
				t.Fatal(err)
			}
			w := exchange.Wanted{Account: "svc@example.com", Features: []exchange.FeatureID{exchange.SharedMailboxes}, WriteScope: c.chosen}
			r := check.Run(t.Context(), exchange.EvidenceChecks(e, w), nil)
			meets(t, r, warned(mailRole, c.codes...))
			res, _ := r.Find(mailRole, "")
			if got := res.Problem().Detail.String(); !strings.Contains(got, c.says) || !strings.Contains(got, "not proved") {
				t.Errorf("it says %q, want %q in it", got, c.says)
			}
		})
	}
}

func TestParseEvidenceRefuses(t *testing.T) {
	text := string(evidence(nil))
	wide := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":           {nil, exchange.ErrEvidenceForm},
		"null":              {[]byte("null"), exchange.ErrEvidenceForm},
		"a list":            {[]byte("[]"), exchange.ErrEvidenceForm},
		"another file":      {[]byte(`{"version":1,"kind":"profile"}`), exchange.ErrEvidenceForm},
		"a newer script":    {[]byte(strings.Replace(text, `"version":1`, `"version":2`, 1)), exchange.ErrEvidenceNew},
		"version 0":         {[]byte(strings.Replace(text, `"version":1`, `"version":0`, 1)), exchange.ErrEvidenceForm},
		"an unknown field":  {[]byte(strings.Replace(text, `"version":1`, `"version":1,"proved":true`, 1)), exchange.ErrEvidenceForm},
		"something behind":  {[]byte(text + "{}"), exchange.ErrEvidenceForm},
		"no account":        {evidence(func(e object) { e["account"] = "" }), exchange.ErrEvidenceForm},
		"no time":           {evidence(func(e object) { delete(e, "at") }), exchange.ErrEvidenceForm},
		"another type":      {evidence(func(e object) { e["assignments"] = "x" }), exchange.ErrEvidenceForm},
		"half a character":  {wide[:len(wide)-1], exchange.ErrEvidenceText},
		"UTF-16, cut off":   {wide[:len(wide)/4*2], exchange.ErrEvidenceForm},
		"UTF-16 unmarked":   {wide[2:], exchange.ErrEvidenceText},
		"a page of HTML":    {[]byte("<!doctype html><html><body>Sign in</body></html>"), exchange.ErrEvidenceForm},
		"cut off":           {[]byte(text[:len(text)/2]), exchange.ErrEvidenceForm},
		"NUL in a name":     {[]byte(strings.Replace(text, "Mail Recipients", "Mail\x00Recipients", 1)), exchange.ErrEvidenceText},
		"an account twice":  {[]byte(strings.Replace(text, `"account":`, `"account":"other@example.com","account":`, 1)), exchange.ErrEvidenceForm},
		"in another case":   {[]byte(strings.Replace(text, `"account":`, `"ACCOUNT":"other@example.com","account":`, 1)), exchange.ErrEvidenceForm},
		"a role twice":      {[]byte(strings.Replace(text, `"role":"Mail`, `"role":"Nothing","role":"Mail`, 1)), exchange.ErrEvidenceForm},
		"a forged proof":    {[]byte(strings.Replace(text, `"roleType":`, `"status":"passed","roleType":`, 1)), exchange.ErrEvidenceForm},
		"as deep as can be": {[]byte(strings.Replace(text, `"members":[`, `"members":[`+strings.Repeat("[", 20_000), 1)), exchange.ErrEvidenceForm},
		"bytes of no text":  {[]byte("{\xff\xfe}"), exchange.ErrEvidenceText},
		"far too long":      {[]byte(strings.Repeat(" ", exchange.MaxEvidence) + text), exchange.ErrEvidenceSize},
	} {
		if _, err := exchange.ParseEvidence(c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// TestParseEvidenceTakes: the encodings in which Windows PowerShell and editors
// write and pass on a text.
func TestParseEvidenceTakes(t *testing.T) {
	text := string(evidence(func(e object) { e["by"] = "Jürgen 🙂" }))
	little, big := []byte("\xff\xfe"), []byte("\xfe\xff")
	for _, u := range utf16.Encode([]rune(text + "\r\n")) {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	for name, data := range map[string][]byte{
		"as the script writes it":     []byte(text),
		"marked as UTF-8":             []byte("\xef\xbb\xbf" + text),
		"by Out-File":                 little,
		"by Out-File, big endian":     big,
		"with line breaks of Windows": []byte(strings.ReplaceAll(text, ",", ",\r\n")),
	} {
		e, err := exchange.ParseEvidence(data)
		if err != nil || e.By != "Jürgen 🙂" || len(e.Assignments) != 3 {
			t.Errorf("%s: %+v, %v", name, e, err)
		}
	}
}

// TestUnfitEvidence: a report of another account, tenant or time says nothing,
// and the rows say why.
func TestUnfitEvidence(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) // of the file
	good := exchange.Wanted{Account: "svc@example.com", TenantID: "T", Now: at, Features: all}
	for name, c := range map[string]struct {
		change func(*exchange.Wanted)
		code   check.Code // of the rows; empty if they are judged
		says   string
	}{
		"just written":                   {func(*exchange.Wanted) {}, "", ""},
		"the account in capitals":        {func(w *exchange.Wanted) { w.Account = "SVC@EXAMPLE.COM" }, "", ""},
		"a tenant that is not known yet": {func(w *exchange.Wanted) { w.TenantID = "" }, "", ""},
		"another tenant":                 {func(w *exchange.Wanted) { w.TenantID = "u" }, "evidence.other-tenant", "from the tenant t, not from u"},
		"another account":                {func(w *exchange.Wanted) { w.Account = "svc@example.co" }, "evidence.other-account", "svc@example.com"},
		"of 30 days ago":                 {func(w *exchange.Wanted) { w.Now = at.AddDate(0, 0, 30) }, "", ""},
		"of 31 days ago":                 {func(w *exchange.Wanted) { w.Now = at.AddDate(0, 0, 31) }, "evidence.old", "2026-03-01 12:00 UTC"},
		"a clock that is behind":         {func(w *exchange.Wanted) { w.Now = at.Add(-30 * time.Minute) }, "", ""},
		"from the future":                {func(w *exchange.Wanted) { w.Now = at.Add(-2 * time.Hour) }, "evidence.future", "still to come"},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := exchange.ParseEvidence(evidence(nil))
			if err != nil {
				t.Fatal(err)
			}
			w := good
			c.change(&w)
			r := check.Run(t.Context(), exchange.EvidenceChecks(e, w), nil)
			for _, id := range []check.ID{dlRole, mailRole, groupRole, userAdmin} {
				if c.code == "" {
					meets(t, r, warned(id, "role.likely"))
					continue
				}
				meets(t, r, unknown(id, c.code))
				if res, _ := r.Find(id, ""); !strings.Contains(res.Problem().Detail.String(), c.says) {
					t.Errorf("%s: %v does not say %q", id, res.Problem(), c.says)
				}
			}
		})
	}
}

func FuzzParseEvidence(f *testing.F) {
	f.Add(evidence(nil))
	f.Add([]byte(`{"version":1,"kind":"hire2retire-evidence","account":"\u202ea","at":"2026-03-01T12:00:00Z","assignments":[null],"entraRoles":[{}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := exchange.ParseEvidence(data)
		if err != nil {
			return
		}
		for _, res := range check.Run(t.Context(), exchange.EvidenceChecks(e, exchange.Wanted{Account: e.Account, Features: all}), nil).Results {
			if p := res.Problem(); p != nil && (p.Code == check.Unexpected || strings.ContainsAny(p.Detail.String(), "\u202e\x00\x1b")) {
				t.Errorf("%s: %v", res.ID, p)
			}
		}
	})
}
