package ui

import (
	"hire2retire-setup/connector/check"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// lookKey is the preference that remembers the look.
const lookKey = "look"

// look returns what the person chose before.
func (w *Window) look() theme.Look {
	l := theme.Look(w.app.Preferences().Int(lookKey))
	if l < theme.System || l > theme.HighContrast {
		return theme.System
	}
	return l
}

// chooseLook offers the looks.
func (w *Window) chooseLook() {
	names := map[theme.Look]check.Text{
		theme.System:       check.T("look.system", "As the system"),
		theme.Light:        check.T("look.light", "Light"),
		theme.Dark:         check.T("look.dark", "Dark"),
		theme.HighContrast: check.T("look.contrast", "High contrast"),
	}
	var items []widgets.MenuItem
	for l := theme.System; l <= theme.HighContrast; l++ {
		items = append(items, widgets.MenuItem{Label: w.say(names[l]), Checked: l == w.look(), Press: func() { w.setLook(l) }})
	}
	widgets.ShowMenu(w.appearance, items)
}

func (w *Window) setLook(l theme.Look) {
	w.app.Preferences().SetInt(lookKey, int(l))
	w.app.Settings().SetTheme(theme.New(l))
}
