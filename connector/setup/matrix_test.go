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
			"decidedBy":                map[string]any{"delete": "(D;;DT;;;WD)"},
			"attributes":               map[string]any{"sn": "proved", "mail": "denied"},
			"protectedByAdminSDHolder": []string{"CN=Boss,OU=Staff,DC=corp,DC=example"},
			"orphansOfAdminSDHolder":   []string{"CN=Former,OU=Staff,DC=corp,DC=example"},
			"inheritanceBlocked":       []string{"OU=Board,OU=Staff,DC=corp,DC=example"},
		}},
	}}
	want := []setup.Rights{{
		OU: "OU=Staff,DC=corp,DC=example",
		Operations: []setup.Right{
			{Name: "create", Status: check.Passed}, {Name: "update", Status: check.Unknown}, {Name: "delete", Status: check.Failed, By: "(D;;DT;;;WD)"}},
		Attributes: []setup.Right{{Name: "mail", Status: check.Failed}, {Name: "sn", Status: check.Passed}},
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
			for i := range row.Operations {
				if row.Operations[i].What.IsZero() {
					t.Errorf("%s: %s has no words", what, row.Operations[i].Name)
				}
				row.Operations[i].What = check.Text{}
			}
			for i := range row.Attributes {
				row.Attributes[i].What = check.Text{}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
}
