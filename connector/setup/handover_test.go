package setup_test

import (
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

func handover(results ...check.Result) setup.Handover {
	return setup.Handover{Product: "Setup 1.0", Connection: "Berlin ‘north’ & 'south'", Computer: "ws1", At: time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC),
		Report: check.Report{Results: results}, Draw: check.Text.String}
}

func failed(id check.ID, host string, code check.Code, who check.Who) check.Result {
	return check.Result{ID: id, Host: host, Status: check.Failed, Title: check.Verbatim("the claim of " + string(id)),
		Problems: []*check.Problem{{Code: code, Detail: check.Verbatim("detail of " + string(code)), Cause: "original " + string(code),
			Advice: check.Advice{Do: check.Verbatim("do it"), Who: who, Command: "Get-One\nGet-Two"}}}}
}

func TestSheets(t *testing.T) {
	h := handover(
		failed("ldaps.certificate", "dc1", "tls.expired", check.PKI),
		failed("ldaps.certificate", "dc2", "tls.expired", check.PKI),
		failed("ldaps.bind", "dc1", "ldap.account-locked", check.AD),
		failed("x", "", "dn.syntax", check.You),
		check.Result{ID: "y", Status: check.Passed},
	)
	sheets := h.Sheets()
	if len(sheets) != 2 || sheets[0].Who != check.AD || sheets[1].Who != check.PKI {
		t.Fatalf("sheets for %v, want AD and PKI: the keyboard needs none", sheets)
	}
	pki := sheets[1].Text
	for _, want := range []string{"For the certificate team", "“Berlin ‘north’ & 'south'”", "1. detail of tls.expired", "Where: dc1, dc2", "Why:",
		"       Get-One\n       Get-Two\n", "Expected: the check “the claim of ldaps.certificate” passes.", "Code: tls.expired", "Original text: original tls.expired",
		"wizard verify 'Berlin ‘‘north’’ & ''south'''"} {
		if !strings.Contains(pki, want) {
			t.Errorf("the sheet lacks %q:\n%s", want, pki)
		}
	}
	if strings.Contains(pki, "2. ") {
		t.Errorf("one fault of two hosts became two items:\n%s", pki)
	}
	if strings.Contains(pki, "practice") {
		t.Error("a real sheet speaks of practice")
	}
	h.Practice = true
	if got := h.Sheets()[0].Text; !strings.Contains(got, "This is practice") {
		t.Errorf("a practice sheet is not marked:\n%s", got)
	}
	if got := handover().Sheets(); got != nil {
		t.Errorf("nothing to do gave %v", got)
	}
}

func TestNotice(t *testing.T) {
	a := setup.Answers{Hosts: []setup.HostAnswer{{Name: "dc1.corp.example.com"}}, Username: `CORP\svc-h2r`, Account: "svc-h2r@example.com"}
	got := handover().Notice(a)
	for _, want := range []string{"ws1", "dc1.corp.example.com", `CORP\svc-h2r`, "svc-h2r@example.com", "tokenGroups", "2026-11-22 20:00"} {
		if !strings.Contains(got, want) {
			t.Errorf("the notice lacks %q:\n%s", want, got)
		}
	}
}
