package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"hire2retire-setup/ui/theme"
)

// tipDelay is how long the pointer rests before a tip comes, that of Windows.
const tipDelay = 500 * time.Millisecond

const tipWidth float32 = 380

// tipLayer is where tips are drawn: the topmost part of a shell or a dialog. It
// covers them without listening to anything. An overlay of Fyne would take the
// focus and the pointer from what lies below.
type tipLayer struct {
	widget.BaseWidget
	bubble *fyne.Container
}

func newTipLayer() *tipLayer {
	l := &tipLayer{bubble: container.NewWithoutLayout()}
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer implements fyne.Widget.
func (l *tipLayer) CreateRenderer() fyne.WidgetRenderer { return &tipRenderer{layer: l} }

type tipRenderer struct {
	renderer
	layer *tipLayer
}

// Objects implements fyne.WidgetRenderer.
func (r *tipRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.layer.bubble} }

// MinSize implements fyne.WidgetRenderer.
func (r *tipRenderer) MinSize() fyne.Size { return fyne.Size{} }

// Layout implements fyne.WidgetRenderer.
func (r *tipRenderer) Layout(fyne.Size) {}

// Refresh implements fyne.WidgetRenderer.
func (r *tipRenderer) Refresh() { r.layer.bubble.Refresh() }

// tipHost has a layer for the tips of what lies in it.
type tipHost interface {
	fyne.CanvasObject
	tips() *tipLayer
}

// tip is the one tip of the program: that is shown, or waits for its time. It
// is touched on the Fyne goroutine only.
var tip struct {
	owner fyne.CanvasObject
	layer *tipLayer
	timer *time.Timer
}

// tipSoon shows a tip beside o when the pointer has rested there.
func tipSoon(o fyne.CanvasObject, text string) {
	hideTip(tip.owner)
	tip.owner = o
	tip.timer = time.AfterFunc(tipDelay, func() {
		fyne.Do(func() {
			if tip.owner == o {
				showTip(o, text)
			}
		})
	})
}

// showTip shows a tip below o, or above it where there is no room.
func showTip(o fyne.CanvasObject, text string) {
	hideTip(tip.owner)
	host := hostOf(o)
	if host == nil {
		return
	}
	layer := host.tips()
	w := min(tipWidth, theme.Caption.Measure(text).Width+1)
	p := NewParagraph(text, theme.Caption, theme.Text)
	bubble := Stack(newRaised(theme.Tip, theme.ControlRadius), Pad(6, 10, 6, 10, p))
	settle(bubble, w+20)
	bubble.Move(tipPosition(o, host, bubble.Size()))
	layer.bubble.Objects = []fyne.CanvasObject{bubble}
	layer.Refresh()
	tip.owner, tip.layer = o, layer
}

func hostOf(o fyne.CanvasObject) tipHost {
	for _, a := range around(o) {
		if h, ok := a.(tipHost); ok {
			return h
		}
	}
	return nil
}

func tipPosition(o fyne.CanvasObject, host tipHost, size fyne.Size) fyne.Position {
	d := fyne.CurrentApp().Driver()
	at := d.AbsolutePositionForObject(o).Subtract(d.AbsolutePositionForObject(host))
	const away = 6
	y := at.Y + o.Size().Height + away
	if y+size.Height > host.Size().Height {
		y = at.Y - size.Height - away
	}
	x := min(at.X, host.Size().Width-size.Width-theme.Small)
	return fyne.NewPos(max(theme.Small, x), max(0, y))
}

// hideTip takes the tip of o away, if it has one or waits for one.
func hideTip(o fyne.CanvasObject) {
	if o == nil || tip.owner != o {
		return
	}
	if tip.timer != nil {
		tip.timer.Stop()
	}
	if tip.layer != nil {
		tip.layer.bubble.Objects = nil
		tip.layer.Refresh()
	}
	tip.owner, tip.layer, tip.timer = nil, nil, nil
}
