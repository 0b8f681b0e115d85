package ui_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// scopeTitle is the line of the write scope.
var scopeTitle = check.T("write-scope", "Reach of the Exchange roles")

// onExchange opens the page of the Exchange step.
func onExchange(t *testing.T, faults ...string) *screen {
	t.Helper()
	s := newScreen(t, faults...)
	s.window.Goto(setup.Exchange)
	return s
}

// pressTop presses a button of the dialog above the page.
func (s *screen) pressTop(name string) {
	s.Helper()
	widgettest.Button(s.T, s.page(), name).Press()
}

// Both lists follow the ticks, and a line that was opened stays open.
func TestListsFollowTheTicks(t *testing.T) {
	s := onExchange(t)
	s.tabTo("Manage Exchange configuration")
	s.key(fyne.KeySpace)
	s.says("Exchange.Manage, delegated, of Office 365 Exchange Online", "Microsoft's words: “Allows the app to manage the organization's Exchange environment")
	s.tabTo("Exchange role Mail Recipients")
	s.key(fyne.KeyReturn)
	s.says("The account can give anyone, itself included, access to every mailbox in its write scope.", "For Microsoft 365 groups, Shared mailboxes")
	box := func(name string) *widgets.CheckBox {
		return widgettest.Find(t, s.page(), func(b *widgets.CheckBox) bool { return b.Semantics().Name == name })
	}
	box("Microsoft 365 groups").Tapped(nil)
	s.says("For Shared mailboxes", "access to every mailbox in its write scope")
	box("Create shared mailboxes").Tapped(nil)
	s.says("Exchange role Mail Recipient Creation", "For Create shared mailboxes")
	box("Ask to read the Entra roles, too").Tapped(nil)
	s.says("Read directory RBAC settings")
	if !s.flow.Answers().ReadRoles {
		t.Error("the optional permission is shown and not asked for")
	}
}

// An application of one's own is chosen by the arrows, and given up without
// losing what was typed.
func TestOwnApplicationByKeyboard(t *testing.T) {
	const id = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
	s := onExchange(t)
	s.tabTo("Cloud and application")
	s.key(fyne.KeyReturn)
	s.tabTo("Application that asks for the permissions")
	s.key(fyne.KeyDown)
	s.tabTo("Application (client) ID")
	widgettest.Type(s.win, id)
	if got := s.flow.Answers().ClientID; got != id {
		t.Errorf("the client ID is %q", got)
	}
	line := s.expander(check.T("application", "Cloud and application"))
	s.says("Practice, application of your own")
	kind := widgettest.Find(t, s.page(), func(g *widgets.RadioGroup) bool {
		return g.Semantics().Name == "Application that asks for the permissions"
	})
	s.win.Canvas().Focus(kind)
	s.key(fyne.KeyUp)
	if got := s.flow.Answers().ClientID; got != "" {
		t.Errorf("with the application of the wizard the client ID is %q", got)
	}
	s.says("Practice, application of this wizard")
	s.key(fyne.KeyDown)
	if got := s.flow.Answers().ClientID; got != id {
		t.Errorf("what was typed is %q after looking at the other choice", got)
	}
	s.press("Script that registers it…")
	s.says2("New-MgApplication", s.world.Account(), "For an Application Administrator")
	s.key(fyne.KeyEscape)
	line.Open(false)
	s.window.Goto(setup.Review)
	s.window.Goto(setup.Exchange)
	s.says("Practice, application of your own")
}

// says2 looks at the dialog above the page.
func (s *screen) says2(sentences ...string) {
	s.Helper()
	var b strings.Builder
	for _, told := range widgets.Told(s.page()) {
		b.WriteString(told.Name + "\n" + told.Value + "\n")
	}
	for _, sentence := range sentences {
		if !strings.Contains(b.String(), sentence) {
			s.Errorf("the dialog does not say %q; it says:\n%s", sentence, b.String())
		}
	}
}

// A field that cannot be used behind a closed line opens it.
func TestFaultBehindALine(t *testing.T) {
	s := onExchange(t)
	s.flow.Edit(func(a *setup.Answers) { a.ClientID, a.WriteScope = "nonsense", strings.Repeat("x", 65) })
	s.window.Goto(setup.Review)
	s.window.Goto(setup.Exchange)
	s.window.Next()
	s.says("“nonsense” is not an application (client) ID.", "cannot be the name of a write scope.", "Look at the 2 marked fields.")
	if got := widgettest.Focused(s.win).Name; got != "Application (client) ID" {
		t.Errorf("the focus is on %q", got)
	}
}

