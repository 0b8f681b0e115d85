// Package widgettest helps tests of widgets and of pages: a window in memory
// with the theme of the product, keys, what the screen tells, golden markup and
// pictures. It is imported by tests only.
package widgettest

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// Main runs the tests of a package in an app in memory with the theme of the
// product and without animations. Call it from TestMain.
func Main(m *testing.M) {
	theme.Calm(test.NewApp()).Settings().SetTheme(theme.New(theme.Light))
	os.Exit(m.Run())
}

// Look gives the app the theme of a look until the test ends.
func Look(t *testing.T, look theme.Look) {
	t.Helper()
	settings := fyne.CurrentApp().Settings()
	old := settings.Theme()
	settings.SetTheme(theme.New(look))
	t.Cleanup(func() { settings.SetTheme(old) })
}

// Window shows content in a window of the given size.
func Window(t *testing.T, size fyne.Size, content fyne.CanvasObject) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, content)
	w.SetPadded(false)
	w.Resize(size)
	return w
}

// Settle lays everything out again, which a window on a screen does with every
// frame.
func Settle(w fyne.Window) {
	size := w.Canvas().Size()
	w.Resize(size.AddWidthHeight(0, 1))
	w.Resize(size)
}

// Key presses keys as the window gets them: the focused widget, or the window.
func Key(w fyne.Window, keys ...fyne.KeyName) {
	c := w.Canvas()
	for _, k := range keys {
		e := &fyne.KeyEvent{Name: k}
		if f := c.Focused(); f != nil {
			f.TypedKey(e)
		} else if c.OnTypedKey() != nil {
			c.OnTypedKey()(e)
		}
	}
}

// Press presses a shortcut as the window gets it.
func Press(w fyne.Window, key fyne.KeyName, m fyne.KeyModifier) {
	s := &desktop.CustomShortcut{KeyName: key, Modifier: m}
	c := w.Canvas()
	if f, ok := c.Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
	} else if f, ok := c.(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
	}
}

// Type types signs into what has the focus.
func Type(w fyne.Window, text string) {
	for _, r := range text {
		if f := w.Canvas().Focused(); f != nil {
			f.TypedRune(r)
		}
	}
}

// Tab moves the focus n times.
func Tab(w fyne.Window, n int) {
	for range n {
		w.Canvas().FocusNext()
	}
}

// Focused returns what has the focus, as it is told.
func Focused(w fyne.Window) widgets.Semantics {
	if d, ok := w.Canvas().Focused().(widgets.Described); ok {
		return d.Semantics()
	}
	return widgets.Semantics{}
}

// Find returns the first visible widget of a type below root for which ok
// holds; ok may be nil. The test ends when there is none.
func Find[T fyne.CanvasObject](t *testing.T, root fyne.CanvasObject, ok func(T) bool) T {
	t.Helper()
	var found *T
	widgets.Walk(root, func(o fyne.CanvasObject) bool {
		if w, is := o.(T); is && (ok == nil || ok(w)) {
			found = &w
		}
		return found == nil
	})
	if found == nil {
		t.Fatalf("there is no such %T", *new(T))
	}
	return *found
}

// Button returns the visible button with a label or a name.
func Button(t *testing.T, root fyne.CanvasObject, name string) *widgets.Button {
	t.Helper()
	return Find(t, root, func(b *widgets.Button) bool { return b.Semantics().Name == name })
}

// Golden compares the markup of a window with testdata/file. A new or changed
// one is written to testdata/failed, to be looked at and moved.
func Golden(t *testing.T, file string, w fyne.Window) {
	t.Helper()
	Settle(w)
	test.AssertRendersToMarkup(t, file, w.Canvas())
}

// Picture writes a picture of the window into the folder that the environment
// variable SCREENS names; without it, nothing.
func Picture(t *testing.T, name string, w fyne.Window) {
	t.Helper()
	dir := os.Getenv("SCREENS")
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	Settle(w)
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, w.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
}

// English are the words of widgets for tests; the product takes them from its
// catalogue.
func English() widgets.Words {
	who := map[check.Who]string{
		check.AD: "Active Directory administrator", check.PKI: "certificate authority team",
		check.Network: "network team", check.Entra: "Entra ID administrator", check.Exchange: "Exchange administrator", check.You: "you",
	}
	return widgets.Words{
		Copy: "Copy", Copied: "Copied", Cut: "Cut", Paste: "Paste", SelectAll: "Select all", Show: "How to fix", Hide: "Hide", Details: "Details", CheckAgain: "Check again",
		Cancel: "Cancel", ShowSecret: "Show password", HideSecret: "Hide password",
		SecretTooLong: "The text that was pasted is too long for a password.",
		GoToField:     "Go to the field", Accept: "Accept this warning", Unaccept: "Take it back",
		WhoActs: "Who can fix it", Command: "Command", OriginalText: "Original text",
		Host: "Host name or IP address", Port: "Port", StatusHead: "Status", AddHost: "Add host",
		MoveUp: "Move up", MoveDown: "Move down", RemoveHost: "Remove",
		Statuses: map[check.Status]string{
			check.Pending: "waiting", check.Running: "running", check.Passed: "passed", check.Warned: "warning",
			check.Failed: "failed", check.Skipped: "not checked", check.Unknown: "could not check",
		},
		Steps: map[widgets.StepState]string{
			widgets.StepTodo: "to do", widgets.StepDone: "done", widgets.StepAttention: "needs attention",
			widgets.StepFailed: "failed", widgets.StepRecheck: "check again",
		},
		Draw:    func(t check.Text) string { return t.String() },
		Who:     func(w check.Who) string { return who[w] },
		Elapsed: elapsed,
	}
}

func elapsed(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
