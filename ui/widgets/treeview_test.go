package widgets_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"hire2retire-setup/ui/theme"
	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// sampleTree is a domain with an open OU and a closed one.
func sampleTree() []TreeLine {
	return []TreeLine{
		{ID: "dc", Name: "corp.example.com", Icon: theme.IconBuilding, Fold: Open},
		{ID: "sales", Name: "Sales", Level: 1, Icon: theme.IconFolder, Fold: Open},
		{ID: "emea", Name: "EMEA", Level: 2, Icon: theme.IconFolder, Aside: "12 users", Marked: true},
		{Name: "Reading…", Level: 2},
		{ID: "staff", Name: "Staff with a very long name that has no room in a narrow window", Level: 1, Icon: theme.IconFolder, Fold: Closed},
	}
}

func TestTreeByKeyboard(t *testing.T) {
	v := NewTreeView("OUs", false, 6)
	var did []string
	v.OnFold = func(id string, open bool) { did = append(did, fmt.Sprintf("fold %s %v", id, open)) }
	v.OnMark = func(id string, on bool) { did = append(did, fmt.Sprintf("mark %s %v", id, on)) }
	v.OnType = func(r rune) { did = append(did, "type "+string(r)) }
	w := widgettest.Window(t, fyne.NewSize(400, 300), v)
	v.SetLines(sampleTree())
	widgettest.Tab(w, 1)
	for _, step := range []struct {
		key  fyne.KeyName
		at   string
		does string
	}{
		{fyne.KeyDown, "Sales", ""},
		{fyne.KeyRight, "EMEA", ""}, // of an open line, to the first below it
		{fyne.KeyRight, "EMEA", ""}, // there is nothing below a leaf
		{fyne.KeyReturn, "EMEA", "mark emea true"},
		{fyne.KeyLeft, "Sales", ""}, // to the line above it
		{fyne.KeyLeft, "Sales", "fold sales false"},
		{fyne.KeyEnd, "Staff with a very long name that has no room in a narrow window", ""},
		{fyne.KeyRight, "Staff with a very long name that has no room in a narrow window", "fold staff true"},
		{fyne.KeySpace, "Staff with a very long name that has no room in a narrow window", "mark staff true"},
		{fyne.KeyUp, "Reading…", ""},
		{fyne.KeySpace, "Reading…", ""}, // says something and cannot be chosen
		{fyne.KeyHome, "corp.example.com", ""},
	} {
		did = nil
		widgettest.Key(w, step.key)
		if got := widgettest.Focused(w).Value; got != step.at {
			t.Errorf("%s leads to %q, want %q", step.key, got, step.at)
		}
		if want := slices.DeleteFunc([]string{step.does}, func(s string) bool { return s == "" }); !equal(did, want) {
			t.Errorf("%s does %q, want %q", step.key, did, want)
		}
	}
	did = nil
	widgettest.Type(w, "b ")
	if !equal(did, []string{"type b"}) {
		t.Errorf("typing does %q", did)
	}
}

// With ticks Enter is left to the dialog: it takes over.
func TestTicksLeaveEnter(t *testing.T) {
	v := NewTreeView("OUs", true, 6)
	var marks []bool
	v.OnMark = func(_ string, on bool) { marks = append(marks, on) }
	w := widgettest.Window(t, fyne.NewSize(400, 300), v)
	v.SetLines(sampleTree())
	v.Reveal("emea")
	w.Canvas().Focus(v)
	pressed := 0
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { pressed++ })
	widgettest.Key(w, fyne.KeySpace, fyne.KeyReturn, fyne.KeyEscape)
	if !equal(marks, []bool{false}) || pressed != 2 {
		t.Errorf("Space on a ticked line gave %v, and %d of Enter and Esc went on", marks, pressed)
	}
}

// The arrow folds, the rest of a line marks it.
func TestTreeByMouse(t *testing.T) {
	v := NewTreeView("OUs", false, 6)
	var did []string
	v.OnFold = func(id string, open bool) { did = append(did, fmt.Sprintf("fold %s %v", id, open)) }
	v.OnMark = func(id string, on bool) { did = append(did, "mark "+id) }
	w := widgettest.Window(t, fyne.NewSize(400, 300), v)
	v.SetLines(sampleTree())
	widgettest.Settle(w)
	test.TapCanvas(w.Canvas(), fyne.NewPos(35, 4+28*4+10))
	test.TapCanvas(w.Canvas(), fyne.NewPos(150, 4+28*2+10))
	if want := []string{"fold staff true", "mark emea"}; !equal(did, want) {
		t.Errorf("taps did %q, want %q", did, want)
	}
	if got := widgettest.Focused(w); got.Role != RoleTree || got.Value != "EMEA" {
		t.Errorf("the focus is on %+v", got)
	}
}

