package setup_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// The matrix is the same for a report that was just made and for one that was
// saved and read again.
func TestMatrix(t *testing.T) {
	report := check.Report{Results: []check.Result{
		{ID: "account.domain-admin", Facts: check.Facts{"cells": map[string]any{"create": "proved"}}},
		{ID: "account.delegation", Target: "OU=Gone,DC=corp,DC=example", Facts: check.Facts{"ou": "OU=Gone,DC=corp,DC=example"}},
		{ID: "account.delegation", Target: "OU=Staff,DC=corp,DC=example", Facts: check.Facts{
			"ou":                       "OU=Staff,DC=corp,DC=example",
			"cells":                    map[string]any{"delete": "denied", "update": "not-certain", "create": "proved"},
			"decisions":                map[string]any{"delete": map[string]any{"denies": true, "right": "delete", "who": "Everyone", "sid": "S-1-1-0", "place": ""}},
			"attributes":               map[string]any{"sn": "proved", "mail": "denied"},
			"protectedByAdminSDHolder": []string{"CN=Boss,OU=Staff,DC=corp,DC=example"},
			"orphansOfAdminSDHolder":   []string{"CN=Former,OU=Staff,DC=corp,DC=example"},
			"inheritanceBlocked":       []string{"OU=Board,OU=Staff,DC=corp,DC=example"},
		}},
	}}
	want := []setup.Rights{{
		OU:         "OU=Staff,DC=corp,DC=example",
		Operations: []setup.Right{{Status: check.Passed, Required: true}, {Status: check.Unknown, Required: true}, {Status: check.Failed, Required: true}},
		Attributes: []setup.Right{{Attribute: "sn", Status: check.Passed, Required: true}, {Attribute: "mail", Status: check.Failed, Required: true}},
		Protected:  []string{"CN=Boss,OU=Staff,DC=corp,DC=example", "CN=Former,OU=Staff,DC=corp,DC=example"},
		Sealed:     []string{"OU=Board,OU=Staff,DC=corp,DC=example"},
	}}
	saved, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	var again check.Report
	if err := json.Unmarshal(saved, &again); err != nil {
		t.Fatal(err)
	}
	for what, r := range map[string]check.Report{"just made": report, "saved": again} {
		got := setup.Matrix(r)
		for _, row := range got {
			for _, cells := range [][]setup.Right{row.Operations, row.Attributes} {
				for i := range cells {
					if cells[i].What.IsZero() || cells[i].Why.IsZero() {
						t.Errorf("%s: %+v has no words", what, cells[i])
					}
					cells[i].What, cells[i].Why = check.Text{}, check.Text{}
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
}
