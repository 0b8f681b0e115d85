package widgets_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/ui/theme"
	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

var lookNames = map[theme.Look]string{theme.Light: "light", theme.Dark: "dark", theme.HighContrast: "contrast"}

// sheet is a window full of widgets in their states: for pictures, and for the
// test that every text stands on a paper it may stand on.
type sheet struct {
	size fyne.Size
	make func() fyne.CanvasObject
	// then does what has to be done when the window is there.
	then func(t *testing.T, w fyne.Window)
}

var gallery = map[string]sheet{
	"controls": {fyne.NewSize(1000, 720), onPage(controlsSheet), nil},
	"choices":  {fyne.NewSize(1000, 560), onPage(choicesSheet), func(_ *testing.T, w fyne.Window) { widgettest.Tab(w, 2) }},
	"lists":    {fyne.NewSize(1000, 860), onPage(listsSheet), nil},
	"checks":   {fyne.NewSize(900, 1080), onPage(checksSheet), openDetails},
	"expanders": {fyne.NewSize(800, 300), onPage(func() fyne.CanvasObject { _, _, card := sampleExpanders(); return card }), func(_ *testing.T, w fyne.Window) {
		widgettest.Tab(w, 1)
		widgettest.Key(w, fyne.KeySpace)
	}},
	"hosts": {fyne.NewSize(800, 620), onPage(hostsSheet), func(_ *testing.T, w fyne.Window) { widgettest.Tab(w, 1) }},
	"menu":  {fyne.NewSize(700, 600), onPage(choicesSheet), openMenu},
	"shell": {fyne.NewSize(1100, 720), func() fyne.CanvasObject { return sampleShell("") }, focusHosts},
	"small": {fyne.NewSize(930, 500), func() fyne.CanvasObject {
		return sampleShell("Practice mode: nothing here is real, and nothing leaves this computer.")
	}, focusHosts},
	"large":  {fyne.NewSize(1920, 1080), func() fyne.CanvasObject { return sampleShell("") }, nil},
	"dialog": {fyne.NewSize(1100, 720), func() fyne.CanvasObject { return sampleShell("") }, openDialog},
	"tip":    {fyne.NewSize(930, 500), func() fyne.CanvasObject { return sampleShell("") }, openTip},
}

// showSheet opens a sheet in a window.
func showSheet(t *testing.T, s sheet) fyne.Window {
	w := widgettest.Window(t, s.size, s.make())
	if s.then != nil {
		s.then(t, w)
	}
	return w
}

func TestGallery(t *testing.T) {
	for look, name := range lookNames {
		t.Run(name, func(t *testing.T) {
			widgettest.Look(t, look)
			for sheetName, s := range gallery {
				widgettest.Picture(t, "gallery-"+sheetName+"-"+name, showSheet(t, s))
			}
		})
	}
}

func onPage(make func() fyne.CanvasObject) func() fyne.CanvasObject {
	return func() fyne.CanvasObject {
		return Stack(NewSurface(theme.Page, theme.None, 0), PadAll(theme.Wide, make()))
	}
}

func controlsSheet() fyne.CanvasObject {
	off := NewButton("Disabled", nil)
	off.Disable()
	offPrimary := NewPrimary("Next", nil)
	offPrimary.Disable()
	buttons := Wrap(theme.Small,
		NewPrimary("Next", nil), NewButton("Back", nil), NewSubtle("Check all again", nil).WithIcon(theme.IconAgain),
		NewDanger("Delete connection", nil), off, offPrimary, NewButton("Add host", nil).WithIcon(theme.IconAdd),
		NewIconButton(theme.IconDelete, "Remove", nil), NewLinkButton("Type the DN myself", nil).WithIcon(theme.IconEdit))
	name := NewInput("Connection name")
	name.SetText("Connection-Directory Service")
	empty := NewInput("dc1.corp.example.com")
	bad := NewInput("").Judge(func(string) string { return "“636x” is not a port. Type a number from 1 to 65535; LDAPS uses 636." })
	bad.SetText("636x")
	badField := NewField("Port", "LDAPS uses port 636.", bad)
	badField.Problem()
	noted := NewInput("").Mono()
	noted.SetText("OU=Staff,DC=corp,DC=example,DC=com")
	notedField := NewField("Base DN", "", noted)
	notedField.SetNotice(theme.Good, "Found in the directory.")
	secret := NewSecretInput(widgettest.English(), "Password")
	lines := NewMultilineInput("One DN per line", 3)
	lines.SetText("OU=Staff,DC=corp,DC=example,DC=com\nOU=Sales,DC=corp,DC=example,DC=com")
	offInput := NewInput("")
	offInput.SetText("Set by your organization")
	offInput.Disable()
	return Column(theme.Large,
		NewHeading("Service account", theme.Title),
		Wide(760, NewParagraph("This account does the work in Active Directory. It signs in to the domain controllers over LDAPS, and every right that it needs is looked at without changing anything.", theme.Body, theme.Soft)),
		buttons,
		Columns(theme.Wide, []float32{.5, .5},
			Column(theme.Large, NewField("Connection name", "Shown in Hire2Retire.", name), badField, NewField("Host", "A name or an IP address.", empty), NewField("Locked", "", offInput)),
			Column(theme.Large, notedField, NewField("Password", "Kept in Windows Credential Manager on this computer.", secret), NewField("Target OUs for users", "One DN per line.", lines))),
		NewSection(Section{
			Title: "Domain controllers", Lead: "The first host that answers is used.", Aside: NewLinkButton("Edit", nil).WithIcon(theme.IconEdit),
			Body: NewParagraph("A card with a title, a sentence and a body.", theme.Body, theme.Text),
		}),
	)
}

