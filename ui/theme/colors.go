package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Inks: what is drawn.
const (
	Text        fyne.ThemeColorName = theme.ColorNameForeground
	Soft        fyne.ThemeColorName = "h2r.ink.soft" // second lines, captions, skipped rows
	Accent      fyne.ThemeColorName = theme.ColorNamePrimary
	Link        fyne.ThemeColorName = theme.ColorNameHyperlink
	OK          fyne.ThemeColorName = theme.ColorNameSuccess
	Warn        fyne.ThemeColorName = theme.ColorNameWarning
	Error       fyne.ThemeColorName = theme.ColorNameError
	Unknown     fyne.ThemeColorName = "h2r.ink.unknown"
	OnAccent    fyne.ThemeColorName = theme.ColorNameForegroundOnPrimary
	OnDanger    fyne.ThemeColorName = theme.ColorNameForegroundOnError
	OnSelected  fyne.ThemeColorName = "h2r.ink.onSelected"
	OnMark      fyne.ThemeColorName = "h2r.ink.onMark"
	Placeholder fyne.ThemeColorName = theme.ColorNamePlaceHolder
	Disabled    fyne.ThemeColorName = theme.ColorNameDisabled // exempt from contrast by WCAG 1.4.3
)

// Papers: what it is drawn on.
const (
	Page        fyne.ThemeColorName = "h2r.paper.page"
	Rail        fyne.ThemeColorName = "h2r.paper.rail" // also the footer
	Card        fyne.ThemeColorName = "h2r.paper.card"
	Inset       fyne.ThemeColorName = "h2r.paper.inset" // boxes inside cards, heads of tables
	Overlay     fyne.ThemeColorName = theme.ColorNameOverlayBackground
	Tip         fyne.ThemeColorName = "h2r.paper.tip"
	Field       fyne.ThemeColorName = theme.ColorNameInputBackground
	Button      fyne.ThemeColorName = theme.ColorNameButton
	ButtonOff   fyne.ThemeColorName = theme.ColorNameDisabledButton
	AccentFace  fyne.ThemeColorName = "h2r.paper.accent"
	DangerFace  fyne.ThemeColorName = "h2r.paper.danger"
	Selected    fyne.ThemeColorName = "h2r.paper.selected"
	Mark        fyne.ThemeColorName = "h2r.paper.mark" // the strip of the practice mode
	NeutralSoft fyne.ThemeColorName = "h2r.paper.neutral"
	AccentSoft  fyne.ThemeColorName = "h2r.paper.accentSoft"
	OKSoft      fyne.ThemeColorName = "h2r.paper.ok"
	WarnSoft    fyne.ThemeColorName = "h2r.paper.warn"
	ErrorSoft   fyne.ThemeColorName = "h2r.paper.error"
	UnknownSoft fyne.ThemeColorName = "h2r.paper.unknown"
)

// Lines and veils.
const (
	None       fyne.ThemeColorName = "h2r.none"
	Stroke     fyne.ThemeColorName = "h2r.line.stroke" // cards, dividers: decoration
	ToneStroke fyne.ThemeColorName = "h2r.line.tone"   // chips and banners
	FaceStroke fyne.ThemeColorName = "h2r.line.face"   // buttons
	Border     fyne.ThemeColorName = theme.ColorNameInputBorder
	Ring       fyne.ThemeColorName = "h2r.line.ring" // keyboard focus
	Hover      fyne.ThemeColorName = theme.ColorNameHover
	Pressed    fyne.ThemeColorName = theme.ColorNamePressed
	Scrim      fyne.ThemeColorName = "h2r.veil.scrim" // behind a dialog
	Drop       fyne.ThemeColorName = "h2r.veil.drop"  // the shadow of dialogs, menus and tips
)

type palette int

const (
	light palette = iota
	dark
	contrast
	palettes
)