// A write scope is part of the answers, of the sentence about the roles, and of
// the script.
func TestWriteScope(t *testing.T) {
	s := onExchange(t)
	s.expander(scopeTitle).Open(true)
	s.says("The Exchange roles reach every group and mailbox of the organization.")
	s.tabTo("Reach of the Exchange roles")
	choice := widgettest.Find(t, s.page(), func(g *widgets.RadioGroup) bool { return g.Semantics().Name == "Reach of the Exchange roles" })
	s.win.Canvas().Focus(choice)
	s.key(fyne.KeyDown) // which leads to the name
	widgettest.Type(s.win, "Berlin only")
	s.says("Limited to Berlin only", "The Exchange roles are limited to the write scope Berlin only")
	s.expander(check.T("handout", "For your administrators")).Open(true)
	s.press("Show scripts…")
	widgettest.Find(t, s.page(), func(x *widgets.Expander) bool { return true }).Open(true)
	s.says2(`"writeScope":"Berlin only"`, "-AllowCustomization", "-Undo takes back exactly")
	s.key(fyne.KeyEscape)
	s.win.Canvas().Focus(choice)
	s.key(fyne.KeyUp)
	if a := s.flow.Answers(); a.WriteScope != "" {
		t.Errorf("for the whole organization the write scope is %q", a.WriteScope)
	}
}

// The request is one page that can be copied and saved; the link is the one that
// approves.
func TestRequest(t *testing.T) {
	s := onExchange(t)
	s.expander(check.T("handout", "For your administrators")).Open(true)
	s.press("Copy link")
	if link := fyne.CurrentApp().Clipboard().Content(); link != s.flow.ConsentURL() || !strings.Contains(link, "adminconsent") {
		t.Errorf("the link is %q", link)
	}
	s.says("approves the permissions for every user of the tenant")
	s.press("Show request…")
	s.says2("Request: a service account for Hire2Retire", s.flow.ConsentURL())
	path := filepath.Join(t.TempDir(), "request.txt")
	s.pressTop("Save as…")
	in := widgettest.Find(t, s.page(), func(i *widgets.Input) bool { return i.Semantics().Name == "Path of the file" })
	in.SetText(path)
	s.pressTop("Save")
	events.wait(t, "the file", func() bool { return slices.Contains(namesOf(s.page()), "Saved as "+path) })
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "New-RoleGroup") {
		t.Errorf("saved %q, %v", text, err)
	}
}

func namesOf(o fyne.CanvasObject) []string {
	var names []string
	for _, told := range widgets.Told(o) {
		names = append(names, told.Name)
	}
	return names
}

// A report of an administrator can be dropped on the window: its rows are likely
// and say who reported them. A file that is none is explained and taken nothing
// from.
func TestEvidenceByDropping(t *testing.T) {
	s := onExchange(t)
	drop := func(name, text string) {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		s.window.Dropped(storage.NewFileURI(path))
	}
	drop("notes.json", `{"notes":[]}`)
	events.wait(t, "the refusal", func() bool { return contains(s.text(), "This file was not taken") })
	s.says("The file is not what the script writes. Choose the JSON file that the script wrote, unchanged.")
	at := time.Now().UTC()
	drop("report.json", `{"version":1,"kind":"hire2retire-evidence","account":"`+s.world.Account()+`","tenantId":"t","by":"admin@practice.example","at":"`+at.Format(time.RFC3339)+`",
"assignments":[{"role":"Mail Recipients","roleType":"MailRecipients","to":"Hire2Retire","toType":"RoleGroup","writeScope":""}],"roleGroups":[],"entraRoles":[]}`)
	events.wait(t, "the rows", func() bool { return contains(s.text(), "report.json was imported.") })
	s.says("admin@practice.example reported at "+at.Format("2006-01-02 15:04 UTC")+" that "+s.world.Account()+" has the role Mail Recipients. This was not proved.", "roles are missing, as far as can be seen")
	s.press("Hand over…")
	s.says2("For the Exchange administrators", "For the Entra ID administrators")
}

