package exchange

import (
	"hire2retire-setup/connector/check"
)

// Request is what the person who sets up the connection asks of the
// administrators of the tenant, on one page.
type Request struct {
	Subject
	Plan Plan
	// Tenant and ClientID are as they will be used; Tenant may be a domain.
	Tenant, ClientID string
	// ConsentURL approves the application for the whole tenant.
	ConsentURL string
}

// Section is a part of a page: a heading, sentences, and something to copy.
type Section struct {
	Title check.Text
	Lines []check.Text
	Copy  string
}

// Page returns the request, section by section. It says who has to do what, and
// what each permission and role means.
func (r Request) Page() []Section {
	page := []Section{{
		Title: check.T("request.title", "Request: a service account for Hire2Retire in {{.tenant}}", "tenant", r.Tenant),
		Lines: []check.Text{
			check.T("request.what", "The account {{.account}} will manage groups and mailboxes for joiners and leavers in {{.cloud}}.", "account", r.Account, "cloud", r.Cloud.Name),
			check.T("request.reads", "The set-up program itself only reads. It signs the account in, proves what the account may do, and changes nothing."),
		},
	}, r.consent()}
	if len(r.Plan.Exchange) > 0 {
		page = append(page, r.roles(check.T("request.exchange", "Exchange administrator: roles, in one role group"), r.Plan.Exchange,
			GrantCommand(r.Subject, Grant{Roles: r.Plan.RoleNames(true), WriteScope: r.Plan.WriteScope})))
		page[len(page)-1].Lines = append(page[len(page)-1].Lines, r.Plan.Limit())
	}
	for _, n := range r.Plan.Entra {
		page = append(page, r.roles(check.T("request.entra", "Privileged Role Administrator: a role in Entra ID"), []Needed{n}, EntraRoleCommand(r.Cloud, r.Account, n.Role)))
	}
	return page
}

// consent lists the permissions in Microsoft's words.
func (r Request) consent() Section {
	s := Section{Title: check.T("request.consent", "Application administrator: approve the application {{.client}}", "client", r.ClientID), Copy: r.ConsentURL}
	for _, scope := range r.Plan.Scopes {
		if scope.Resource != Identity {
			s.Lines = append(s.Lines, check.T("request.scope", "{{.name}} – Microsoft says: {{.title}}. Why: {{.why}}", "name", scope.Name, "title", scope.Title, "why", scope.Why.T()))
		}
	}
	s.Lines = append(s.Lines, check.T("request.consent.means", "The link approves it for every user of the tenant. To approve it for this account alone, register an application of your own with the script of the program."))
	return s
}

func (r Request) roles(title check.Text, needed []Needed, command string) Section {
	s := Section{Title: title, Copy: command}
	for _, n := range needed {
		if n.Advised {
			s.Lines = append(s.Lines, check.T("request.role.advised", "{{.role}}, advised. {{.because}} What it allows: {{.allows}}", "role", n.Role.Name, "because", n.Because, "allows", n.Role.Allows.T()))
			continue
		}
		s.Lines = append(s.Lines, check.T("request.role", "{{.role}}. What it allows: {{.allows}}", "role", n.Role.Name, "allows", n.Role.Allows.T()))
		for _, f := range chosen(n.Features) {
			s.Lines = append(s.Lines, check.T("request.role.for", "{{.role}} is needed for: {{.feature}}. {{.explains}}", "role", n.Role.Name, "feature", f.Name.T(), "explains", f.Explains.T()))
		}
	}
	return s
}
