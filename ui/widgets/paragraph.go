package widgets

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// Paragraph is text that wraps at the width it is given and keeps its line
// breaks. Fyne's own wrapping text carries padding around it and has lines that
// are too close.
type Paragraph struct {
	widget.BaseWidget
	text  string
	typ   theme.Type
	ink   fyne.ThemeColorName
	role  Role
	width float32 // that the lines are wrapped at
	lines []string
	// unwrapped keeps the breaks of the text only, and asks for the room of the
	// longest line.
	unwrapped bool
	// most is how many lines are shown, the last with an ellipsis; 0 is all.
	most  int
	drawn bool // there is a renderer
}

// NewParagraph returns a paragraph.
func NewParagraph(text string, typ theme.Type, ink fyne.ThemeColorName) *Paragraph {
	p := &Paragraph{text: text, typ: typ, ink: ink, role: RoleText}
	p.ExtendBaseWidget(p)
	return p
}

// NewHeading is a paragraph that is told as the title of a page or of a part of
// it.
func NewHeading(text string, typ theme.Type) *Paragraph {
	p := NewParagraph(text, typ, theme.Text)
	p.role = RoleHeading
	return p
}

// SetText changes the text.
func (p *Paragraph) SetText(text string) { p.SetInk(text, p.ink) }

// SetInk changes the text and its colour.
func (p *Paragraph) SetInk(text string, ink fyne.ThemeColorName) { p.set(text, p.typ, ink) }

func (p *Paragraph) set(text string, typ theme.Type, ink fyne.ThemeColorName) {
	if p.text == text && p.typ == typ && p.ink == ink {
		return
	}
	p.text, p.typ, p.ink, p.lines = text, typ, ink, nil
	if p.drawn { // else there is nothing to draw again
		p.Refresh()
	}
}

// Text returns the text.
func (p *Paragraph) Text() string { return p.text }

// Semantics implements Described.
func (p *Paragraph) Semantics() Semantics { return Semantics{Role: p.role, Name: p.text} }

// Resize implements fyne.CanvasObject. The lines are wrapped here and not when
// drawing, so that MinSize is right as soon as the width is known.
func (p *Paragraph) Resize(size fyne.Size) {
	if size.Width != p.width {
		p.width, p.lines = size.Width, nil
	}
	p.BaseWidget.Resize(size)
}

// wrapped returns the lines at the current width.
func (p *Paragraph) wrapped() []string {
	if p.lines != nil {
		return p.lines
	}
	width := p.width
	if p.unwrapped {
		width = 0
	}
	p.lines = wrapText(p.text, p.typ, width)
	if p.most > 0 && width > 0 && len(p.lines) > p.most {
		rest := strings.Join(p.lines[p.most-1:], " ")
		p.lines = append(p.lines[:p.most-1:p.most-1], fit(rest, p.typ, width))
	}
	return p.lines
}

// isCut reports whether there are more lines than may be shown.
func (p *Paragraph) isCut() bool {
	return p.most > 0 && p.width > 0 && len(wrapText(p.text, p.typ, p.width)) > p.most
}

// CreateRenderer implements fyne.Widget.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	p.drawn = true
	r := &paragraphRenderer{paragraph: p}
	r.Refresh()
	return r
}

type paragraphRenderer struct {
	renderer
	paragraph *Paragraph
	drawn     []fyne.CanvasObject
}

// Objects implements fyne.WidgetRenderer.
func (r *paragraphRenderer) Objects() []fyne.CanvasObject { return r.drawn }

// MinSize implements fyne.WidgetRenderer.
func (r *paragraphRenderer) MinSize() fyne.Size {
	p := r.paragraph
	width := narrowest
	for _, line := range p.wrapped() {
		if p.unwrapped {
			width = max(width, p.typ.Measure(line).Width)
		}
	}
	return fyne.NewSize(width, float32(len(p.wrapped()))*p.typ.Line)
}

// Layout implements fyne.WidgetRenderer.
func (r *paragraphRenderer) Layout(fyne.Size) { r.Refresh() }

// Refresh implements fyne.WidgetRenderer.
func (r *paragraphRenderer) Refresh() {
	p := r.paragraph
	lines := p.wrapped()
	for len(r.drawn) < len(lines) {
		r.drawn = append(r.drawn, canvas.NewText("", theme.Color(p.ink)))
	}
	r.drawn = r.drawn[:len(lines)]
	for i, text := range lines {
		c := r.drawn[i].(*canvas.Text)
		c.Text, c.Color, c.TextSize, c.TextStyle = text, theme.Color(p.ink), p.typ.Pixels(), p.typ.Style
		h := c.MinSize().Height
		c.Move(fyne.NewPos(0, float32(i)*p.typ.Line+(p.typ.Line-h)/2))
		c.Resize(fyne.NewSize(p.width, h))
		c.Refresh()
	}
}

// wrapText breaks a text at spaces, and words that are longer than a line (DNs,
// fingerprints, paths) after a separator or anywhere. Without a width there are
// only the breaks of the text itself.
func wrapText(text string, typ theme.Type, width float32) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		if width <= 0 {
			lines = append(lines, paragraph)
			continue
		}
		lines = append(lines, wrapLine(paragraph, typ, width)...)
	}
	return lines
}

func wrapLine(text string, typ theme.Type, width float32) []string {
	var lines, current []string
	used, space := float32(0), typ.Measure(" ").Width
	for _, word := range strings.Split(text, " ") {
		// Words are measured one by one: Fyne remembers what it has measured, and
		// words come back where lines do not.
		wide := typ.Measure(word).Width
		if len(current) > 0 && used+space+wide <= width {
			current, used = append(current, word), used+space+wide
			continue
		}
		if len(current) > 0 {
			lines = append(lines, strings.Join(current, " "))
		}
		var whole []string
		whole, word = breakLong(word, typ, width)
		lines = append(lines, whole...)
		current, used = []string{word}, typ.Measure(word).Width
	}
	return append(lines, strings.Join(current, " "))
}

// breakLong breaks a word that is longer than a line: into whole lines, and what
// is left of it.
func breakLong(word string, typ theme.Type, width float32) (lines []string, rest string) {
	for typ.Measure(word).Width > width {
		head := breakWord(word, typ, width)
		if head == word { // a single sign that is wider than the line
			break
		}
		lines, word = append(lines, head), word[len(head):]
	}
	return lines, word
}

// breakWord returns the beginning of a word that has room on a line: at least
// one sign, and if possible up to a separator.
func breakWord(word string, typ theme.Type, width float32) string {
	fits := 0
	for i := range word {
		if i > 0 && typ.Measure(word[:i]).Width > width {
			break
		}
		fits = i
	}
	if fits == 0 {
		_, size := utf8.DecodeRuneInString(word)
		return word[:size]
	}
	if at := strings.LastIndexAny(word[:fits], `,;/\-_.@:=&?`); at > 0 {
		return word[:at+1]
	}
	return word[:fits]
}