// An account that nobody typed is looked at before the window goes on; the next
// Next goes on.
func TestNobodyTypedTheAccount(t *testing.T) {
	s := onExchange(t)
	s.flow.Edit(func(a *setup.Answers) { a.Account = "" })
	s.window.Next()
	s.idle()
	if got := s.flow.Current().ID; got != setup.Exchange {
		t.Fatalf("went on to %s without showing who signed in", got)
	}
	s.says("Signed in as "+s.world.Account(), "Tenant 5a1e0c4b-7d2f-4b8e-9a36-2f1c0d9e8b47, Practice")
	s.window.Next()
	s.at(setup.Review)
}

// What is odd about an account is said beside its name.
func TestOddAccounts(t *testing.T) {
	for fault, says := range map[string]string{
		"entra.account-synced": "is synchronized from Active Directory.",
		"entra.other-account":  "helpdesk@practice.example signed in, but svc-hire2retire@practice.example was typed.",
		"entra.guest":          "is a guest in this tenant.",
	} {
		t.Run(fault, func(t *testing.T) {
			s := onExchange(t, fault)
			s.window.Next()
			s.idle()
			s.at(setup.Exchange)
			s.says("Signed in as ", says)
			s.press("Sign out and forget")
			if slices.Contains(s.names(), "Sign out and forget") {
				t.Error("after signing out somebody is still signed in")
			}
			if _, _, ok := s.flow.SignedIn(); ok {
				t.Error("the flow still has an account")
			}
		})
	}
}

// Keeping the sign-in is a choice, and off at first.
func TestKeepSignIn(t *testing.T) {
	s := onExchange(t)
	if s.flow.Answers().KeepSignIn {
		t.Error("the sign-in is kept without asking")
	}
	s.tabTo("Keep the sign-in on this computer")
	s.key(fyne.KeySpace)
	if !s.flow.Answers().KeepSignIn {
		t.Error("a tick does not keep it")
	}
}

// What the tenant says of itself, and what is odd about the suffixes of Active
// Directory, stands beside who signed in.
func TestTenantBesideTheAccount(t *testing.T) {
	s := onExchange(t)
	s.flow.Edit(func(a *setup.Answers) { a.Username, a.BaseDN = "svc@corp.local", "DC=corp,DC=local" })
	s.window.Next()
	s.idle()
	s.at(setup.Exchange)
	s.says("Its verified domains: practice.example", "corp.local")
}

// The clouds are chosen by the arrows; the hosts that have to be reached follow.
func TestNationalCloud(t *testing.T) {
	s := newScreen(t)
	deps := s.flow.Deps()
	deps.Practice, deps.Cloud, deps.Start.Cloud = false, cloud.Find, cloud.Worldwide
	real := openScreen(t, s.world, deps, s.words)
	real.window.Goto(setup.Exchange)
	real.expander(check.T("application", "Cloud and application")).Open(true)
	real.tabTo("Microsoft cloud")
	real.key(fyne.KeyDown)
	if got := real.flow.Answers().Cloud; got != cloud.GCCHigh {
		t.Errorf("the cloud is %s, want the second", got)
	}
	real.says("application of this wizard")
	real.window.Goto(setup.Permissions)
	real.says("login.microsoftonline.us")
}

// With everything open and with very long answers nothing sticks out of the
// smallest window, in German neither.
func TestNothingSticksOutOfTheOpenLines(t *testing.T) {
	s := newScreenIn(t, "de", "role.missing")
	s.flow.Edit(swollen)
	s.flow.Edit(func(a *setup.Answers) {
		a.ClientID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
		a.WriteScope, a.ScopeFilter = strings.Repeat("Schreibbereich ", 4), strings.Repeat("CustomAttribute1 -eq 'Donaudampfschifffahrt' -or ", 4)
		a.Tenant = strings.Repeat("tochtergesellschaft.", 8) + "example.com"
	})
	for _, size := range sizes {
		s.win.Resize(size)
		s.window.Goto(setup.Permissions)
		s.fits(fmt.Sprint("permissions at ", size), size)
		s.window.Goto(setup.Exchange)
		widgets.Walk(s.win.Canvas().Content(), func(o fyne.CanvasObject) bool {
			if x, ok := o.(*widgets.Expander); ok {
				x.Open(true)
			}
			return true
		})
		widgettest.Settle(s.win)
		s.fits(fmt.Sprint("exchange at ", size), size)
	}
}
