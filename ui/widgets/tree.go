package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Parent is a widget that has parts which Walk should see. Fyne keeps the
// children of a widget to itself, so every widget of ours that has any tells.
type Parent interface{ Parts() []fyne.CanvasObject }

// Walk calls visit for o and everything visible below it, parents first, in the
// order of the Tab key. It stops when visit returns false, and reports whether
// it went to the end.
func Walk(o fyne.CanvasObject, visit func(fyne.CanvasObject) bool) bool {
	if o == nil || !o.Visible() {
		return true
	}
	if !visit(o) {
		return false
	}
	for _, part := range partsOf(o) {
		if !Walk(part, visit) {
			return false
		}
	}
	return true
}

func partsOf(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{o.Content}
	case Parent:
		return o.Parts()
	}
	return nil
}

// pathTo returns what lies on the way from root to o, both included, or nil.
func pathTo(root, o fyne.CanvasObject) []fyne.CanvasObject {
	if root == nil || !root.Visible() {
		return nil
	}
	if root == o {
		return []fyne.CanvasObject{o}
	}
	for _, part := range partsOf(root) {
		if path := pathTo(part, o); path != nil {
			return append([]fyne.CanvasObject{root}, path...)
		}
	}
	return nil
}

// pathOn returns the way to o on its canvas: in the overlays, or in the
// content. It is empty when o is not shown.
func pathOn(c fyne.Canvas, o fyne.CanvasObject) []fyne.CanvasObject {
	for _, overlay := range c.Overlays().List() {
		if path := pathTo(overlay, o); path != nil {
			return path
		}
	}
	return pathTo(c.Content(), o)
}

// canvasOf returns the canvas that shows o, or nil. The driver knows the canvas of
// what it has painted; a page that has just been shown is looked for.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	driver := fyne.CurrentApp().Driver()
	if c := driver.CanvasForObject(o); c != nil {
		return c
	}
	for _, w := range driver.AllWindows() {
		if pathOn(w.Canvas(), o) != nil {
			return w.Canvas()
		}
	}
	return nil
}

// around returns what o lies in, the nearest first.
func around(o fyne.CanvasObject) []fyne.CanvasObject {
	c := canvasOf(o)
	if c == nil {
		return nil
	}
	path := pathOn(c, o)
	var out []fyne.CanvasObject
	for i := len(path) - 2; i >= 0; i-- {
		out = append(out, path[i])
	}
	return out
}

// FocusFirst gives the keyboard focus to the first enabled control below root,
// and reports whether there is one.
func FocusFirst(root fyne.CanvasObject) bool {
	var first fyne.Focusable
	Walk(root, func(o fyne.CanvasObject) bool {
		f, ok := o.(fyne.Focusable)
		if d, off := o.(fyne.Disableable); ok && !(off && d.Disabled()) {
			first = f
		}
		return first == nil
	})
	return focus(first)
}

// focus gives o the keyboard focus if it is shown.
func focus(o fyne.Focusable) bool {
	obj, ok := o.(fyne.CanvasObject)
	if !ok {
		return false
	}
	c := canvasOf(obj)
	if c == nil || pathOn(c, obj) == nil {
		return false
	}
	c.Focus(o)
	return true
}
