package theme_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"hire2retire-setup/assets"
	"hire2retire-setup/ui/theme"
)

// Every icon in assets has a name here, and every name an icon: nothing is
// carried that nobody can ask for.
func TestIconsAndFilesAgree(t *testing.T) {
	named := iconNames(t)
	for _, name := range named {
		if !slices.Contains(assets.Icons(), name) {
			t.Errorf("icon %s has no file", name)
			continue
		}
		if res := theme.Icon(name).Colored(theme.Text); len(res.Content()) == 0 {
			t.Errorf("icon %s is empty", name)
		}
	}
	for _, file := range assets.Icons() {
		if !slices.Contains(named, file) {
			t.Errorf("file %s.svg has no name in icons.go", file)
		}
	}
}

func iconNames(t *testing.T) []string {
	f, err := parser.ParseFile(token.NewFileSet(), "icons.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	ast.Inspect(f, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if id, ok := spec.Type.(*ast.Ident); ok && id.Name == "Icon" {
				name, _ := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				names = append(names, name)
			}
		}
		return true
	})
	if len(names) < 40 {
		t.Fatalf("found %d icon names in icons.go", len(names))
	}
	return names
}

// Fyne's own parts ask for names that we do not know; none may come out empty.
func TestFyneFindsEveryColorSizeAndIcon(t *testing.T) {
	th := theme.New(theme.Light)
	test.AssertAllColorNamesDefined(t, th, "light")
	test.AssertAllColorNamesDefined(t, theme.New(theme.HighContrast), "high contrast")
	for _, n := range []fyne.ThemeIconName{fynetheme.IconNameConfirm, fynetheme.IconNameMoveDown, fynetheme.IconNameFolder} {
		if th.Icon(n) == nil {
			t.Errorf("icon %s is missing", n)
		}
	}
}

func TestTypeRamp(t *testing.T) {
	th := theme.New(theme.Light)
	for _, c := range []struct {
		name  string
		typ   theme.Type
		size  float32
		style fyne.TextStyle
		font  string
	}{
		{"hero", theme.Hero, 28, fyne.TextStyle{Bold: true}, "Inter-SemiBold.otf"},
		{"title", theme.Title, 24, fyne.TextStyle{Bold: true}, "Inter-SemiBold.otf"},
		{"section", theme.Section, 16, fyne.TextStyle{Bold: true}, "Inter-SemiBold.otf"},
		{"body", theme.Body, 14, fyne.TextStyle{}, "Inter-Regular.otf"},
		{"caption", theme.Caption, 12, fyne.TextStyle{}, "Inter-Regular.otf"},
		{"code", theme.Code, 12, fyne.TextStyle{Monospace: true}, "JetBrainsMono-Regular.ttf"},
	} {
		if got := th.Size(c.typ.Size); got != c.size {
			t.Errorf("%s is %v pixels, want %v", c.name, got, c.size)
		}
		if c.typ.Line <= c.size {
			t.Errorf("lines of %s are %v high, want more than %v", c.name, c.typ.Line, c.size)
		}
		if got := th.Font(c.typ.Style).Name(); c.typ.Style != c.style || got != c.font {
			t.Errorf("%s is set in %s %+v, want %s %+v", c.name, got, c.typ.Style, c.font, c.style)
		}
	}
}

func TestCalmSwitchesAnimationsOff(t *testing.T) {
	app := test.NewTempApp(t)
	calm := theme.Calm(app)
	if calm.Settings().ShowAnimations() || fyne.CurrentApp().Settings().ShowAnimations() {
		t.Error("animations are still shown")
	}
	th := theme.New(theme.Dark)
	calm.Settings().SetTheme(th)
	if app.Settings().Theme() != fyne.Theme(th) || calm.Settings().Theme() != fyne.Theme(th) {
		t.Error("the theme did not reach the app")
	}
}

func TestTones(t *testing.T) {
	seen := map[theme.Icon]theme.Tone{}
	for _, tone := range []theme.Tone{theme.Neutral, theme.Busy, theme.Info, theme.Good, theme.Caution, theme.Bad, theme.Doubt, theme.Left} {
		c := tone.Colors()
		if c.Ink == "" || c.Paper == "" || c.Icon == "" {
			t.Errorf("tone %d is drawn with %+v", tone, c)
		}
		if other, twice := seen[c.Icon]; twice {
			t.Errorf("tones %d and %d share the icon %s: only colour tells them apart", tone, other, c.Icon)
		}
		seen[c.Icon] = tone
	}
	if got, want := theme.Tone(99).Colors(), theme.Neutral.Colors(); got != want {
		t.Errorf("a tone that does not exist is drawn with %+v, want %+v", got, want)
	}
}
