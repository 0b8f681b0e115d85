package theme

import "fyne.io/fyne/v2"

// Calm makes app the current app with animations off and returns it. A blinking
// cursor alone keeps a quarter of a core busy where OpenGL is software (remote
// desktops, virtual machines), because Fyne repaints the whole window for it;
// and many people prefer screens that stand still. It must be called before the
// first window is made.
func Calm(app fyne.App) fyne.App {
	calm := &calmApp{App: app}
	fyne.SetCurrentApp(calm)
	return calm
}

type calmApp struct{ fyne.App }

// Settings implements fyne.App.
func (a *calmApp) Settings() fyne.Settings { return calmSettings{a.App.Settings()} }

type calmSettings struct{ fyne.Settings }

// ShowAnimations implements fyne.Settings.
func (calmSettings) ShowAnimations() bool { return false }
