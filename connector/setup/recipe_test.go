package setup_test

import (
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
)

func TestRecipeText(t *testing.T) {
	h := directory.Host{Name: "dc1.corp.example.com", Port: 636}
	r, ok := setup.RecipeFor(&check.Problem{Code: "tls.self-signed"}, h)
	if !ok {
		t.Fatal("there is no recipe against a self-signed certificate")
	}
	text := setup.RecipeText(r, check.Text.String)
	for _, want := range []string{"Give dc1.corp.example.com a certificate", "\n1. ", "Get-Certificate -Template", r.Source} {
		if !strings.Contains(text, want) {
			t.Errorf("the recipe lacks %q:\n%s", want, text)
		}
	}
	if _, ok := setup.RecipeFor(&check.Problem{Code: "dn.syntax"}, h); ok {
		t.Error("there is a recipe for the domain controller against a typing error")
	}
}

func TestTargetOUs(t *testing.T) {
	sales, _ := setup.NodeAt(`OU=Sales\, EMEA,OU=Staff,DC=corp,DC=example,DC=com`)
	lab, _ := setup.NodeAt(`OU=Lab,DC=corp,DC=example,DC=com`)
	text := setup.WithOU("", sales)
	text = setup.WithOU(text+"\nnot a DN\n", lab)
	text = setup.WithOU(text, sales)
	if want := "OU=Sales\\, EMEA,OU=Staff,DC=corp,DC=example,DC=com\nnot a DN\nOU=Lab,DC=corp,DC=example,DC=com"; text != want {
		t.Errorf("the list is %q, want %q", text, want)
	}
	if got := setup.OUs(text); len(got) != 2 || got[0].Name != "Sales, EMEA" || got[1].Name != "Lab" {
		t.Errorf("OUs = %v", got)
	}
	if text = setup.WithoutOU(text, sales); text != "not a DN\nOU=Lab,DC=corp,DC=example,DC=com" {
		t.Errorf("without Sales the list is %q", text)
	}
	if got := setup.PathOf(sales); got != "Staff" {
		t.Errorf("PathOf = %q", got)
	}
	if got := setup.PathOf(lab); got != "" {
		t.Errorf("PathOf of an OU of the domain = %q", got)
	}
}

// Whoever checks as themselves is told about their own name and password.
func TestMyFaults(t *testing.T) {
	bad := setup.MyFaults("", secret.Text{})
	if len(bad) != 2 || bad[0].Advice.Field != setup.FieldMyUsername || bad[1].Advice.Field != setup.FieldMyPassword {
		t.Fatalf("MyFaults = %v", bad)
	}
	for _, p := range bad {
		if !strings.Contains(p.Advice.Do.String(), "your own account") {
			t.Errorf("the advice is %q", p.Advice.Do)
		}
	}
	if bad := setup.MyFaults("admin@corp.example.com", secret.New("x")); len(bad) != 0 {
		t.Errorf("MyFaults = %v", bad)
	}
}

func TestFaultAt(t *testing.T) {
	f := setup.New(setup.Deps{})
	f.Edit(func(a *setup.Answers) { a.BaseDN = "DC=corp/DC=com" })
	bad := f.Faults(setup.BaseDN)
	if len(bad) != 1 {
		t.Fatal(bad)
	}
	if text, at := setup.FaultAt(bad[0]); text != "DC=corp/DC=com" || at != 8 {
		t.Errorf("FaultAt = %q, %d", text, at)
	}
	if _, at := setup.FaultAt(&check.Problem{Code: "net.refused"}); at != 0 {
		t.Errorf("a problem of the network is at %d", at)
	}
	if ready, bad := f.TreeNeeds(); ready || len(bad) == 0 {
		t.Error("nothing is needed to open the tree")
	}
}