func choicesSheet() fyne.CanvasObject {
	keep := NewCheckBox("Keep the password on this computer", "In Windows Credential Manager, for this connection only.", nil)
	keep.SetChecked(true)
	other := NewCheckBox("Check the connection again every day", "", nil)
	off := NewCheckBox("Set by your organization", "", nil)
	off.SetChecked(true)
	off.Disable()
	where := NewRadioGroup("Password", []Option{
		{"Keep it on this computer", "The connection can be verified again without typing it."},
		{"Hand it over and keep nothing", "It goes into a file that only Hire2Retire can open."},
		{"Ask every time", ""},
	}, nil)
	where.Choose(1)
	language := NewSelectBox("Language", []string{"English", "Deutsch"}, nil)
	language.Choose(0)
	empty := NewSelectBox("Cloud", []string{"Worldwide", "GCC High", "DoD", "21Vianet"}, nil)
	return Column(theme.Large, NewCard(Column(0, keep, other, off)), NewCard(where),
		Row(theme.Small, Fixed(220, language), Fixed(220, empty)))
}

func listsSheet() fyne.CanvasObject {
	w := widgettest.English()
	chips := Wrap(theme.Small, NewChip(theme.Good, "Verified · 9 ms"), NewChip(theme.Caution, "Certificate not trusted"), NewChip(theme.Bad, "No answer on port 636"),
		NewChip(theme.Busy, "Checking certificate"), NewChip(theme.Doubt, "Could not check"), NewChip(theme.Left, "Not checked"), NewChip(theme.Info, "Read from dc1"), NewChip(theme.Neutral, "Not signed in"))
	table := NewTable(TableSpec{
		Name: "Permissions", Heads: []string{"What you want to manage", "Role needed", "What it allows"}, Fractions: []float32{.3, .33, .37},
		Rows: [][]fyne.CanvasObject{
			{IconCell(theme.IconInbox, "Distribution lists"), NewParagraph("Distribution Groups", theme.Strong, theme.Text), NewParagraph("Read, create and change lists.", theme.Body, theme.Soft)},
			{IconCell(theme.IconShieldCheck, "Mail-enabled security groups"), NewParagraph("Security Group Creation and Membership", theme.Strong, theme.Text), NewParagraph("Read, create and change their members.", theme.Body, theme.Soft)},
		},
	})
	summary := NewKeyValues(
		KeyValue{Key: "Connection name", Value: "Connection-Directory Service"},
		KeyValue{Key: "Hosts", Value: "dc1.corp.example.com:636", Aside: NewChip(theme.Good, "Verified")},
		KeyValue{Value: "dc2.corp.example.com:636", Aside: NewChip(theme.Caution, "Trusted by a pin")},
		KeyValue{Key: "Base DN", Value: "OU=Staff,DC=corp,DC=example,DC=com", Mono: true},
		KeyValue{Key: "Password", Value: "Kept in Windows Credential Manager"})
	progress := NewProgressLine(w, nil)
	progress.Start("Waiting for the sign-in in your browser")
	progress.Stop() // the picture must not change
	progress.Show()
	return Column(14, chips,
		NewBanner(theme.Info, "You have an unfinished set-up from yesterday, 16:42", "Everything except passwords was kept. Continue where you stopped, or start again.", NewPrimary("Continue", nil), NewButton("Start again", nil)),
		NewBanner(theme.Caution, "dc2 uses a certificate of an authority that this computer does not know", "Issued by CORP-ISSUING-CA, valid until 14 March 2027. Trust it only if you recognise it."),
		NewBanner(theme.Bad, "The connection is saved, but not verified", ""),
		table, NewSection(Section{Title: "Directory", Aside: NewLinkButton("Edit", nil).WithIcon(theme.IconEdit), Body: summary}),
		NewCodeBox(w, "dsacls \"OU=Contractors,DC=corp,DC=example,DC=com\" /I:S /G \"CORP\\svc-h2r:RPWP;givenName;user\"\ndsacls \"OU=Contractors,DC=corp,DC=example,DC=com\" /I:S /G \"CORP\\svc-h2r:CA;Reset Password;user\""),
		Row(12, NewBadge(theme.IconServer), Column(2, NewText("A domain controller", theme.Strong, theme.Text), NewText("It accepts LDAPS on port 636.", theme.Body, theme.Soft))),
		progress)
}

