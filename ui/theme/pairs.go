package theme

import "fyne.io/fyne/v2"

// Pair is an ink that widgets draw on a paper, and the contrast that it needs.
type Pair struct {
	Ink, Paper fyne.ThemeColorName
	// Min is 4.5 for text and 3 for the borders of controls and the focus ring
	// (WCAG 2.2, 1.4.3 and 1.4.11).
	Min float64
}

const (
	textContrast = 4.5
	lineContrast = 3
)

// inks lists which text inks may stand on the papers that pages put things on.
var inks = map[fyne.ThemeColorName][]fyne.ThemeColorName{
	Page:    {Text, Soft, Accent, Link, OK, Warn, Error, Unknown},
	Rail:    {Text, Soft, Accent, Link, OK, Warn, Error, Unknown},
	Card:    {Text, Soft, Accent, Link, OK, Warn, Error, Unknown},
	Inset:   {Text, Soft, Accent, Link, OK, Warn, Error, Unknown},
	Overlay: {Text, Soft, Accent, Link, OK, Warn, Error, Unknown},
	Tip:     {Text},
	Field:   {Text, Placeholder, Soft, Accent},
	Mark:    {OnMark},
	// A row of a menu that is under the pointer or chosen by a key.
	Selected: {OnSelected},
}

// Pairs returns every pair that widgets use: the table above, the tones of
// chips and banners, the faces of buttons, and the lines of controls.
func Pairs() []Pair {
	var pairs []Pair
	for paper, texts := range inks {
		for _, ink := range texts {
			pairs = append(pairs, Pair{ink, paper, textContrast})
		}
	}
	for _, t := range tones {
		pairs = append(pairs, Pair{t.Ink, t.Paper, textContrast}, Pair{Text, t.Paper, textContrast}, Pair{Link, t.Paper, textContrast})
	}
	for _, f := range faces {
		if f.Paper != None {
			pairs = append(pairs, Pair{f.Ink, f.Paper, textContrast})
		}
	}
	for _, paper := range []fyne.ThemeColorName{Page, Rail, Card, Inset, Overlay} {
		pairs = append(pairs, Pair{Ring, paper, lineContrast}, Pair{Border, paper, lineContrast})
	}
	return append(pairs, Pair{Border, Field, lineContrast}, Pair{Error, Field, lineContrast}, Pair{Ring, Field, lineContrast},
		Pair{OnMark, Mark, lineContrast}) // the ring of what lies in the strip
}
