package theme_test

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"hire2retire-setup/ui/theme"
)

var looks = map[string]theme.Look{"light": theme.Light, "dark": theme.Dark, "high contrast": theme.HighContrast}

func TestEveryPairHasContrast(t *testing.T) {
	for name, look := range looks {
		th := theme.New(look)
		worst := math.Inf(1)
		for _, p := range theme.Pairs() {
			ink, paper := th.Color(p.Ink, 0), th.Color(p.Paper, 0)
			got := contrast(ink, paper)
			if got < p.Min {
				t.Errorf("%s: %s %v on %s %v has contrast %.2f, want %.1f", name, p.Ink, ink, p.Paper, paper, got, p.Min)
			}
			worst = min(worst, got/p.Min)
		}
		t.Logf("%s: %d pairs, the closest has %.2f times what it needs", name, len(theme.Pairs()), worst)
	}
}

// High contrast is asked for by people who cannot read the other two: WCAG
// 1.4.6 is their measure.
func TestHighContrastIsEnhanced(t *testing.T) {
	th := theme.New(theme.HighContrast)
	for _, p := range theme.Pairs() {
		if got := contrast(th.Color(p.Ink, 0), th.Color(p.Paper, 0)); got < 7 {
			t.Errorf("%s on %s has contrast %.2f, want 7", p.Ink, p.Paper, got)
		}
	}
}

// Disabled controls are exempt from WCAG 1.4.3, but one has to see that they
// are there.
func TestDisabledIsVisible(t *testing.T) {
	for name, look := range looks {
		th := theme.New(look)
		if got := contrast(th.Color(theme.Disabled, 0), th.Color(theme.ButtonOff, 0)); got < 2.3 {
			t.Errorf("%s: disabled on its face has contrast %.2f, want 2.3", name, got)
		}
	}
}

func TestLooks(t *testing.T) {
	for _, c := range []struct {
		name    string
		look    theme.Look
		variant fyne.ThemeVariant
		like    theme.Look
		dark    bool
	}{
		{"system light", theme.System, fynetheme.VariantLight, theme.Light, false},
		{"system dark", theme.System, fynetheme.VariantDark, theme.Dark, true},
		{"no preference", theme.System, 2, theme.Light, false},
		{"light on a dark system", theme.Light, fynetheme.VariantDark, theme.Light, false},
		{"dark on a light system", theme.Dark, fynetheme.VariantLight, theme.Dark, true},
		{"contrast", theme.HighContrast, fynetheme.VariantLight, theme.HighContrast, true},
	} {
		got, want := theme.New(c.look).Color(theme.Page, c.variant), theme.New(c.like).Color(theme.Page, 0)
		if got != want {
			t.Errorf("%s: page is %v, want %v", c.name, got, want)
		}
		if d := theme.New(c.look).IsDark(c.variant); d != c.dark {
			t.Errorf("%s: IsDark() = %v, want %v", c.name, d, c.dark)
		}
	}
}

// contrast is the contrast ratio of WCAG 2.2.
func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func linear(v uint32) float64 {
	x := float64(v) / 0xFFFF
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}
