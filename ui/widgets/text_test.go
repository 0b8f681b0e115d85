package widgets_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"hire2retire-setup/ui/theme"
	. "hire2retire-setup/ui/widgets"
)

// linesOf returns what a text widget draws.
func linesOf(w fyne.Widget) []string {
	var lines []string
	for _, o := range test.WidgetRenderer(w).Objects() {
		lines = append(lines, o.(*canvas.Text).Text)
	}
	return lines
}

func TestTextIsCut(t *testing.T) {
	const long = "dc-with-a-very-long-name.emea.corp.example.com"
	for _, c := range []struct {
		name  string
		width float32
		check func(string) bool
	}{
		{"has room", 600, func(s string) bool { return s == long }},
		{"has half the room", 150, func(s string) bool {
			return strings.HasSuffix(s, "…") && strings.HasPrefix(long, strings.TrimSuffix(s, "…")) && len(s) > 10
		}},
		{"has hardly any room", 10, func(s string) bool { return s == "…" }},
		{"is not laid out yet", 0, func(s string) bool { return s == long }},
	} {
		text := NewText(long, theme.Body, theme.Text).Cut()
		text.Resize(fyne.NewSize(c.width, 20))
		if got := linesOf(text)[0]; !c.check(got) {
			t.Errorf("a text that %s (%v) shows %q", c.name, c.width, got)
		}
		if shown := fyne.MeasureText(linesOf(text)[0], 14, fyne.TextStyle{}).Width; c.width > 20 && shown > c.width+1 {
			t.Errorf("%q is %v wide, more than %v", linesOf(text)[0], shown, c.width)
		}
		if got := text.Semantics(); got.Name != long {
			t.Errorf("a cut text tells %q, want all of it", got.Name)
		}
	}
}

func TestParagraphWraps(t *testing.T) {
	for _, c := range []struct {
		name, text string
		width      float32
		lines      int // 0: more than one
	}{
		{"short", "One line.", 300, 1},
		{"empty", "", 300, 1},
		{"own line breaks stay", "a\nb\n\nc", 300, 4},
		{"wraps at spaces", strings.Repeat("word ", 30), 300, 0},
		{"a word longer than the line", strings.Repeat("x", 200), 100, 0},
		{"a DN", "OU=Contractors,OU=Staff,DC=emea,DC=corp,DC=example,DC=com", 120, 0},
		{"narrower than a sign", "abc", 1, 3},
		{"no width yet", strings.Repeat("word ", 30), 0, 1},
	} {
		p := NewParagraph(c.text, theme.Body, theme.Text)
		p.Resize(fyne.NewSize(c.width, 10))
		lines := linesOf(p)
		if (c.lines > 0 && len(lines) != c.lines) || (c.lines == 0 && len(lines) < 2) {
			t.Errorf("%s: %d lines %q, want %d", c.name, len(lines), lines, c.lines)
		}
		if got, want := p.MinSize().Height, float32(len(lines))*theme.Body.Line; got != want {
			t.Errorf("%s: height %v for %d lines, want %v", c.name, got, len(lines), want)
		}
		if got := strings.ReplaceAll(strings.Join(lines, ""), " ", ""); got != strings.NewReplacer(" ", "", "\n", "").Replace(c.text) {
			t.Errorf("%s: the lines %q lost something of %q", c.name, lines, c.text)
		}
		for _, line := range lines {
			if w := theme.Body.Measure(line).Width; c.width > 20 && w > c.width {
				t.Errorf("%s: the line %q is %v wide, more than %v", c.name, line, w, c.width)
			}
		}
	}
	p := NewParagraph("OU=Contractors,OU=Staff,DC=corp", theme.Body, theme.Text)
	p.Resize(fyne.NewSize(130, 10))
	if got := linesOf(p)[0]; !strings.HasSuffix(got, ",") {
		t.Errorf("a DN is broken at %q, want after a comma", got)
	}
}

// A page is right after one layout, although wrapped text asks for its height
// before it knows its width.
func TestWrappedTextNeedsOneLayout(t *testing.T) {
	text := strings.Repeat("many words that wrap ", 12)
	for name, make := range map[string]func(fyne.CanvasObject) fyne.CanvasObject{
		"column": func(o fyne.CanvasObject) fyne.CanvasObject { return Column(0, o) },
		"padded": func(o fyne.CanvasObject) fyne.CanvasObject { return Column(0, PadAll(8, o)) },
		"card":   func(o fyne.CanvasObject) fyne.CanvasObject { return Column(0, NewCard(Column(4, o))) },
		"row": func(o fyne.CanvasObject) fyne.CanvasObject {
			return Column(0, TopRow(8, NewGlyph(theme.IconInfo, theme.Text, 20), Grow(o)))
		},
		"columns": func(o fyne.CanvasObject) fyne.CanvasObject {
			return Column(0, Columns(8, []float32{.3, .7}, NewText("a", theme.Body, theme.Text), o))
		},
		"scroll": func(o fyne.CanvasObject) fyne.CanvasObject { return NewFocusScroll(Column(0, NewCard(o))) },
	} {
		p := NewParagraph(text, theme.Body, theme.Text)
		below := NewText("below", theme.Body, theme.Text)
		root := make(p)
		if c, ok := root.(*fyne.Container); ok {
			c.Add(below)
		}
		root.Resize(fyne.NewSize(320, 400))
		lines := float32(len(linesOf(p)))
		if p.Size().Height < lines*theme.Body.Line || lines < 3 {
			t.Errorf("%s: %v lines in %v pixels after one layout", name, lines, p.Size().Height)
		}
		if root.Size().Width != 320 || p.Size().Width > 320 {
			t.Errorf("%s: the paragraph is %v wide in 320", name, p.Size().Width)
		}
		if _, ok := root.(*fyne.Container); ok && below.Position().Y < lines*theme.Body.Line {
			t.Errorf("%s: what follows is at %v, inside the text", name, below.Position().Y)
		}
	}
}
