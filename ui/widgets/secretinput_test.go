package widgets_test

import (
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

func secretWindow(t *testing.T) (*SecretInput, fyne.Window) {
	s := NewSecretInput(widgettest.English(), "")
	f := NewField("Password", "", s)
	w := widgettest.Window(t, fyne.NewSize(300, 120), Column(10, f, NewButton("Next", nil)))
	widgettest.Tab(w, 1)
	return s, w
}

func TestSecretInputEdits(t *testing.T) {
	select1 := func(w fyne.Window) {
		w.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	}
	paste := func(text string) func(fyne.Window) {
		return func(w fyne.Window) {
			clip := test.NewClipboard()
			clip.SetContent(text)
			w.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
		}
	}
	keys := func(names ...fyne.KeyName) func(fyne.Window) {
		return func(w fyne.Window) { widgettest.Key(w, names...) }
	}
	typed := func(text string) func(fyne.Window) {
		return func(w fyne.Window) { widgettest.Type(w, text) }
	}
	for _, c := range []struct {
		name string
		do   []func(fyne.Window)
		want string
	}{
		{"typed", []func(fyne.Window){typed("pä 1€😀")}, "pä 1€😀"},
		{"backspace takes a whole sign", []func(fyne.Window){typed("a€"), keys(fyne.KeyBackspace)}, "a"},
		{"in the middle", []func(fyne.Window){typed("ac"), keys(fyne.KeyLeft), typed("ü")}, "aüc"},
		{"delete", []func(fyne.Window){typed("äbc"), keys(fyne.KeyHome, fyne.KeyDelete)}, "bc"},
		{"end and right", []func(fyne.Window){typed("ab"), keys(fyne.KeyHome, fyne.KeyRight, fyne.KeyEnd), typed("c")}, "abc"},
		{"nothing to delete", []func(fyne.Window){keys(fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyLeft, fyne.KeyRight)}, ""},
		{"typing replaces what is selected", []func(fyne.Window){typed("old"), select1, typed("n")}, "n"},
		{"backspace deletes what is selected", []func(fyne.Window){typed("old"), select1, keys(fyne.KeyBackspace)}, ""},
		{"an arrow ends the selection", []func(fyne.Window){typed("ab"), select1, keys(fyne.KeyLeft), typed("c")}, "cab"},
		{"the other arrow too", []func(fyne.Window){typed("ab"), select1, keys(fyne.KeyRight), typed("c")}, "abc"},
		{"pasted with spaces", []func(fyne.Window){paste("  with space ")}, "  with space "},
		{"one line break at the end goes", []func(fyne.Window){paste("abc\r\n")}, "abc"},
		{"pasted over a selection", []func(fyne.Window){typed("old"), select1, paste("new")}, "new"},
		{"control characters are not typed", []func(fyne.Window){typed("a\x07\tb")}, "ab"},
		{"too long is refused whole", []func(fyne.Window){typed("a"), paste(strings.Repeat("x", 5000))}, "a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, w := secretWindow(t)
			for _, do := range c.do {
				do(w)
			}
			if got := s.Secret().Reveal(); got != c.want {
				t.Errorf("the secret is %q, want %q", got, c.want)
			}
			if s.Empty() != (c.want == "") {
				t.Errorf("Empty() = %v for %q", s.Empty(), c.want)
			}
		})
	}
}

// Nothing on the screen, in what is told or in the clipboard gives the password
// away, and after Clear nothing in memory that the field owns.
func TestSecretInputKeepsItsSecret(t *testing.T) {
	const plain = "canary-Wörd"
	s, w := secretWindow(t)
	widgettest.Type(w, plain)
	clip := test.NewClipboard()
	clip.SetContent("untouched")
	target := w.Canvas().Focused().(fyne.Shortcutable)
	target.TypedShortcut(&fyne.ShortcutSelectAll{})
	target.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
	target.TypedShortcut(&fyne.ShortcutCut{Clipboard: clip})
	target.TypedShortcut(&fyne.ShortcutUndo{})
	if clip.Content() != "untouched" || s.Secret().Reveal() != plain {
		t.Errorf("copy, cut and undo give %q and leave %q", clip.Content(), s.Secret().Reveal())
	}
	for _, told := range Told(w.Content()) {
		if told.Value != "" {
			t.Errorf("%s tells the value %q", told.Name, told.Value)
		}
	}
	if shown := drawn(w); strings.Contains(shown, "c") || !strings.Contains(shown, "••") {
		t.Errorf("the screen shows %q, want bullets", shown)
	}
	held := s.Secret()
	s.Clear()
	if !s.Empty() || held.Reveal() != plain {
		t.Errorf("after Clear the field is empty: %v, the copy handed out is %q", s.Empty(), held.Reveal())
	}
	if room := roomOf(s); strings.Trim(string(room), "\x00") != "" {
		t.Errorf("after Clear the buffer holds %q", room)
	}
}

