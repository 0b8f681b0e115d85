package widgets_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"hire2retire-setup/ui/theme"
	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// transcript is what a screen tells, a line for each thing.
func transcript(root fyne.CanvasObject) string {
	var out strings.Builder
	for _, s := range Told(root) {
		fmt.Fprintf(&out, "%s %q %q\n", s.Role, s.Name, s.Value)
	}
	return out.String()
}

func TestListsTell(t *testing.T) {
	w := widgettest.English()
	for _, c := range []struct {
		name string
		o    fyne.CanvasObject
		want string
	}{
		{"chip", NewChip(theme.Caution, "Certificate not trusted"), `status "Certificate not trusted" ""`},
		{
			"banner", NewBanner(theme.Bad, "Not verified", "One host is down.", NewButton("Check again", nil)),
			`alert "Not verified" "One host is down."
text "Not verified" ""
text "One host is down." ""
button "Check again" ""`,
		},
		{"quiet banner", NewBanner(theme.Info, "Saved", ""), "status \"Saved\" \"\"\ntext \"Saved\" \"\""},
		{
			"summary", NewKeyValues(KeyValue{Key: "Host", Value: "dc1", Aside: NewChip(theme.Good, "Verified")}),
			"list \"\" \"\"\ntext \"Host\" \"\"\ntext \"dc1\" \"\"\nstatus \"Verified\" \"\"",
		},
		{
			"table", NewTable(TableSpec{
				Name: "Permissions", Heads: []string{"Feature", "Role"}, Fractions: []float32{.5, .5},
				Rows: [][]fyne.CanvasObject{{IconCell(theme.IconMail, "Lists"), NewText("Distribution Groups", theme.Strong, theme.Text)}},
			}),
			`table "Permissions" ""
text "Feature" ""
text "Role" ""
text "Lists" ""
text "Distribution Groups" ""`,
		},
		{
			"section", NewSection(Section{Title: "Checks", Lead: "What was proved.", Body: NewParagraph("Body", theme.Body, theme.Text)}),
			"heading \"Checks\" \"\"\ntext \"What was proved.\" \"\"\ntext \"Body\" \"\"",
		},
		{"code", NewCodeBox(w, "Get-ADUser\n  -Identity x"), "document \"\" \"Get-ADUser\\n  -Identity x\"\ntext \"Get-ADUser\\n  -Identity x\" \"\"\nbutton \"Copy\" \"\""},
		{"rail action", NewRailAction(theme.IconHelp, "Help for this step", "F1", nil), `button "Help for this step" "F1"`},
		{"hidden things tell nothing", NewProgressLine(w, nil), ""},
	} {
		widgettest.Window(t, fyne.NewSize(500, 300), Column(0, c.o))
		if got := strings.TrimSpace(transcript(c.o)); got != c.want {
			t.Errorf("%s tells\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

func TestListsMarkup(t *testing.T) {
	w := widgettest.Window(t, fyne.NewSize(700, 760), listsSheet())
	widgettest.Golden(t, "lists/all.xml", w)
}

func TestCopyButtonSaysThatItCopied(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := widgettest.NewQueue(t)
		box := NewCodeBox(widgettest.English(), "Get-ADUser -Identity 'svc-h2r'")
		w := widgettest.Window(t, fyne.NewSize(400, 60), box)
		widgettest.Tab(w, 1)
		began := time.Now()
		widgettest.Key(w, fyne.KeyReturn)
		if got := fyne.CurrentApp().Clipboard().Content(); got != "Get-ADUser -Identity 'svc-h2r'" {
			t.Errorf("the clipboard holds %q", got)
		}
		if got := widgettest.Focused(w).Name; got != "Copied" {
			t.Errorf("the button says %q, want Copied", got)
		}
		q.Until(func() bool { return widgettest.Focused(w).Name == "Copy" })
		if took := time.Since(began); took != 2*time.Second {
			t.Errorf("it said so for %v, want 2 s", took)
		}
	})
}

func TestCodeBoxScrollsByKeyboard(t *testing.T) {
	box := NewCodeBox(widgettest.English(), strings.Repeat("dsacls ", 60))
	w := widgettest.Window(t, fyne.NewSize(400, 60), box)
	widgettest.Settle(w)
	at := func() float32 {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(widgettest.Find[*Paragraph](t, box, nil)).X
	}
	start := at()
	widgettest.Tab(w, 1)
	widgettest.Key(w, fyne.KeyRight, fyne.KeyRight)
	if at() >= start {
		t.Errorf("after the right arrow the text begins at %v, want left of %v", at(), start)
	}
	widgettest.Key(w, fyne.KeyLeft, fyne.KeyLeft, fyne.KeyLeft)
	if at() != start {
		t.Errorf("after the left arrow the text begins at %v, want %v", at(), start)
	}
}

func TestProgressLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // which fails when the ticker goes on at the end
		q := widgettest.NewQueue(t)
		cancelled := 0
		p := NewProgressLine(widgettest.English(), func() { cancelled++ })
		w := widgettest.Window(t, fyne.NewSize(500, 100), Column(8, p, NewButton("Next", nil)))
		began := time.Now()
		p.Start("Waiting for the sign-in")
		widgettest.Tab(w, 1)
		widgettest.Key(w, fyne.KeySpace)
		want := Semantics{Role: RoleProgress, Name: "Waiting for the sign-in", Value: "2.5 s", State: Busy}
		q.Until(func() bool { return p.Semantics() == want })
		if took := time.Since(began); took != 2500*time.Millisecond || cancelled != 1 {
			t.Errorf("it told 2.5 s after %v and was cancelled %d times, want once", took, cancelled)
		}
		p.SetName("Reading your roles")
		if got := p.Semantics().Name; got != "Reading your roles" {
			t.Errorf("it is called %q", got)
		}
		p.Stop()
		if got := widgettest.Focused(w).Name; p.Visible() || got != "Next" {
			t.Errorf("when it is stopped it is visible: %v, and the focus is on %q, want Next", p.Visible(), got)
		}
	})
}

