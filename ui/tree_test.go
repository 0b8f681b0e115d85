package ui_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

func (s *screen) tree() *widgets.TreeView {
	s.Helper()
	return widgettest.Find[*widgets.TreeView](s.T, s.page(), nil)
}

// lines are the lines of the tree: "Staff", with what stands beside it, and + for
// an open one.
func (s *screen) lines() []string {
	var out []string
	var view *widgets.TreeView // none before the directory is open
	widgets.Walk(s.page(), func(o fyne.CanvasObject) bool {
		if v, ok := o.(*widgets.TreeView); ok {
			view = v
		}
		return view == nil
	})
	if view == nil {
		return nil
	}
	for _, l := range view.Lines() {
		name := l.Name
		if l.Fold == widgets.Open {
			name = "+" + name
		}
		if l.Marked {
			name = "*" + name
		}
		out = append(out, name)
	}
	return out
}

// counted waits until the tree is there and what is below the Base DN is counted.
func (s *screen) counted() {
	s.Helper()
	events.wait(s.T, "the counts", func() bool {
		for _, busy := range []string{"…", "counting"} {
			for _, l := range s.lines() {
				if contains(l, busy) {
					return false
				}
			}
		}
		text := s.text()
		return contains(text, "63 ") && !contains(text, "ounting") && !contains(text, "gezählt")
	})
}

// Without a password the page says so calmly and leads to the account.
func TestTreeNeedsThePassword(t *testing.T) {
	s := newScreen(t)
	s.window.Goto(setup.BaseDN)
	s.says("The OUs can be shown once the service account and its password are filled in.")
	s.press("Go to Service account")
	s.at(setup.ServiceAccount)
	s.flow.Edit(func(a *setup.Answers) { a.Hosts = nil })
	s.window.Goto(setup.BaseDN)
	s.says("The OUs can be shown once the domain controllers are filled in.")
}

// The tree is opened on demand while nobody has proved the password, walked by
// keyboard, and what is chosen goes into the field and is counted.
func TestChooseTheBaseDN(t *testing.T) {
	s := newScreen(t)
	s.fill()
	s.window.Goto(setup.BaseDN)
	s.tabTo("Browse the directory")
	s.key(fyne.KeyReturn)
	s.counted()
	s.tabTo("Organizational units")
	for s.tree().Semantics().Value != "Staff" {
		s.key(fyne.KeyDown)
	}
	s.key(fyne.KeySpace)
	if got := s.flow.Answers().BaseDN; got != "OU=Staff,DC=practice,DC=example" {
		t.Errorf("Space on Staff gives %q", got)
	}
	s.says("Organizational unit", "OU=Staff")
	events.wait(t, "the counts", func() bool { return contains(s.text(), "users,") && !contains(s.text(), "63 users") })
	s.key(fyne.KeyRight)
	events.wait(t, "what is below Staff", func() bool { return !slices.Contains(s.lines(), "Reading…") })
	s.key(fyne.KeyHome, fyne.KeyReturn)
	if got := s.flow.Answers().BaseDN; got != "DC=practice,DC=example" {
		t.Errorf("Enter on the domain gives %q", got)
	}
}

// What is typed on the tree goes into the filter, and the domain controller is
// asked for it; an empty filter shows the tree again.
func TestFilterIsAskedOfTheServer(t *testing.T) {
	s := newScreen(t)
	s.walk(setup.Exchange)
	s.window.Goto(setup.BaseDN)
	s.counted()
	s.win.Canvas().Focus(s.tree())
	widgettest.Type(s.win, "aver")
	if got := widgettest.Focused(s.win); got.Name != "Find an OU by its name" || got.Value != "aver" {
		t.Errorf("typing went to %+v", got)
	}
	events.wait(t, "Leavers", func() bool { return slices.Equal(s.lines(), []string{"Leavers"}) })
	s.tabTo("Organizational units")
	s.key(fyne.KeyReturn)
	if got := s.flow.Answers().BaseDN; got != "OU=Leavers,DC=practice,DC=example" {
		t.Errorf("Enter on what was found gives %q", got)
	}
	filter := widgettest.Find(t, s.page(), func(i *widgets.Input) bool { return i.Semantics().Name == "Find an OU by its name" })
	filter.SetText("nowhere")
	events.wait(t, "nothing", func() bool { return slices.Equal(s.lines(), []string{"No OU has “nowhere” in its name."}) })
	filter.SetText("")
	if len(s.lines()) < 8 {
		t.Errorf("without a filter the tree shows %q", s.lines())
	}
}

// A password that is refused is said in place of the tree, and not sent again.
func TestTreeWithARefusedPassword(t *testing.T) {
	s := newScreen(t, "ldap.wrong-password")
	s.fill()
	s.window.Goto(setup.BaseDN)
	s.press("Browse the directory")
	events.wait(t, "the refusal", func() bool { return contains(s.text(), "The directory cannot be shown") })
	s.press("Try again")
	events.wait(t, "the guard", func() bool { return contains(s.text(), "was refused") || contains(s.text(), "not sent again") })
	if err := s.world.SetFaults(); err != nil {
		t.Fatal(err)
	}
}