// sampleResults are the rows of a check list in every state.
func sampleResults() []check.Result {
	return []check.Result{
		{
			ID: "ldaps.connect", Host: "dc1.corp.example.com", Title: check.Verbatim("The domain controller answers over LDAPS"), Status: check.Passed,
			Found: check.Verbatim("10.20.0.11 answered with TLS 1.3."), Took: 9 * time.Millisecond,
		},
		{
			ID: "ldaps.bind", Host: "dc1.corp.example.com", Title: check.Verbatim("The account can sign in"), Status: check.Failed, Took: 12 * time.Millisecond,
			Facts: check.Facts{"via": "dc1.corp.example.com"}, Problems: []*check.Problem{{
				Code:   "ldap.account-locked",
				Detail: check.Verbatim("CORP\\svc-h2r is locked after too many wrong passwords."), Cause: "LDAP Result Code 49 \"Invalid Credentials\": 80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 775, v4f7c",
				Advice: check.Advice{
					Who: check.AD, Do: check.Verbatim("Unlock the account, find out which computer sends the old password, and check again."), Field: "password",
					Command: "Unlock-ADAccount -Identity 'svc-h2r'",
				},
			}},
		},
		{
			ID: "account.domain-admin", Title: check.Verbatim("The account is a Domain Admin"), Status: check.Skipped,
			Found: check.Verbatim("Not checked, because this did not pass: The account can sign in"),
		},
		{
			ID: "account.delegation", Target: "OU=Contractors,OU=Staff,DC=corp,DC=example,DC=com", Title: check.Verbatim("The account has control of the target OU"), Status: check.Warned, Took: 34 * time.Millisecond,
			Problems: []*check.Problem{{Code: "account.over-privileged", Detail: check.Verbatim("The rights are enough without Domain Admins."), Advice: check.Advice{Who: check.AD, Do: check.Verbatim("Take the account out of Domain Admins.")}}},
		},
		{
			ID: "directory.base-dn", Title: check.Verbatim("The Base DN exists in this domain"), Status: check.Unknown, Took: 10 * time.Second,
			Problems: []*check.Problem{{Code: "net.timeout", Severity: check.Uncertain, Detail: check.Verbatim("dc1.corp.example.com did not answer within 10 s."), Advice: check.Advice{Who: check.Network, Do: check.Verbatim("Check again.")}}},
		},
		{ID: "exchange.connect", Title: check.Verbatim("Exchange Online answers"), Status: check.Pending},
	}
}

func checksSheet() fyne.CanvasObject {
	l := NewCheckList(widgettest.English())
	l.OnAgain, l.OnCancel, l.OnField = func(check.Result) {}, func(check.Result) {}, func(string) {}
	l.OnAccept = func(check.Result, bool) {}
	l.Set(sampleResults())
	return NewSection(Section{Title: "Checks", Aside: Row(6, NewChip(theme.Good, "1 passed"), NewChip(theme.Caution, "1 warning"), NewChip(theme.Bad, "1 problem")), Body: l})
}

func openDetails(t *testing.T, w fyne.Window) {
	widgettest.Button(t, w.Content(), "Details").Press()
	var second *Button
	Walk(w.Content(), func(o fyne.CanvasObject) bool {
		if b, ok := o.(*Button); ok && b.Label() == "How to fix" {
			second = b
			return false
		}
		return true
	})
	second.Press()
}