func TestTips(t *testing.T) {
	// A tip is drawn above everything, and so it comes last.
	shown := func(w fyne.Window) string {
		texts := paintOrder(w)
		if last := texts[len(texts)-1].text; last != "Appearance" { // the end of the rail
			return last
		}
		return ""
	}
	synctest.Test(t, func(t *testing.T) {
		q := widgettest.NewQueue(t)
		s := sampleShell("")
		b, other := NewButton("Next", nil).WithTip("Goes on."), NewButton("Back", nil)
		cut := NewText("dc-with-a-very-long-name.emea.corp.example.com", theme.Body, theme.Text).Cut()
		whole := NewText("dc1", theme.Body, theme.Text).Cut()
		s.SetBody(Column(8, b, other, Fixed(100, cut), Fixed(100, whole)))
		w := widgettest.Window(t, fyne.NewSize(930, 500), s)
		for _, step := range []struct {
			do   string
			act  func()
			wait time.Duration
			want string
		}{
			{"the pointer comes", func() { b.MouseIn(&desktop.MouseEvent{}) }, 0, ""},
			{"it rests", func() {}, time.Second, "Goes on."},
			{"it goes", b.MouseOut, time.Second, ""},
			{"it passes through", func() { b.MouseIn(nil); b.MouseOut() }, time.Second, ""},
			{"the keyboard comes", func() { w.Canvas().Focus(b) }, 0, "Goes on."},
			{"the keyboard goes", func() { w.Canvas().Focus(other) }, 0, ""},
			{"a click presses", func() { b.MouseIn(nil); test.Tap(b) }, time.Second, ""},
			{"it rests on a text that is cut", func() { cut.MouseIn(nil) }, time.Second, "dc-with-a-very-long-name.emea.corp.example.com"},
			{"it goes away from the text", cut.MouseOut, time.Second, ""},
			{"it rests on a text that is whole", func() { whole.MouseIn(nil) }, time.Second, ""},
		} {
			step.act()
			<-time.After(step.wait)
			q.Drain()
			if got := shown(w); got != step.want {
				t.Errorf("when %s %q is shown, want %q", step.do, got, step.want)
			}
		}
	})
}

func TestPressable(t *testing.T) {
	pressed := 0
	p := NewPressable(NewPlain("Connection-Directory Service", theme.Body, theme.Text), Semantics{Name: "Connection-Directory Service", Value: "verified"}, func() { pressed++ })
	w := widgettest.Window(t, fyne.NewSize(300, 40), p)
	test.Tap(p)
	widgettest.Key(w, fyne.KeyReturn)
	if want := (Semantics{Role: RoleButton, Name: "Connection-Directory Service", Value: "verified", State: Focused}); pressed != 2 || p.Semantics() != want {
		t.Errorf("pressed %d times and tells %+v, want twice and %+v", pressed, p.Semantics(), want)
	}
	widgettest.Golden(t, "pressable/focused.xml", w)
}

// The menu of the right button speaks the words of the product.
func TestMenuOfAField(t *testing.T) {
	in := NewInput("").WithMenu(widgettest.English())
	in.SetText("dc1")
	w := widgettest.Window(t, fyne.NewSize(400, 300), Column(0, in))
	widgettest.Tab(w, 1)
	fyne.CurrentApp().Clipboard().SetContent("dc2")
	test.TapSecondary(in)
	var items []string
	for _, s := range Told(w.Canvas().Overlays().Top()) {
		if s.Role == RoleListItem {
			items = append(items, s.Name)
		}
	}
	if want := []string{"Cut", "Paste", "Copy", "Select all"}; !equal(items, want) {
		t.Errorf("the menu offers %q, want %q", items, want)
	}
	widgettest.Key(w, fyne.KeyEnd, fyne.KeyReturn) // select all
	test.TapSecondary(in)
	widgettest.Key(w, fyne.KeyDown, fyne.KeyReturn) // paste
	if in.Text != "dc2" {
		t.Errorf("after selecting all and pasting the field holds %q, want dc2", in.Text)
	}
	in.Disable()
	test.TapSecondary(in)
	if got := len(Told(w.Canvas().Overlays().Top())); got != 3 { // the menu, Copy and Select all
		t.Errorf("the menu of a disabled field tells %d things, want 3", got)
	}
}