// The sign at fault is marked, and the correction is one click.
func TestFaultIsMarked(t *testing.T) {
	s := newScreen(t)
	s.window.Goto(setup.BaseDN)
	s.typed("Base DN", "DC=practice/DC=example")
	if mark := widgettest.Find[*widgets.FaultMark](t, s.page(), nil); mark.Semantics().Value != "DC=practice⟦/⟧" {
		t.Errorf("marked is %q", mark.Semantics().Value)
	}
	s.press("Use DC=practice,DC=example")
	for _, told := range widgets.Told(s.page()) {
		if told.Name == "Where it cannot be read" {
			t.Error("the mark stays after the correction")
		}
	}
}

// Both lists are ticked in one tree; Esc takes nothing over.
func TestPickTargetOUs(t *testing.T) {
	s := newScreen(t)
	s.walk(setup.Exchange)
	s.window.Goto(setup.ServiceAccount)
	tick := func(names ...string) {
		for _, name := range names {
			s.win.Canvas().Focus(s.tree())
			s.key(fyne.KeyHome)
			for s.tree().Semantics().Value != name {
				s.key(fyne.KeyDown)
			}
			s.key(fyne.KeySpace)
		}
	}
	open := func() {
		s.tabTo("Choose…")
		s.key(fyne.KeyReturn)
		events.wait(t, "the tree", func() bool { return slices.Contains(s.lines(), "*Leavers") })
	}
	before := s.flow.Answers()
	open()
	tick("Leavers")
	s.key(fyne.KeyEscape)
	if a := s.flow.Answers(); a.UserOUs != before.UserOUs {
		t.Errorf("Esc left %q", a.UserOUs)
	}
	open()
	tick("Leavers", "Service Accounts")
	s.win.Canvas().Focus(widgettest.Find[*widgets.RadioGroup](t, s.page(), nil))
	s.key(fyne.KeyDown)
	tick("Staff")
	s.told("dialog-targets")
	s.key(fyne.KeyReturn)
	a := s.flow.Answers()
	if want := "OU=Staff,DC=practice,DC=example\nOU=Contractors,DC=practice,DC=example\nOU=Service Accounts,DC=practice,DC=example"; a.UserOUs != want {
		t.Errorf("the OUs for users are %q", a.UserOUs)
	}
	if want := "OU=Groups,DC=practice,DC=example\nOU=Staff,DC=practice,DC=example"; a.GroupOUs != want {
		t.Errorf("the OUs for groups are %q", a.GroupOUs)
	}
	s.tabTo("Remove Service Accounts")
	s.key(fyne.KeyDelete)
	if a := s.flow.Answers(); strings.Contains(a.UserOUs, "Service Accounts") {
		t.Errorf("Delete on its tag left %q", a.UserOUs)
	}
}

// A text that cannot be read is shown as text, because there is no tag for it.
func TestTargetsThatCannotBeRead(t *testing.T) {
	s := newScreen(t)
	s.fill()
	s.flow.Edit(func(a *setup.Answers) { a.GroupOUs = "Groups" })
	s.window.Goto(setup.ServiceAccount)
	s.window.Next()
	in := widgettest.Find(t, s.page(), func(m *widgets.MultilineInput) bool { return m.Semantics().Name == "OUs for groups" })
	if !in.Semantics().State.Has(widgets.Invalid) {
		t.Error("the text is not marked")
	}
}

// The table begins at what is missing; each cell says what decided.
func TestRightsTable(t *testing.T) {
	s := newScreen(t, "rights.missing")
	s.walk(setup.ServiceAccount)
	s.key(fyne.KeyReturn, fyne.KeyReturn)
	s.idle()
	m := widgettest.Find[*widgets.Matrix](t, s.page(), nil)
	if got := m.Semantics().Value; got != "Contractors, create users: denied" {
		t.Errorf("the table begins at %q", got)
	}
	s.says("Contractors, create users: denied")
	s.win.Canvas().Focus(m)
	s.key(fyne.KeyUp)
	s.says("Staff, create users: proved", "OU=Staff,DC=practice,DC=example")
	s.key(fyne.KeyDown, fyne.KeyRight)
	s.says("Contractors, update users: denied", "Not proved for: ", "givenName")
	s.press("Show unlocking and contacts too")
	if rows := told(s.page()); !contains(rows, "Show only what is required") {
		t.Error("the other operations are not shown")
	}
	s.flow.Edit(func(a *setup.Answers) { a.GroupOUs = "" })
	s.window.Goto(setup.BaseDN)
	s.window.Goto(setup.ServiceAccount)
	if contains(s.text(), "Rights in the target OUs") {
		t.Error("a table that rests on older answers is shown")
	}
}

