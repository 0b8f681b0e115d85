package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Color returns a colour as the current app draws it now.
func Color(n fyne.ThemeColorName) color.Color { return theme.Color(n) }

// Pixels returns the size of the type in the current app.
func (t Type) Pixels() float32 { return theme.Size(t.Size) }

// Measure returns how much room a text of the type takes on one line; its
// height is that of the signs, less than that of a Line.
func (t Type) Measure(text string) fyne.Size { return fyne.MeasureText(text, t.Pixels(), t.Style) }
