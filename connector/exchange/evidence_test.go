package exchange_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
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
		"nothing":          {nil, exchange.ErrEvidenceForm},
		"null":             {[]byte("null"), exchange.ErrEvidenceForm},
		"a list":           {[]byte("[]"), exchange.ErrEvidenceForm},
		"another file":     {[]byte(`{"version":1,"kind":"profile"}`), exchange.ErrEvidenceForm},
		"a newer script":   {[]byte(strings.Replace(text, `"version":1`, `"version":2`, 1)), exchange.ErrEvidenceNew},
		"version 0":        {[]byte(strings.Replace(text, `"version":1`, `"version":0`, 1)), exchange.ErrEvidenceForm},
		"an unknown field": {[]byte(strings.Replace(text, `"version":1`, `"version":1,"proved":true`, 1)), exchange.ErrEvidenceForm},
		"something behind": {[]byte(text + "{}"), exchange.ErrEvidenceForm},
		"no account":       {evidence(func(e object) { e["account"] = "" }), exchange.ErrEvidenceForm},
		"no time":          {evidence(func(e object) { delete(e, "at") }), exchange.ErrEvidenceForm},
		"another type":     {evidence(func(e object) { e["assignments"] = "x" }), exchange.ErrEvidenceForm},
		"UTF-16":           {wide, exchange.ErrEvidenceText},
		"bytes of no text": {[]byte("{\xff\xfe}"), exchange.ErrEvidenceText},
		"far too long":     {[]byte(strings.Repeat(" ", exchange.MaxEvidence) + text), exchange.ErrEvidenceSize},
	} {
		if _, err := exchange.ParseEvidence(c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := exchange.ParseEvidence(append([]byte("\xef\xbb\xbf"), text...)); err != nil {
		t.Errorf("a byte order mark, as PowerShell writes it: %v", err)
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
