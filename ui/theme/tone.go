package theme

import "fyne.io/fyne/v2"

// Tone is what a chip, a banner or a status line says by colour. It never says
// it by colour alone: every tone has an icon, and words stand beside it.
type Tone int

// The tones.
const (
	Neutral Tone = iota
	Busy
	Info
	Good
	Caution
	Bad
	Doubt   // could not look
	Left    // not looked at: skipped, not asked for
	toneEnd // the number of tones
)

// ToneColors is how a tone is drawn.
type ToneColors struct {
	Ink, Paper fyne.ThemeColorName
	Icon       Icon
}

var tones = [toneEnd]ToneColors{
	Neutral: {Soft, NeutralSoft, IconCircle},
	Busy:    {Soft, NeutralSoft, IconHourglass},
	Info:    {Accent, AccentSoft, IconInfo},
	Good:    {OK, OKSoft, IconPassed},
	Caution: {Warn, WarnSoft, IconWarning},
	Bad:     {Error, ErrorSoft, IconFailed},
	Doubt:   {Unknown, UnknownSoft, IconUnknown},
	Left:    {Soft, NeutralSoft, IconSkipped},
}

// Colors returns how the tone is drawn.
func (t Tone) Colors() ToneColors {
	if t < 0 || t >= toneEnd {
		return tones[Neutral]
	}
	return tones[t]
}

// Face is how a button of one kind is drawn.
type Face struct {
	Ink, Paper, Stroke fyne.ThemeColorName
	Bold               bool
}

// Kind is what a button is for.
type Kind int

// The kinds of buttons.
const (
	Normal  Kind = iota
	Primary      // the one that goes on
	Subtle       // no face until the pointer or the focus is on it
	Danger       // takes something away
	LinkLike
	kindEnd
)

var faces = [kindEnd]Face{
	Normal:   {Ink: Text, Paper: Button, Stroke: FaceStroke},
	Primary:  {Ink: OnAccent, Paper: AccentFace, Stroke: None, Bold: true},
	Subtle:   {Ink: Text, Paper: None, Stroke: None},
	Danger:   {Ink: OnDanger, Paper: DangerFace, Stroke: None, Bold: true},
	LinkLike: {Ink: Link, Paper: None, Stroke: None},
}

// Face returns how a button of the kind is drawn, enabled or not.
func (k Kind) Face(enabled bool) Face {
	f := faces[k]
	if enabled {
		return f
	}
	f.Ink = Disabled
	if f.Paper != None {
		f.Paper, f.Stroke = ButtonOff, FaceStroke
	}
	return f
}
