package page

import (
	"fyne.io/fyne/v2"

	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// disclosure is content that stays closed until it is asked for, because most
// people never need it.
type disclosure struct {
	link *widgets.Button
	body *fyne.Container
	root *fyne.Container
}

func newDisclosure(label string, content fyne.CanvasObject) *disclosure {
	x := &disclosure{body: widgets.Column(0, content)}
	x.body.Hide()
	x.link = widgets.NewLinkButton(label, func() { x.open(!x.body.Visible()) }).WithIcon(theme.IconChevron)
	x.root = widgets.Column(theme.Small, widgets.Row(0, x.link), x.body)
	return x
}

func (x *disclosure) open(on bool) {
	icon := theme.IconChevron
	if on {
		icon = theme.IconChevronDown
	}
	x.link.WithIcon(icon)
	x.body.Hidden = !on
	x.root.Refresh()
}