// What is told are the lines in sight; the keyboard stays on its line while
// others come and go.
func TestTreeKeepsItsPlace(t *testing.T) {
	v := NewTreeView("OUs", true, 3)
	w := widgettest.Window(t, fyne.NewSize(400, 100), v)
	lines := sampleTree()
	v.SetLines(lines)
	v.Reveal("staff")
	v.SetLines(slices.Insert(slices.Clone(lines), 1, TreeLine{ID: "new", Name: "New", Level: 1}))
	if got := v.Semantics().Value; got != lines[4].Name {
		t.Errorf("after a line was added the keyboard is on %q", got)
	}
	v.SetLines(lines[:2])
	if got := v.Semantics().Value; got != "corp.example.com" {
		t.Errorf("after its line went the keyboard is on %q", got)
	}
	widgettest.Settle(w)
	var told []string
	for _, s := range Told(v) {
		if s.Role == RoleTreeItem {
			told = append(told, s.Name)
		}
	}
	if want := []string{"corp.example.com", "Sales"}; !equal(told, want) {
		t.Errorf("told of %q, want %q", told, want)
	}
}

// 20,000 OUs in one container cost no more than those in sight: nothing may hold
// the Fyne goroutine longer than 50 ms.
func TestManyOUs(t *testing.T) {
	v := NewTreeView("OUs", true, 9)
	w := widgettest.Window(t, fyne.NewSize(500, 320), v)
	w.Canvas().Focus(v)
	var lines []TreeLine
	var took []time.Duration
	timed := func(do func()) {
		began := time.Now()
		do()
		took = append(took, time.Since(began))
	}
	for page := range 20 {
		for n := range 1000 {
			lines = append(lines, TreeLine{ID: fmt.Sprint(page, "/", n), Name: fmt.Sprintf("Department %05d", page*1000+n), Level: 1, Icon: theme.IconFolder, Fold: Closed})
		}
		timed(func() { v.SetLines(lines) })
	}
	for _, key := range []fyne.KeyName{fyne.KeyEnd, fyne.KeyUp, fyne.KeyPageUp, fyne.KeyHome, fyne.KeyPageDown, fyne.KeyDown} {
		timed(func() { widgettest.Key(w, key) })
	}
	if got := widgettest.Focused(w).Value; got != "Department 00012" {
		t.Errorf("the keys led to %q", got)
	}
	rows := 0
	Walk(v, func(o fyne.CanvasObject) bool {
		if d, ok := o.(Described); ok && d.Semantics().Role == RoleTreeItem {
			rows++
		}
		return true
	})
	if rows > 13 {
		t.Errorf("%d rows exist for 20,000 lines", rows)
	}
	requireQuick(t, "changes of a tree of 20,000 lines", took)
}

func TestTreeMarkup(t *testing.T) {
	for name, ticks := range map[string]bool{"chosen": false, "ticked": true} {
		v := NewTreeView("OUs", ticks, 6)
		w := widgettest.Window(t, fyne.NewSize(420, 190), v)
		v.SetLines(sampleTree())
		w.Canvas().Focus(v)
		widgettest.Key(w, fyne.KeyDown)
		widgettest.Golden(t, "tree/"+name+".xml", w)
	}
}

// The line that is chosen can be read, and the ring around it seen, in every
// look: with high contrast its paper is as bright as the accent.
func TestChosenLineStandsOut(t *testing.T) {
	for _, look := range []theme.Look{theme.Light, theme.Dark, theme.HighContrast} {
		widgettest.Look(t, look)
		v := NewTreeView("OUs", false, 6)
		w := widgettest.Window(t, fyne.NewSize(400, 300), v)
		v.SetLines(sampleTree())
		widgettest.Tab(w, 1)
		v.Reveal("emea")
		paper := theme.Color(theme.Selected)
		r, g, b, _ := paper.RGBA()
		hex := fmt.Sprintf("-%02x%02x%02x.svg", r>>8, g>>8, b>>8)
		inks, rings := 0, 0
		row := widgettest.Find(t, v, func(o fyne.CanvasObject) bool {
			d, ok := o.(Described)
			return ok && d.Semantics().Name == "EMEA"
		})
		shapes(row, box{0, 0, 1e6, 1e6}, fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ fyne.Position, _ box) {
			switch o := o.(type) {
			case *canvas.Text:
				if inks++; o.Color == paper {
					t.Errorf("%v: %q has the colour of its paper", look, o.Text)
				}
			case *canvas.Image: // its resource is called after its colour
				if inks++; strings.HasSuffix(o.Resource.Name(), hex) {
					t.Errorf("%v: %s has the colour of its paper", look, o.Resource.Name())
				}
			case *canvas.Rectangle:
				if o.StrokeWidth == theme.RingWidth {
					if rings++; o.StrokeColor == paper {
						t.Errorf("%v: the ring has the colour of the paper", look)
					}
				}
			}
		})
		if inks < 3 || rings != 1 {
			t.Errorf("%v: %d inks and %d rings in the line", look, inks, rings)
		}
	}
}