// An admin without its password checks the service account with an account of
// their own: all is proved but that it can sign in.
func TestCheckAsMe(t *testing.T) {
	s := newScreen(t)
	s.window.Goto(setup.ServiceAccount)
	s.press("You do not have its password? Check as yourself…")
	s.key(fyne.KeyReturn)
	s.told("dialog-as-me") // without a name, which has the focus
	widgettest.Type(s.win, "adm-hire2retire@practice.example")
	s.win.Canvas().FocusNext()
	widgettest.Type(s.win, s.world.Password().Reveal())
	s.key(fyne.KeyReturn)
	s.idle()
	report, _ := s.flow.Results(setup.ServiceAccount)
	if bind, _ := report.Find("ldaps.bind", "dc1.practice.example"); bind.Status != check.Unknown {
		t.Errorf("its sign-in is %s, want could not check", bind.Status)
	}
	for _, r := range report.All("account.delegation") {
		if r.Status != check.Passed {
			t.Errorf("%s: %s", r.Target, r.Status)
		}
	}
	s.says("was not tried", "Rights in the target OUs")
	if !s.flow.Answers().Password.Empty() {
		t.Error("the password of the admin became that of the service account")
	}
}

// Each team gets its text.
func TestHandover(t *testing.T) {
	s := newScreen(t, "rights.missing")
	s.walk(setup.ServiceAccount)
	s.key(fyne.KeyReturn, fyne.KeyReturn)
	s.idle()
	for button, holds := range map[string]string{
		"Script that grants what is missing…":  "OU=Contractors,DC=practice,DC=example",
		"The same as dsacls commands…":         "dsacls.exe",
		"Sheet for the Active Directory team…": "For the Active Directory team",
		"Notice for the security team…":        "Notice for the security team",
		"What happened, step by step…":         "dc2.practice.example",
	} {
		s.press(button)
		text, copies := "", 0
		for _, o := range widgets.Told(s.page()) {
			if text += o.Name + o.Value + "\n"; o.Name == "Copy" {
				copies++
			}
		}
		if !contains(text, holds) || copies != 1 {
			t.Errorf("%s shows %d buttons that copy, and %q", button, copies, text)
		}
		widgettest.Button(t, s.page(), "Copy").Press()
		if copied := fyne.CurrentApp().Clipboard().Content(); !contains(copied, holds) {
			t.Errorf("%s copies %q", button, copied)
		}
		s.key(fyne.KeyEscape)
	}
}

// In a low window the tree of the dialog is lower, so that it is the only thing
// that scrolls, in both languages.
func TestPickerInASmallWindow(t *testing.T) {
	for _, lang := range []string{"en", "de"} {
		s := newScreenIn(t, lang)
		s.fill()
		s.win.Resize(small)
		s.press(s.words.Draw(check.T("targets.choose", "Choose…")))
		events.wait(t, "the tree", func() bool { return slices.Contains(s.lines(), "*Leavers") })
		widgettest.Settle(s.win)
		s.win.Canvas().Focus(s.tree())
		s.key(fyne.KeyEnd)
		body := widgettest.Find[*widgets.FocusScroll](t, s.page(), nil)
		body.TakeKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
		if body.Offset() != 0 {
			t.Errorf("%s: the dialog scrolls by %v around its tree", lang, body.Offset())
		}
	}
}

// What decided about a cell is in sight while the arrow keys go from cell to
// cell, in the smallest window as well.
func TestRightsInASmallWindow(t *testing.T) {
	s := newScreen(t, "deny-entry")
	s.walk(setup.ServiceAccount)
	s.win.Resize(small)
	s.key(fyne.KeyReturn, fyne.KeyReturn)
	s.idle()
	s.window.Goto(setup.ServiceAccount)
	widgettest.Settle(s.win)
	s.tabTo("Rights in the target OUs")
	seen := map[string]bool{}
	for range 5 {
		at := widgettest.Focused(s.win).Value
		head := widgettest.Find(t, s.page(), func(p *widgets.Paragraph) bool { return strings.HasPrefix(p.Text(), "Leavers, ") })
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject(head).Y
		if top, foot := float32(150), small.Height-56; y < top || y+head.Size().Height > foot {
			t.Errorf("at %q the reason is at %v, outside of %v to %v", at, y, top, foot)
		}
		seen[head.Text()] = true
		s.key(fyne.KeyRight)
	}
	if !seen["Leavers, delete users: denied"] || len(seen) < 4 {
		t.Errorf("the arrow keys show %v", seen)
	}
}

// What is in the way is in sight when the checks have ended, in the smallest
// window as well.
func TestCauseComesIntoView(t *testing.T) {
	s := newScreen(t, "rights.missing")
	s.walk(setup.ServiceAccount)
	s.win.Resize(small)
	s.key(fyne.KeyReturn, fyne.KeyReturn)
	s.idle()
	row := widgettest.Find(t, s.page(), func(p *widgets.Paragraph) bool {
		return p.Text() == "The account has control of OU=Contractors,DC=practice,DC=example"
	})
	if y := fyne.CurrentApp().Driver().AbsolutePositionForObject(row).Y; y < 120 || y > small.Height-100 {
		t.Errorf("the OU without rights is at %v", y)
	}
}
