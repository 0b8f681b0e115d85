package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// composite is a widget that is made of others and told as one: a chip, a line
// of a menu.
type composite struct {
	widget.BaseWidget
	root *fyne.Container
}

// compose has to be called by the constructor, with the widget itself and all
// that it is made of.
func (c *composite) compose(self fyne.Widget, root *fyne.Container) {
	c.root = root
	c.ExtendBaseWidget(self)
}

// CreateRenderer implements fyne.Widget.
func (c *composite) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.root) }

// assembly is a composite whose parts are told one by one: a dialog, a list.
type assembly struct{ composite }

// Parts implements Parent.
func (a *assembly) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{a.root} }

// renderer is what renderers of canvas objects share: they own nothing that has
// to be given back.
type renderer struct{}

// Destroy implements fyne.WidgetRenderer.
func (renderer) Destroy() {}
