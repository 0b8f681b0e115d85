package widgets_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"image/color"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"hire2retire-setup/ui/theme"
	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// stops goes through a window by the Tab key, once around.
func stops(w fyne.Window, visit func(fyne.Focusable)) {
	w.Canvas().Unfocus()
	var first fyne.Focusable
	for {
		widgettest.Tab(w, 1)
		f := w.Canvas().Focused()
		if f == nil || f == first {
			return
		}
		if first == nil {
			first = f
		}
		visit(f)
	}
}

// Whatever has the focus can be seen to have it, has a name, and lets Esc and F1
// go on to the window.
func TestEveryStopOfTheTabKey(t *testing.T) {
	for sheetName, s := range gallery {
		w := showSheet(t, s)
		if w.Canvas().Overlays().Top() != nil {
			continue // keys do not leave a dialog: TestDialogByKeyboard
		}
		var got []fyne.KeyName
		take := func(e *fyne.KeyEvent) { got = append(got, e.Name) }
		w.Canvas().SetOnTypedKey(take)
		if shell, ok := w.Content().(*Shell); ok {
			shell.OnKey = take
		}
		stops(w, func(f fyne.Focusable) {
			told := f.(Described).Semantics()
			what := fmt.Sprintf("%s: %s %q", sheetName, told.Role, told.Name)
			if told.Name == "" {
				t.Errorf("%s has no name", what)
			}
			if !told.State.Has(Focused) {
				t.Errorf("%s has the focus and does not tell", what)
			}
			if !ringed(f.(fyne.CanvasObject)) {
				t.Errorf("%s has the focus and no ring of two pixels", what)
			}
			got = nil
			widgettest.Key(w, fyne.KeyEscape, fyne.KeyF1)
			if !equal(got, []fyne.KeyName{fyne.KeyEscape, fyne.KeyF1}) {
				t.Errorf("%s lets %v go on to the window, want Esc and F1", what, got)
			}
		})
	}
}

// ringed reports whether a visible line of two pixels in a colour of the focus
// lies in o.
func ringed(o fyne.CanvasObject) bool {
	rings := []color.Color{theme.Color(theme.Ring), theme.Color(theme.Accent), theme.Color(theme.Error)}
	found := false
	shapes(o, box{0, 0, 1e6, 1e6}, fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ fyne.Position, _ box) {
		r, ok := o.(*canvas.Rectangle)
		found = found || ok && r.StrokeWidth == theme.RingWidth && slices.Contains(rings, r.StrokeColor)
	})
	return found
}

// box is a part of the window.
type box struct{ x0, y0, x1, y1 float32 }

func (b box) and(c box) box {
	return box{max(b.x0, c.x0), max(b.y0, c.y0), min(b.x1, c.x1), min(b.y1, c.y1)}
}

// seen reports whether more of the box than a rounding is there.
func (b box) seen() bool { return b.x1-b.x0 > 1.5 && b.y1-b.y0 > 1.5 }

// shapes calls visit for everything visible that is drawn below o, with where it
// lies and what is clipped away.
func shapes(o fyne.CanvasObject, clip box, at fyne.Position, visit func(fyne.CanvasObject, fyne.Position, box)) {
	if !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	if _, ok := o.(fyne.Scrollable); ok {
		clip = clip.and(box{at.X, at.Y, at.X + o.Size().Width, at.Y + o.Size().Height})
	}
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	default:
		visit(o, at, clip)
	}
	for _, c := range children {
		shapes(c, clip, at, visit)
	}
}