// colors gives every name its value in the light, the dark and the high
// contrast palette. The last one follows "High contrast black" of Windows:
// black paper, white text and lines, yellow links, cyan for what is chosen.
var colors = map[fyne.ThemeColorName][palettes]color.NRGBA{
	Text:        {rgb(0x1A1A1A), rgb(0xFAFAFA), rgb(0xFFFFFF)},
	Soft:        {rgb(0x5C5C5C), rgb(0xBEBEBE), rgb(0xFFFFFF)},
	Accent:      {rgb(0x005FB8), rgb(0x60CDFF), rgb(0x1AEBFF)},
	Link:        {rgb(0x005A9E), rgb(0x75D2FF), rgb(0xFFFF00)},
	OK:          {rgb(0x0E700E), rgb(0x6CCB5F), rgb(0x3FF23F)},
	Warn:        {rgb(0x855000), rgb(0xF7C948), rgb(0xFFFF00)},
	Error:       {rgb(0xB3261E), rgb(0xFF99A4), rgb(0xFFB3B3)},
	Unknown:     {rgb(0x5B3FA6), rgb(0xC9B8F8), rgb(0xFFFFFF)},
	OnAccent:    {rgb(0xFFFFFF), rgb(0x00283F), rgb(0x000000)},
	OnDanger:    {rgb(0xFFFFFF), rgb(0x3B0A0D), rgb(0x000000)},
	OnSelected:  {rgb(0x1A1A1A), rgb(0xFAFAFA), rgb(0x000000)},
	OnMark:      {rgb(0x3A2500), rgb(0x2B2000), rgb(0x000000)},
	Placeholder: {rgb(0x6B6B6B), rgb(0x9E9E9E), rgb(0xE0E0E0)},
	Disabled:    {rgb(0x9A9A9A), rgb(0x757575), rgb(0xA6A6A6)},

	Page:        {rgb(0xFAFAFA), rgb(0x232323), rgb(0x000000)},
	Rail:        {rgb(0xF3F3F3), rgb(0x1C1C1C), rgb(0x000000)},
	Card:        {rgb(0xFFFFFF), rgb(0x2B2B2B), rgb(0x000000)},
	Inset:       {rgb(0xF7F7F7), rgb(0x262626), rgb(0x000000)},
	Overlay:     {rgb(0xFFFFFF), rgb(0x2C2C2C), rgb(0x000000)},
	Tip:         {rgb(0xFFFFFF), rgb(0x363636), rgb(0x000000)},
	Field:       {rgb(0xFFFFFF), rgb(0x1E1E1E), rgb(0x000000)},
	Button:      {rgb(0xFDFDFD), rgb(0x353535), rgb(0x000000)},
	ButtonOff:   {rgb(0xF2F2F2), rgb(0x2A2A2A), rgb(0x000000)},
	AccentFace:  {rgb(0x005FB8), rgb(0x60CDFF), rgb(0x1AEBFF)},
	DangerFace:  {rgb(0xB3261E), rgb(0xFF99A4), rgb(0xFFFF00)},
	Selected:    {rgb(0xDCEBF8), rgb(0x1F4358), rgb(0x1AEBFF)},
	Mark:        {rgb(0xFFD98A), rgb(0xF7C948), rgb(0xFFFF00)},
	NeutralSoft: {rgb(0xEFEFEF), rgb(0x363636), rgb(0x000000)},
	AccentSoft:  {rgb(0xE8F2FB), rgb(0x1C3646), rgb(0x000000)},
	OKSoft:      {rgb(0xE3F4E3), rgb(0x223325), rgb(0x000000)},
	WarnSoft:    {rgb(0xFFF4CE), rgb(0x3A3119), rgb(0x000000)},
	ErrorSoft:   {rgb(0xFDE8E7), rgb(0x432527), rgb(0x000000)},
	UnknownSoft: {rgb(0xF0EBFA), rgb(0x322C44), rgb(0x000000)},

	None:       {},
	Stroke:     {rgb(0xE3E3E3), rgb(0x3A3A3A), rgb(0xFFFFFF)},
	ToneStroke: {rgba(0x000000, 0x10), rgba(0xFFFFFF, 0x10), rgb(0xFFFFFF)},
	FaceStroke: {rgb(0xCFCFCF), rgb(0x4C4C4C), rgb(0xFFFFFF)},
	Border:     {rgb(0x868686), rgb(0x7E7E7E), rgb(0xFFFFFF)},
	Ring:       {rgb(0x1A1A1A), rgb(0xFFFFFF), rgb(0x1AEBFF)},
	Hover:      {rgba(0x000000, 0x0A), rgba(0xFFFFFF, 0x12), rgba(0x1AEBFF, 0x30)},
	Pressed:    {rgba(0x000000, 0x14), rgba(0xFFFFFF, 0x0A), rgba(0x1AEBFF, 0x50)},
	Scrim:      {rgba(0x000000, 0x52), rgba(0x000000, 0x8C), rgba(0x000000, 0xC0)},
	Drop:       {rgba(0x000000, 0x2E), rgba(0x000000, 0x80), {}},

	// Names of Fyne that its own parts ask for.
	theme.ColorNameBackground:          {rgb(0xFAFAFA), rgb(0x232323), rgb(0x000000)},
	theme.ColorNameFocus:               {rgba(0x005FB8, 0x40), rgba(0x60CDFF, 0x50), rgba(0x1AEBFF, 0x80)},
	theme.ColorNameSelection:           {rgba(0x005FB8, 0x33), rgba(0x60CDFF, 0x40), rgba(0x1AEBFF, 0x60)},
	theme.ColorNameSeparator:           {rgb(0xE3E3E3), rgb(0x3A3A3A), rgb(0xFFFFFF)},
	theme.ColorNameMenuBackground:      {rgb(0xFFFFFF), rgb(0x2C2C2C), rgb(0x000000)},
	theme.ColorNameScrollBar:           {rgba(0x000000, 0x73), rgba(0xFFFFFF, 0x73), rgb(0xFFFFFF)},
	theme.ColorNameScrollBarBackground: {},
	// Fyne draws a shadow of this colour at the edge of everything that can be
	// scrolled further. The line above the footer says that already.
	theme.ColorNameShadow: {},
}

func rgb(v uint32) color.NRGBA { return rgba(v, 0xFF) }

func rgba(v uint32, a uint8) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: a}
}
