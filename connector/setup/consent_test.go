package setup_test

import (
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/setup"
)

// Practice has a cloud of its own; a real set-up chooses among the four.
func TestClouds(t *testing.T) {
	deps := practiceDeps(t)
	if got := setup.New(deps).Clouds(); len(got) != 1 || got[0].ID != cloud.Practice || got[0].Name == "" {
		t.Errorf("practice offers %v, want its own cloud alone", got)
	}
	deps.Practice, deps.Cloud, deps.Start.Cloud = false, cloud.Find, cloud.China
	f := setup.New(deps)
	var ids []string
	for _, c := range f.Clouds() {
		ids = append(ids, string(c.ID))
	}
	if got := strings.Join(ids, " "); got != "worldwide gcc-high dod 21vianet" {
		t.Errorf("the clouds are %s", got)
	}
	if want, _ := cloud.Find(cloud.China); f.CloudName() != want.Name {
		t.Errorf("the chosen cloud is called %q, want %q", f.CloudName(), want.Name)
	}
	if got := strings.Join(f.MicrosoftHosts(), " "); !strings.HasPrefix(got, "login.partner.microsoftonline.cn ") || strings.Count(got, " ") != 2 {
		t.Errorf("its hosts are %s", got)
	}
	f.Edit(func(a *setup.Answers) { a.Cloud = "nowhere" })
	if got := f.MicrosoftHosts(); got != nil {
		t.Errorf("an unknown cloud has the hosts %v", got)
	}
	if f.CloudName() != "nowhere" {
		t.Errorf("an unknown cloud is called %q, want its ID", f.CloudName())
	}
}

// Every role says what it really allows.
func TestRoles(t *testing.T) {
	for _, r := range setup.Roles() {
		if r.Name == "" || r.Allows.Text == "" {
			t.Errorf("the role %+v does not say what it allows", r)
		}
	}
}

// The link asks for what the plan lists, of the application and tenant that were
// answered; without an application there is none.
func TestConsentURL(t *testing.T) {
	deps := practiceDeps(t)
	f := setup.New(deps)
	defer f.Close()
	for _, part := range []string{"/practice.example/v2.0/adminconsent?", "client_id=" + deps.ClientID, "Exchange.Manage"} {
		if url := f.ConsentURL(); !strings.Contains(url, part) {
			t.Errorf("the link %q lacks %q", url, part)
		}
	}
	deps.ClientID = ""
	if url := setup.New(deps).ConsentURL(); url != "" {
		t.Errorf("without an application the link is %q", url)
	}
}

// The request is one page: each part with its heading, its sentences, and what is
// to be copied on lines of its own.
func TestRequestText(t *testing.T) {
	f := setup.New(practiceDeps(t))
	defer f.Close()
	text := setup.RequestText(f.ConsentRequest(), check.Text.String)
	for _, part := range []string{" in practice.example\n", "Exchange.Manage", "    " + f.ConsentURL() + "\n", "\n\n", "New-RoleGroup", "User Administrator"} {
		if !strings.Contains(text, part) {
			t.Errorf("the request lacks %q:\n%s", part, text)
		}
	}
}
