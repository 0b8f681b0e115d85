// Package theme is the look of the window: colours, type, spacing, icons and
// fonts. Nothing else in the product knows a colour; widgets name an ink and a
// paper, and three palettes (light, dark, high contrast) give them a value.
//
// Which ink may stand on which paper is a table, Pairs. A test computes the
// contrast of every pair in every palette (WCAG 2.2, 1.4.3 and 1.4.11), and a
// test of package widgets looks for texts that stand on a paper the table does
// not allow.
//
// The fonts of Fyne have two weights. Bold means SemiBold here, and Italic does
// not exist.
package theme

import (
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"hire2retire-setup/assets"
)

// Look is what the person chose.
type Look int

// The looks. System is light or dark as the operating system is, and high
// contrast where Windows has that switched on.
const (
	System Look = iota
	Light
	Dark
	HighContrast
)

// Theme is a fyne.Theme of one look.
type Theme struct {
	look Look
	// contrasted is whether the system has high contrast switched on. It is
	// asked once, because Fyne asks for colours thousands of times a frame.
	contrasted func() bool
}

// New returns the theme of a look.
func New(look Look) *Theme {
	return &Theme{look: look, contrasted: sync.OnceValue(SystemHighContrast)}
}

// Look returns what the theme was made for.
func (t *Theme) Look() Look { return t.look }

// Outdated reports whether the system has switched high contrast on or off since
// the theme was made for it.
func (t *Theme) Outdated() bool { return t.look == System && t.contrasted() != SystemHighContrast() }

// IsDark reports whether text is lighter than its paper when the system is in
// the given variant.
func (t *Theme) IsDark(v fyne.ThemeVariant) bool { return t.palette(v) != light }

// Color implements fyne.Theme.
func (t *Theme) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	p := t.palette(v)
	if c, ok := colors[n]; ok {
		return c[p]
	}
	if p == light {
		return theme.DefaultTheme().Color(n, theme.VariantLight)
	}
	return theme.DefaultTheme().Color(n, theme.VariantDark)
}

func (t *Theme) palette(v fyne.ThemeVariant) palette {
	switch t.look {
	case Light:
		return light
	case Dark:
		return dark
	case HighContrast:
		return contrast
	}
	switch {
	case t.contrasted():
		return contrast
	case v == theme.VariantDark:
		return dark
	}
	return light
}

// Font implements fyne.Theme.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Symbol:
		return theme.DefaultTheme().Font(s)
	case s.Monospace:
		return fontMono()
	case s.Bold:
		return fontBold()
	}
	return fontRegular()
}

var (
	fontRegular = font("Inter-Regular.otf")
	fontBold    = font("Inter-SemiBold.otf")
	fontMono    = font("JetBrainsMono-Regular.ttf")
)

func font(name string) func() fyne.Resource {
	return sync.OnceValue(func() fyne.Resource { return fyne.NewStaticResource(name, assets.Font(name)) })
}

// ReadFonts begins to read the faces of the current theme that every page has,
// while graphics start on another core, and returns what waits for them. Until
// then nobody may measure or draw text.
func ReadFonts() (wait func()) {
	var wg sync.WaitGroup
	wg.Go(func() {
		for _, t := range []Type{Body, Strong} {
			t.Measure("M")
		}
	})
	return wg.Wait
}

// Icon implements fyne.Theme. The stock icons that a Fyne part of ours can show
// are replaced; the others stay Fyne's.
func (t *Theme) Icon(n fyne.ThemeIconName) fyne.Resource {
	if icon, ok := stockIcons[n]; ok {
		return icon.Colored(Text)
	}
	return theme.DefaultTheme().Icon(n)
}

// Size implements fyne.Theme.
func (t *Theme) Size(n fyne.ThemeSizeName) float32 {
	if s, ok := sizes[n]; ok {
		return s
	}
	return theme.DefaultTheme().Size(n)
}
