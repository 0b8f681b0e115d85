package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// Wrapped text knows its height only when it knows its width. Fyne asks for the
// height first; the layouts here give the width and ask again, so that a page
// is right after one pass.

// settle gives o the width and then the height that it wants at that width,
// which it returns.
func settle(o fyne.CanvasObject, width float32) float32 {
	o.Resize(fyne.NewSize(width, o.MinSize().Height))
	h := o.MinSize().Height
	o.Resize(fyne.NewSize(width, h))
	return h
}

// relayout places the objects of a container again without drawing them again,
// which Refresh of a container does with everything below it.
func relayout(c *fyne.Container) { c.Layout.Layout(c.Objects, c.Size()) }

// Replace places what lies in a container again, at every depth, without drawing
// it again: after a change that only makes things larger or smaller.
func Replace(c *fyne.Container) {
	relayout(c)
	for _, o := range c.Objects {
		if inner, ok := o.(*fyne.Container); ok && inner.Visible() && inner.Layout != nil {
			Replace(inner)
		}
	}
	canvas.Refresh(c)
}

// Column puts objects below one another, each as wide as the column.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(column{gap}, objects...)
}

type column struct{ gap float32 }

// MinSize implements fyne.Layout.
func (l column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	n := 0
	for _, o := range objects {
		if o.Visible() {
			m := o.MinSize()
			size = fyne.NewSize(max(size.Width, m.Width), size.Height+m.Height)
			n++
		}
	}
	size.Height += l.gap * float32(max(n-1, 0))
	return size
}

// Layout implements fyne.Layout.
func (l column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		if o.Visible() {
			settle(o, size.Width)
		}
	}
	free, growers := size.Height-l.MinSize(objects).Height, growing(objects)
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		h := o.MinSize().Height
		if free > 0 && isGrower(o) {
			h += free / float32(growers)
			o.Resize(fyne.NewSize(size.Width, h))
		}
		o.Move(fyne.NewPos(0, y))
		y += h + l.gap
	}
}

// Grow marks an object of a Row or a Column as the one that takes the room that
// is left.
func Grow(o fyne.CanvasObject) *fyne.Container { return container.New(grower{}, o) }

type grower struct{}

// MinSize implements fyne.Layout.
func (grower) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout implements fyne.Layout.
func (grower) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

func isGrower(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(grower)
	return ok
}

func growing(objects []fyne.CanvasObject) int {
	n := 0
	for _, o := range objects {
		if o.Visible() && isGrower(o) {
			n++
		}
	}
	return n
}

// Space is an empty grower: it pushes what follows to the end.
func Space() *fyne.Container { return Grow(Column(0)) }

// Row puts objects beside one another, each as wide as it needs and centred
// vertically.
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(row{gap: gap}, objects...)
}

// TopRow is Row with the objects aligned at the top.
func TopRow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(row{gap: gap, top: true}, objects...)
}

type row struct {
	gap float32
	top bool
}

// MinSize implements fyne.Layout.
func (l row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	n := 0
	for _, o := range objects {
		if o.Visible() {
			m := o.MinSize()
			size = fyne.NewSize(size.Width+m.Width, max(size.Height, m.Height))
			n++
		}
	}
	size.Width += l.gap * float32(max(n-1, 0))
	return size
}

// Layout implements fyne.Layout.
func (l row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	free, growers := size.Width-l.MinSize(objects).Width, growing(objects)
	x := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		w := o.MinSize().Width
		if isGrower(o) {
			w = max(0, w+free/float32(growers)) // growers give way, too
		}
		h := settle(o, w)
		y := float32(0)
		if !l.top {
			y = (size.Height - h) / 2
		}
		o.Move(fyne.NewPos(x, y))
		x += w + l.gap
	}
}

// Columns puts objects beside one another with fractions of the width.
func Columns(gap float32, fractions []float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(columns{gap, fractions}, objects...)
}

type columns struct {
	gap       float32
	fractions []float32
}

// MinSize implements fyne.Layout.
func (l columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var h float32
	for _, o := range objects {
		h = max(h, o.MinSize().Height)
	}
	return fyne.NewSize(l.gap*float32(len(objects)-1), h)
}

// Layout implements fyne.Layout.
func (l columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	room := size.Width - l.gap*float32(len(objects)-1)
	x := float32(0)
	for i, o := range objects {
		w := room * l.fractions[i]
		settle(o, w)
		o.Move(fyne.NewPos(x, 0))
		x += w + l.gap
	}
}

// Wrap puts objects beside one another and goes on in the next line where the
// width ends: buttons of a banner, chips.
func Wrap(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&wrap{gap: gap}, objects...)
}

type wrap struct {
	gap   float32
	width float32 // that of the last layout
}

// MinSize implements fyne.Layout.
func (l *wrap) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var widest float32
	for _, o := range objects {
		if o.Visible() {
			widest = max(widest, o.MinSize().Width)
		}
	}
	return fyne.NewSize(widest, l.place(objects, func(fyne.CanvasObject, fyne.Position) {}))
}

// Layout implements fyne.Layout.
func (l *wrap) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.place(objects, func(o fyne.CanvasObject, at fyne.Position) {
		m := o.MinSize()
		o.Resize(fyne.NewSize(min(m.Width, size.Width), m.Height))
		o.Move(at)
	})
}

// place tells put where each object goes and returns the height of all lines.
func (l *wrap) place(objects []fyne.CanvasObject, put func(fyne.CanvasObject, fyne.Position)) float32 {
	var x, y, lineHeight float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if x > 0 && l.width > 0 && x+m.Width > l.width {
			x, y, lineHeight = 0, y+lineHeight+l.gap, 0
		}
		put(o, fyne.NewPos(x, y))
		x += m.Width + l.gap
		lineHeight = max(lineHeight, m.Height)
	}
	return y + lineHeight
}

// Stack puts objects above one another, each as large as the stack.
func Stack(objects ...fyne.CanvasObject) *fyne.Container { return container.NewStack(objects...) }

// Pad puts exact space around an object: top, right, bottom and left, as in
// style sheets.
func Pad(top, right, bottom, left float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(top, bottom, left, right), o)
}

// PadAll puts the same space around an object.
func PadAll(space float32, o fyne.CanvasObject) *fyne.Container {
	return Pad(space, space, space, space, o)
}

// Wide keeps an object at most so wide, aligned left.
func Wide(most float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(bounds{most: most}, o)
}

// Fixed gives an object a width.
func Fixed(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(bounds{least: width, most: width}, o)
}

// Tall gives an object a height that it does not fall below.
func Tall(least float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(bounds{tall: least}, o)
}

// bounds limits the width and the height of one object; zero is no limit.
type bounds struct{ least, most, tall float32 }

// MinSize implements fyne.Layout.
func (b bounds) MinSize(objects []fyne.CanvasObject) fyne.Size {
	m := objects[0].MinSize()
	w := max(m.Width, b.least)
	if b.most > 0 {
		w = min(w, b.most)
	}
	return fyne.NewSize(w, max(m.Height, b.tall))
}

// Layout implements fyne.Layout.
func (b bounds) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := size.Width
	if b.most > 0 {
		w = min(w, b.most)
	}
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(w, size.Height))
}