// german are texts as long as translations get.
func germanShell() *Shell {
	words := widgettest.English()
	words.Show, words.CheckAgain, words.GoToField = "Anleitung zur Behebung", "Noch einmal überprüfen", "Zum betroffenen Eingabefeld springen"
	rail := NewStepRail(words, func(string) {})
	rail.SetSteps([]StepGroup{{Title: "Verzeichnisdienst im Unternehmensnetz", Note: "Erledigt auf VERWALTUNGSARBEITSPLATZ-01 von der Verzeichnisverwaltung", Steps: []Step{
		{"a", "Berechtigungsübersicht", "Kenntnisnahme erforderlich", StepAttention},
		{"b", "Domänencontroller und Verbindungseinstellungen", "Zwei Domänencontroller brauchen Aufmerksamkeit", StepFailed},
	}}}, "b")
	s := NewShell(Brand{"Verbindungseinrichtung für Hire2Retire", "Hire2Retire · Hybridverbindung mit Exchange Online"}, rail,
		NewRailAction(theme.IconHelp, "Hilfe zu diesem Einrichtungsschritt", "F1", nil))
	s.SetHead(Head{"Schritt 2 von 8", "Domänencontroller und Verbindungseinstellungen festlegen", strings.Repeat("Donaudampfschifffahrtsgesellschaft ", 6)})
	checks := NewCheckList(words)
	checks.OnAgain, checks.OnField, checks.OnAccept = nil, func(string) {}, nil
	r := sampleResults()
	r[1].Host = strings.Repeat("sehr-langer-rechnername-", 4) + "corp.example.com"
	r[1].Problems[0].Advice.Do = r[1].Problems[0].Detail
	checks.Set(r)
	hosts := NewHostEditor(words, "636", NewButton("Domänencontroller automatisch suchen", nil), NewButton("Alle Domänencontroller noch einmal überprüfen", nil))
	hosts.SetHosts([]Host{{r[1].Host, "636"}, {"dc2", "636"}})
	hosts.SetStatus(0, theme.Bad, "Das Zertifikat wird von diesem Rechner nicht als vertrauenswürdig eingestuft")
	s.SetBody(Column(theme.Large,
		NewBanner(theme.Caution, strings.Repeat("Benutzerkontenverwaltung ", 8), strings.Repeat("Organisationseinheit ", 20), NewButton("Zertifizierungsstelle überprüfen", nil), NewButton("Zertifikatsdatei der Zertifizierungsstelle auswählen", nil)),
		NewSection(Section{Title: strings.Repeat("Überschrift ", 12), Aside: NewChip(theme.Good, "Vier Überprüfungen bestanden"), Body: hosts}),
		NewCard(checks),
		NewCard(NewKeyValues(KeyValue{Key: "Benutzerprinzipalname des Dienstkontos", Value: strings.Repeat("x", 200), Mono: true, Aside: NewChip(theme.Good, "Überprüft")})),
		NewTable(TableSpec{
			Heads: []string{"Was verwaltet werden soll", "Erforderliche Rolle", "Was sie erlaubt"}, Fractions: []float32{.3, .3, .4},
			Rows: [][]fyne.CanvasObject{{IconCell(theme.IconMail, "Nachrichtenverteilergruppen"), NewParagraph("Sicherheitsgruppenerstellung", theme.Strong, theme.Text), NewText(strings.Repeat("lang ", 40), theme.Body, theme.Soft).Cut()}},
		}),
		NewCheckBox(strings.Repeat("Kennwort aufbewahren ", 12), strings.Repeat("In der Anmeldeinformationsverwaltung ", 5), nil)))
	s.SetStatus(theme.Bad, "Zwei Domänencontroller brauchen Aufmerksamkeit. Sie können mit dem ersten fortfahren und die übrigen später berichtigen.")
	s.SetButtons(NewButton("Zurück", nil), NewPrimary("Verbindung speichern", nil), NewButton("Abbrechen", nil))
	return s
}

// No text leaves the window or lies over another one, however long it is and
// however small the window.
func TestLongTextsBreakNothing(t *testing.T) {
	sheets := map[string]func() fyne.CanvasObject{
		"German": func() fyne.CanvasObject { return germanShell() },
		"sample": func() fyne.CanvasObject { return sampleShell("Practice mode") },
	}
	for name, make := range sheets {
		for _, size := range []fyne.Size{fyne.NewSize(930, 500), fyne.NewSize(1100, 720), fyne.NewSize(1920, 1080)} {
			w := widgettest.Window(t, size, make())
			widgettest.Settle(w)
			widgettest.Picture(t, fmt.Sprintf("gallery-long-%s-%v", name, size.Width), w)
			scroll := w.Content().(*Shell).Body()
			for page := range 20 {
				requireApart(t, fmt.Sprintf("%s at %v, page %d", name, size, page), w)
				before := scroll.Offset()
				if scroll.TakeKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}); scroll.Offset() == before {
					break
				}
			}
		}
	}
}

