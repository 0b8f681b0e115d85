package ui

import (
	"fyne.io/fyne/v2"

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

// followSystem keeps what Fyne does not look after: the title bar, which Fyne
// paints as the system is and not as our theme, and high contrast.
func (w *Window) followSystem() {
	w.app.Lifecycle().SetOnStarted(w.paintTitle) // there is no title bar before
	w.app.Settings().AddListener(func(s fyne.Settings) {
		if w.life.window.Err() != nil {
			return
		}
		t, ours := s.Theme().(*theme.Theme)
		if ours && t.Outdated() {
			s.SetTheme(theme.New(t.Look()))
			return
		}
		fyne.Do(w.paintTitle) // after Fyne, which paints it now
	})
}

// paintTitle paints the title bar as dark as the window.
func (w *Window) paintTitle() {
	settings := w.app.Settings()
	if t, ours := settings.Theme().(*theme.Theme); ours {
		paintTitleBar(w.win, t.IsDark(settings.ThemeVariant()))
	}
}