func hostsSheet() fyne.CanvasObject {
	e := NewHostEditor(widgettest.English(), "636", NewButton("Find domain controllers", nil).WithIcon(theme.IconFind), NewSubtle("Check all again", nil).WithIcon(theme.IconAgain))
	e.JudgePort = func(text string) string {
		if text == "389" {
			return "389 is plain LDAP. The connection uses LDAPS, port 636."
		}
		return ""
	}
	e.SetHosts([]Host{{"dc1.corp.example.com", "636"}, {"dc2.corp.example.com", "636"}, {"10.20.0.14", "636"}, {"dc-branch-with-a-long-name.emea.corp.example.com", "389"}})
	e.FocusError()
	e.SetStatus(0, theme.Good, "Verified · 9 ms")
	e.SetStatus(1, theme.Caution, "Certificate not trusted by this computer")
	e.SetNote(1, NewBanner(theme.Caution, "dc2 uses a certificate of an authority that this computer does not know", "Issued by CORP-ISSUING-CA, valid until 14 March 2027.",
		NewButton("Review certificate", nil).WithIcon(theme.IconSeal), NewButton("Choose CA file", nil).WithIcon(theme.IconOpenFile)))
	e.SetStatus(2, theme.Busy, "Checking certificate")
	return NewSection(Section{Title: "Domain controllers", Lead: "The first host that answers is used. Add a second one so that the connection works during maintenance.", Body: e})
}

func sampleShell(strip string) *Shell {
	words := widgettest.English()
	rail := NewStepRail(words, func(string) {})
	rail.SetSteps([]StepGroup{
		{Steps: []Step{{"welcome", "Welcome", "", StepDone}, {"permissions", "Permissions", "Read", StepDone}}},
		{Title: "Directory", Note: "This computer", Steps: []Step{{"hybrid", "Hybrid connection", "2 hosts need attention", StepAttention}, {"basedn", "Base DN", "OU=Staff", StepRecheck}, {"account", "Service account", "Locked", StepFailed}}},
		{Title: "Microsoft 365", Note: "Not started", Steps: []Step{{"exchange", "Exchange Online", "Sign-in needed", StepTodo}}},
		{Steps: []Step{{"review", "Review and save", "", StepTodo}}},
	}, "hybrid")
	s := NewShell(Brand{"Connection Setup", "Hire2Retire · Hybrid"}, rail,
		NewRailAction(theme.IconHelp, "Help for this step", "F1", nil), NewRailAction(theme.IconAppearance, "Appearance", "", nil))
	s.SetHead(Head{"Step 3 of 7", "Hybrid connection", "Add the domain controllers that the connection may use. Each one is looked at when you leave its field."})
	name := NewInput("")
	name.SetText("Connection-Directory Service")
	s.SetBody(Column(theme.Large, Wide(420, NewField("Connection name", "", name)), hostsSheet()))
	s.SetStatus(theme.Caution, "2 hosts need attention. You can continue with dc1.")
	s.SetButtons(NewButton("Back", nil), NewPrimary("Next", nil), NewButton("Cancel", nil))
	s.SetStrip(strip)
	return s
}

func focusHosts(_ *testing.T, w fyne.Window) {
	widgettest.Tab(w, 3)
}

func openTip(_ *testing.T, w fyne.Window) { widgettest.Tab(w, 5) }

func openMenu(t *testing.T, w fyne.Window) {
	box := widgettest.Find(t, w.Content(), func(s *SelectBox) bool { return s.Semantics().Name == "Cloud" })
	w.Canvas().Focus(box)
	box.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
}

func openDialog(_ *testing.T, w fyne.Window) {
	trust := NewPrimary("Trust this CA", nil)
	dialog := NewDialog(DialogSpec{
		Title: "Do you recognise this certificate?", Lead: "dc2.corp.example.com showed a certificate of an authority that this computer does not trust.",
		Body: Column(14, NewCard(NewKeyValues(KeyValue{Key: "Issued to", Value: "dc2.corp.example.com"}, KeyValue{Key: "Issued by", Value: "CORP-ISSUING-CA"},
			KeyValue{Key: "Valid", Value: "14 March 2025 to 14 March 2027"}, KeyValue{Key: "SHA-256 of the CA", Value: "9F:2C:71:0B:E4:5D:88:A1:31:5C:D7:40:6E:0A:B2:F9", Mono: true})),
			NewBanner(theme.Caution, "Compare the fingerprint", "Ask the person who runs your certificate authority, or run certutil on the CA server.")),
		Buttons: []*Button{NewSubtle("Copy details", nil).WithIcon(theme.IconCopy), NewButton("Don't trust", nil), trust}, Default: trust,
	})
	dialog.Open(w.Canvas())
}