func requireApart(t *testing.T, name string, w fyne.Window) {
	t.Helper()
	var texts []string
	var boxes []box
	window := box{0, 0, w.Canvas().Size().Width, w.Canvas().Size().Height}
	shapes(w.Content(), box{-1e6, -1e6, 1e6, 1e6}, fyne.NewPos(0, 0), func(o fyne.CanvasObject, at fyne.Position, clip box) {
		text, ok := o.(*canvas.Text)
		if !ok || text.Text == "" {
			return
		}
		m := text.MinSize()
		if text.Alignment == fyne.TextAlignCenter {
			at.X += (text.Size().Width - m.Width) / 2
		}
		b := box{at.X, at.Y, at.X + m.Width, at.Y + m.Height}.and(clip)
		if b.seen() {
			texts, boxes = append(texts, text.Text), append(boxes, b)
		}
	})
	if len(boxes) < 20 {
		t.Fatalf("%s: saw %d texts only", name, len(boxes))
	}
	for i, a := range boxes {
		if in := a.and(window); in.x1-in.x0 < a.x1-a.x0-1 {
			t.Errorf("%s: %q lies from %v to %v, outside the window", name, texts[i], a.x0, a.x1)
		}
		for j, b := range boxes[:i] {
			if a.and(b).seen() {
				t.Errorf("%s: %q at %v lies over %q at %v", name, texts[i], a, texts[j], b)
			}
		}
	}
}

// What is on the screen when the look changes is the same as what is drawn in
// the new look from the start: no widget keeps a colour.
func TestTheLookChangesEverything(t *testing.T) {
	before := map[string]fyne.Window{}
	for name, s := range gallery {
		if name != "tip" { // there is one tip at a time, and the fresh window has it
			before[name] = showSheet(t, s)
		}
	}
	widgettest.Look(t, theme.Dark)
	for name, w := range before {
		changed, fresh := paintOrder(w), paintOrder(showSheet(t, gallery[name]))
		if len(changed) != len(fresh) {
			t.Errorf("%s: %d texts after the change, %d in a fresh window", name, len(changed), len(fresh))
			continue
		}
		for i := range changed {
			if changed[i] != fresh[i] {
				t.Errorf("%s: after the change %+v, in a fresh window %+v", name, changed[i], fresh[i])
			}
		}
	}
}

// Every widget that the package makes can be told to somebody who does not see
// it; what only draws or only places things is named here.
func TestEveryWidgetIsDescribed(t *testing.T) {
	silent := []string{"Surface", "Glyph", "FocusScroll", "Shell", "SecretInput"} // the parts of the last two are told
	types, described := map[string]bool{}, map[string]bool{}
	for _, d := range declarations(t) {
		if made := madeBy(d); made != "" {
			types[made] = true
		}
		if d.Recv != nil && d.Name.Name == "Semantics" {
			described[pointedTo(d.Recv.List[0].Type)] = true
		}
	}
	described["MultilineInput"] = described["Input"] // it is one
	if len(types) < 20 {
		t.Fatalf("found %d widgets", len(types))
	}
	for name := range types {
		if !described[name] && !slices.Contains(silent, name) {
			t.Errorf("%s has no Semantics", name)
		}
	}
}

// declarations are the functions of the package.
func declarations(t *testing.T) []*ast.FuncDecl {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var out []*ast.FuncDecl
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && f.Name.Name == "widgets" {
				out = append(out, fn)
			}
		}
	}
	return out
}

// madeBy returns the widget that a constructor makes.
func madeBy(d *ast.FuncDecl) string {
	if d.Recv != nil || !strings.HasPrefix(d.Name.Name, "New") || d.Type.Results == nil {
		return ""
	}
	return pointedTo(d.Type.Results.List[0].Type)
}

// pointedTo returns T of the type *T.
func pointedTo(e ast.Expr) string {
	if star, ok := e.(*ast.StarExpr); ok {
		if id, ok := star.X.(*ast.Ident); ok {
			return id.Name
		}
	}
	return ""
}
