package terminal

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"charm.land/lipgloss/v2"

	"hire2retire-setup/connector/check"
)

// asked is a frame around a question, ready for keys.
func asked(spare int) *frame {
	d := &dialog{say: check.Text.String, style: marked, columns: func() int { return 60 }}
	value := ""
	field := d.field(question{label: "Port", help: "Usually 636.", judge: func(text string) string {
		if text != "636" {
			return "This is not the port of LDAPS: it has to be 636, and nothing else will do here."
		}
		return ""
	}}, &value)
	form := huh.NewForm(huh.NewGroup(field)).WithWidth(60).WithTheme(huh.ThemeFunc(look)).WithKeyMap(d.keys())
	form.SubmitCmd, form.CancelCmd = tea.Quit, tea.Quit
	f := &frame{form: form, spare: spare}
	settle(f, f.Init())
	settle(f, func() tea.Msg { return tea.WindowSizeMsg{Width: 60, Height: 24} })
	return f
}

// settle runs a command and all that follow from it, as far as they are messages
// of the form: what only blinks or quits ends there.
func settle(f *frame, cmd tea.Cmd) {
	if cmd == nil || f.form.State != huh.StateNormal {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			settle(f, c)
		}
	case nil, tea.QuitMsg:
	default:
		name := strings.ToLower(fmt.Sprintf("%T", msg))
		if strings.Contains(name, "blink") || strings.Contains(name, "sequence") || strings.Contains(name, "windowsize") && !strings.HasSuffix(name, "tea.windowsizemsg") {
			return
		}
		_, next := f.Update(msg)
		settle(f, next)
	}
}

func press(f *frame, keys ...tea.KeyPressMsg) {
	for _, k := range keys {
		_, cmd := f.Update(k)
		settle(f, cmd)
	}
}

func text(s string) []tea.KeyPressMsg {
	var keys []tea.KeyPressMsg
	for _, r := range s {
		keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return keys
}

// A message takes rows that were there before.
func TestFrameKeepsItsHeight(t *testing.T) { synctest.Test(t, keepsItsHeight) }

func keepsItsHeight(t *testing.T) {
	f := asked(2)
	before := f.View().Content
	press(f, text("389")...)
	press(f, tea.KeyPressMsg{Code: tea.KeyEnter})
	after := f.View().Content
	if !strings.Contains(after, "This is not the port of LDAPS") || !strings.Contains(after, "389") {
		t.Errorf("the question shows\n%s\nwant the message and what was typed", after)
	}
	if b, a := lipgloss.Height(before), lipgloss.Height(after); a != b {
		t.Errorf("the question has %d rows with a message and %d without", a, b)
	}
}

// endings are how a question can be left.
var endings = map[string]error{"Esc": errBack, "Ctrl+C": ErrInterrupted, "Enter": nil, "Enter on what cannot be used": errNoAnswer}

func TestFrameEnds(t *testing.T) {
	for _, tc := range []struct {
		what string
		keys []tea.KeyPressMsg
		want huh.FormState
	}{
		{"Enter", append(text("636"), tea.KeyPressMsg{Code: tea.KeyEnter}), huh.StateCompleted},
		{"Enter on what cannot be used", append(text("x"), tea.KeyPressMsg{Code: tea.KeyEnter}), huh.StateNormal},
		{"Esc", []tea.KeyPressMsg{{Code: tea.KeyEscape}}, huh.StateAborted},
		{"Ctrl+C", []tea.KeyPressMsg{{Code: 'c', Mod: tea.ModCtrl}}, huh.StateAborted},
	} {
		synctest.Test(t, func(t *testing.T) { // a blinking cursor takes the time of the bubble
			f := asked(0)
			press(f, tc.keys...)
			if f.form.State != tc.want {
				t.Errorf("after %s the form is in state %v, want %v", tc.what, f.form.State, tc.want)
			}
			if content := f.View().Content; (content == "") != (tc.want != huh.StateNormal) {
				t.Errorf("after %s the question shows %q", tc.what, content)
			}
			if got := f.ending(); !errors.Is(got, endings[tc.what]) {
				t.Errorf("after %s the ending is %v", tc.what, got)
			}
		})
	}
}
