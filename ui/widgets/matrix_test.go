package widgets_test

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"hire2retire-setup/ui/theme"
	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

func sampleMatrix(rows int) MatrixSpec {
	spec := MatrixSpec{Name: "Rights", Corner: "OU"}
	for _, h := range []string{"Create", "Update", "Enable", "Password", "Move out", "Move in", "Rename", "Delete", "Members"} {
		spec.Heads = append(spec.Heads, MatrixHead{Short: h, Full: h + " users"})
	}
	states := []MatrixCell{{theme.Good, "proved"}, {theme.Bad, "denied"}, {theme.Doubt, "not certain"}, {}}
	for i := range rows {
		row := MatrixRow{Name: fmt.Sprintf("OU %d", i)}
		for j := range spec.Heads {
			row.Cells = append(row.Cells, states[(i+j)%len(states)])
		}
		spec.Rows = append(spec.Rows, row)
	}
	return spec
}

func TestMatrixByKeyboard(t *testing.T) {
	m := NewMatrix(sampleMatrix(64))
	var seen string
	m.OnCell = func(row, col int) { seen = fmt.Sprint(row, " ", col) }
	w := widgettest.Window(t, fyne.NewSize(700, 400), m)
	widgettest.Tab(w, 1)
	for _, step := range []struct {
		key  fyne.KeyName
		seen string
	}{
		{fyne.KeyDown, "1 0"}, {fyne.KeyRight, "1 1"}, {fyne.KeyLeft, "1 0"}, {fyne.KeyLeft, "1 0"},
		{fyne.KeyEnd, "63 0"}, {fyne.KeyDown, "63 0"}, {fyne.KeyHome, "0 0"}, {fyne.KeyUp, "0 0"}, {fyne.KeyPageDown, "10 0"},
	} {
		widgettest.Key(w, step.key)
		if seen != step.seen {
			t.Errorf("%s leads to %s, want %s", step.key, seen, step.seen)
		}
	}
	if got := widgettest.Focused(w); got.Role != RoleGrid || got.Value != "OU 10, Create users: not certain" {
		t.Errorf("the cell is told as %+v", got)
	}
	pressed := 0
	w.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { pressed++ })
	widgettest.Key(w, fyne.KeyReturn, fyne.KeyEscape)
	if pressed != 2 {
		t.Error("Enter and Esc do not go on to the window")
	}
}

// The pointer looks at cells as long as the keyboard is elsewhere.
func TestMatrixByMouse(t *testing.T) {
	m := NewMatrix(sampleMatrix(3))
	w := widgettest.Window(t, fyne.NewSize(700, 300), m)
	widgettest.Settle(w)
	head := w.Canvas().Size().Height - m.Size().Height
	test.MoveMouse(w.Canvas(), fyne.NewPos(690, head+80))
	if row, col := m.At(); row != 1 || col != 8 {
		t.Errorf("the pointer looks at %d, %d", row, col)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(220, head+110))
	if row, col := m.At(); row != 2 || col != 0 || widgettest.Focused(w).Role != RoleGrid {
		t.Errorf("a tap looks at %d, %d", row, col)
	}
	test.MoveMouse(w.Canvas(), fyne.NewPos(690, head+80))
	if row, col := m.At(); row != 2 || col != 0 {
		t.Errorf("the pointer took the keyboard to %d, %d", row, col)
	}
}

// Each row is told with all that it says.
func TestMatrixIsTold(t *testing.T) {
	m := NewMatrix(sampleMatrix(1))
	widgettest.Window(t, fyne.NewSize(700, 300), m)
	for _, s := range Told(m) {
		if s.Role == RoleRow && s.Value != "Create users: proved, Update users: denied, Enable users: not certain, Move out users: proved, Move in users: denied, Rename users: not certain, Members users: proved" {
			t.Errorf("the row is told as %q", s.Value)
		}
	}
}

func TestMatrixMarkup(t *testing.T) {
	for name, size := range map[string]fyne.Size{"wide": fyne.NewSize(1000, 220), "narrow": fyne.NewSize(420, 220)} {
		m := NewMatrix(sampleMatrix(4))
		w := widgettest.Window(t, size, m)
		w.Canvas().Focus(m)
		widgettest.Key(w, fyne.KeyDown, fyne.KeyRight)
		widgettest.Golden(t, "matrix/"+name+".xml", w)
	}
}

func TestMatrixIsQuick(t *testing.T) {
	m := NewMatrix(sampleMatrix(64))
	w := widgettest.Window(t, fyne.NewSize(700, 400), m)
	w.Canvas().Focus(m)
	var took []time.Duration
	for range 70 {
		began := time.Now()
		widgettest.Key(w, fyne.KeyDown)
		took = append(took, time.Since(began))
	}
	requireQuick(t, "steps in a matrix of 64 rows", took)
}