// drawn returns all signs of the password field, in order.
func drawn(w fyne.Window) string {
	var out strings.Builder
	Walk(w.Content(), func(o fyne.CanvasObject) bool {
		if d, ok := o.(Described); ok && d.Semantics().State.Has(Protected) {
			for _, part := range test.WidgetRenderer(o.(fyne.Widget)).Objects() {
				if text, ok := part.(*canvas.Text); ok && text.Visible() {
					out.WriteString(text.Text)
				}
			}
		}
		return true
	})
	return out.String()
}

// roomOf looks into the field with the tools of a debugger.
func roomOf(s *SecretInput) []byte {
	room := reflect.ValueOf(s).Elem().FieldByName("face").Elem().FieldByName("buffer").FieldByName("room")
	out := make([]byte, room.Len())
	for i := range out {
		out[i] = byte(room.Index(i).Uint())
	}
	return out
}

func TestEyeShowsWhileHeld(t *testing.T) {
	_, w := secretWindow(t)
	widgettest.Type(w, "pa55")
	eye := widgettest.Find(t, w.Content(), func(o fyne.CanvasObject) bool {
		d, ok := o.(Described)
		return ok && d.Semantics().Name == "Show password"
	})
	eye.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{})
	if got := drawn(w); got != "pa55" {
		t.Errorf("while the eye is held %q is shown, want pa55", got)
	}
	eye.(desktop.Mouseable).MouseUp(&desktop.MouseEvent{})
	if got := drawn(w); got != "••••" {
		t.Errorf("when the eye is let go %q is shown, want bullets", got)
	}
	widgettest.Tab(w, 1)
	widgettest.Key(w, fyne.KeySpace)
	if got := drawn(w); got != "pa55" || widgettest.Focused(w).Name != "Hide password" {
		t.Errorf("after Space on the eye %q is shown by %q", got, widgettest.Focused(w).Name)
	}
	widgettest.Golden(t, "secret/shown.xml", w)
	widgettest.Tab(w, 1)
	if got := drawn(w); got != "••••" {
		t.Errorf("when the eye loses the focus %q is shown, want bullets", got)
	}
	widgettest.Golden(t, "secret/hidden.xml", w)
}

func TestSecretInputTellsWhatIsWrong(t *testing.T) {
	s := NewSecretInput(widgettest.English(), "").Judge(func(empty bool) string {
		if empty {
			return "Type the password."
		}
		return ""
	})
	f := NewField("Password", "", s)
	w := widgettest.Window(t, fyne.NewSize(300, 120), Column(10, f, NewButton("Next", nil)))
	if !f.FocusError() || widgettest.Focused(w).Name != "Password" || lastText(f) != "Type the password." {
		t.Errorf("an empty password says %q and the focus is on %q", lastText(f), widgettest.Focused(w).Name)
	}
	clip := test.NewClipboard()
	clip.SetContent(strings.Repeat("x", 5000))
	w.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
	if got := lastText(f); got != "The text that was pasted is too long for a password." {
		t.Errorf("after a paste that is too long %q stands there", got)
	}
	widgettest.Type(w, "x")
	if got := lastText(f); got != "" {
		t.Errorf("a password says %q, want nothing", got)
	}
}

// FuzzSecretInput compares the field with a slice of runes.
func FuzzSecretInput(f *testing.F) {
	f.Add("abc<<>x^yéä$z")
	f.Add("€€<€~<")
	f.Fuzz(func(t *testing.T, script string) {
		s, w := secretWindow(t)
		var want []rune
		at := 0
		for _, r := range script {
			switch r {
			case '<':
				widgettest.Key(w, fyne.KeyLeft)
				at = max(0, at-1)
			case '>':
				widgettest.Key(w, fyne.KeyRight)
				at = min(len(want), at+1)
			case '^':
				widgettest.Key(w, fyne.KeyHome)
				at = 0
			case '~':
				widgettest.Key(w, fyne.KeyBackspace)
				if at > 0 {
					want = append(want[:at-1], want[at:]...)
					at--
				}
			case '$':
				widgettest.Key(w, fyne.KeyDelete)
				if at < len(want) {
					want = append(want[:at], want[at+1:]...)
				}
			default:
				before := s.Secret().Len()
				widgettest.Type(w, string(r))
				if s.Secret().Len() > before { // printable
					want = append(want[:at], append([]rune{r}, want[at:]...)...)
					at++
				}
			}
		}
		if got := s.Secret().Reveal(); got != string(want) {
			t.Errorf("%q gives %q, want %q", script, got, string(want))
		}
	})
}
