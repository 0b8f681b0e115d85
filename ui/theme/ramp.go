package theme

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The sizes of type, 28 / 24 / 16 / 14 / 12.
const (
	sizeHero    fyne.ThemeSizeName = "h2r.hero"
	sizeTitle   fyne.ThemeSizeName = theme.SizeNameHeadingText
	sizeSection fyne.ThemeSizeName = theme.SizeNameSubHeadingText
	sizeBody    fyne.ThemeSizeName = theme.SizeNameText
	sizeCaption fyne.ThemeSizeName = theme.SizeNameCaptionText
)

// Type is a size, a style and the height of a line.
type Type struct {
	Size  fyne.ThemeSizeName
	Style fyne.TextStyle
	Line  float32
}

// The type ramp. Lines are as high as those of Windows 11.
var (
	Hero          = Type{Size: sizeHero, Style: bold, Line: 36}
	Title         = Type{Size: sizeTitle, Style: bold, Line: 32}
	Section       = Type{Size: sizeSection, Style: bold, Line: 22}
	Body          = Type{Size: sizeBody, Line: 20}
	Strong        = Type{Size: sizeBody, Style: bold, Line: 20}
	Caption       = Type{Size: sizeCaption, Line: 16}
	CaptionStrong = Type{Size: sizeCaption, Style: bold, Line: 16}
	Code          = Type{Size: sizeCaption, Style: mono, Line: 18} // commands, DNs, fingerprints

	bold = fyne.TextStyle{Bold: true}
	mono = fyne.TextStyle{Monospace: true}
)

// Spaces between things, in pixels at 100 %.
const (
	Hair   float32 = 2
	Tiny   float32 = 4
	Small  float32 = 8
	Medium float32 = 12
	Large  float32 = 16
	Wide   float32 = 24
	Broad  float32 = 32
)

// Radii of corners.
const (
	ControlRadius float32 = 4
	BoxRadius     float32 = 6
	CardRadius    float32 = 8
)

// RingWidth is the width of the line around what has the keyboard focus.
const RingWidth float32 = 2

// ControlHeight is the height of buttons and one-line fields.
const ControlHeight float32 = 32

var sizes = map[fyne.ThemeSizeName]float32{
	sizeHero:    28,
	sizeTitle:   24,
	sizeSection: 16,
	sizeBody:    14,
	sizeCaption: 12,

	theme.SizeNamePadding:            4,
	theme.SizeNameInnerPadding:       6, // with the mono face in a field of ControlHeight
	theme.SizeNameInlineIcon:         16,
	theme.SizeNameInputRadius:        ControlRadius,
	theme.SizeNameSelectionRadius:    ControlRadius,
	theme.SizeNameButtonRadius:       ControlRadius,
	theme.SizeNameCardRadius:         CardRadius,
	theme.SizeNameDialogRadius:       CardRadius,
	theme.SizeNamePopupRadius:        CardRadius,
	theme.SizeNameMenuRadius:         CardRadius,
	theme.SizeNameInputBorder:        1,
	theme.SizeNameSeparatorThickness: 1,
	theme.SizeNameScrollBar:          10,
	theme.SizeNameScrollBarSmall:     3,
	theme.SizeNameScrollBarRadius:    3,
	theme.SizeNameLineSpacing:        4,
}
