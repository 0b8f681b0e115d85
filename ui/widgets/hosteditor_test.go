package widgets_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"hire2retire-setup/ui/theme"
	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

func hostWindow(t *testing.T, hosts ...Host) (*HostEditor, fyne.Window) {
	e := NewHostEditor(widgettest.English(), "636")
	e.SetHosts(hosts)
	return e, widgettest.Window(t, fyne.NewSize(800, 500), NewFocusScroll(e))
}

func order(e *HostEditor) string {
	var names []string
	for _, h := range e.Hosts() {
		names = append(names, h.Name+":"+h.Port)
	}
	return strings.Join(names, " ")
}

func TestHostsByKeyboard(t *testing.T) {
	e, w := hostWindow(t, Host{"a", "636"}, Host{"b", "636"}, Host{"c", "637"})
	changes := 0
	e.OnChange = func() { changes++ }
	for _, step := range []struct {
		do          string
		keys        func()
		want, focus string
	}{
		{"Tab to the second host", func() { widgettest.Tab(w, 5) }, "a:636 b:636 c:637", "Host name or IP address 2"},
		{"Alt+Up", func() { widgettest.Press(w, fyne.KeyUp, fyne.KeyModifierAlt) }, "b:636 a:636 c:637", "Host name or IP address 1"},
		{"Alt+Up at the top", func() { widgettest.Press(w, fyne.KeyUp, fyne.KeyModifierAlt) }, "b:636 a:636 c:637", "Host name or IP address 1"},
		{"Alt+Down twice", func() {
			widgettest.Press(w, fyne.KeyDown, fyne.KeyModifierAlt)
			widgettest.Press(w, fyne.KeyDown, fyne.KeyModifierAlt)
		}, "a:636 c:637 b:636", "Host name or IP address 3"},
		{"the Up button", func() { widgettest.Tab(w, 2); widgettest.Key(w, fyne.KeySpace) }, "a:636 b:636 c:637", "Move up b"},
		{"at the top the button hands the focus on", func() { widgettest.Key(w, fyne.KeySpace) }, "b:636 a:636 c:637", "Move down b"},
		{"Remove", func() { widgettest.Tab(w, 1); widgettest.Key(w, fyne.KeyReturn) }, "a:636 c:637", "Host name or IP address 1"},
		{"Add", func() { widgettest.Button(t, e, "Add host").Press() }, "a:636 c:637 :636", "Host name or IP address 3"},
		{"typed", func() { widgettest.Type(w, "d") }, "a:636 c:637 d:636", "Host name or IP address 3"},
	} {
		step.keys()
		if got := order(e); got != step.want {
			t.Errorf("after %s the hosts are %q, want %q", step.do, got, step.want)
		}
		if got := widgettest.Focused(w).Name; got != step.focus {
			t.Errorf("after %s the focus is on %q, want %q", step.do, got, step.focus)
		}
	}
	if changes != 8 {
		t.Errorf("%d changes were told, want 8", changes)
	}
}

func TestTheLastHostIsEmptied(t *testing.T) {
	e, _ := hostWindow(t, Host{"a", "3269"})
	widgettest.Button(t, e, "Remove a").Press()
	if got := order(e); got != ":636" {
		t.Errorf("without its last host the editor holds %q, want an empty line", got)
	}
}

func TestLeavingAHostIsTold(t *testing.T) {
	e, w := hostWindow(t, Host{"a", "636"}, Host{"b", "636"})
	var left []int
	e.OnLeave = func(i int) { left = append(left, i) }
	widgettest.Tab(w, 1)
	widgettest.Key(w, fyne.KeyReturn)
	widgettest.Tab(w, 4)
	if want := []int{0, 0, 0}; !equal(left, want) { // Enter, the host, its port
		t.Errorf("left %v, want %v", left, want)
	}
}

func TestPastedListIsHandedOver(t *testing.T) {
	for _, c := range []struct {
		text  string
		taken bool
	}{
		{"dc1.corp.example.com\ndc2.corp.example.com", true},
		{"dc1, dc2", true},
		{"dc1;dc2:3269", true},
		{"dc1.corp.example.com", false},
		{"  dc1.corp.example.com \n", false},
	} {
		e, w := hostWindow(t)
		got := ""
		e.OnPaste = func(text string) bool { got = text; return true }
		widgettest.Tab(w, 1)
		clip := test.NewClipboard()
		clip.SetContent(c.text)
		w.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
		if taken := got != ""; taken != c.taken {
			t.Errorf("pasting %q handed over %q, want it handed over: %v", c.text, got, c.taken)
		}
		if !c.taken && !strings.Contains(e.Hosts()[0].Name, "dc1.corp.example.com") {
			t.Errorf("pasting %q gives the host %q", c.text, e.Hosts()[0].Name)
		}
	}
}

func TestHostComplaints(t *testing.T) {
	e, w := hostWindow(t, Host{"a", "636"}, Host{"", "636"}, Host{"c", "389"})
	e.JudgeHost = func(text string) string {
		if text == "" {
			return "Type a host."
		}
		return ""
	}
	e.JudgePort = func(text string) string {
		if text == "389" {
			return "389 is plain LDAP."
		}
		return ""
	}
	alerts := func() (out []string) {
		for _, s := range Told(e) {
			if s.Role == RoleAlert {
				out = append(out, s.Name)
			}
		}
		return out
	}
	if len(alerts()) != 0 {
		t.Errorf("before anybody was there the editor complains: %q", alerts())
	}
	if !e.FocusError() || widgettest.Focused(w).Name != "Host name or IP address 2" {
		t.Errorf("the focus is on %q, want the empty host", widgettest.Focused(w).Name)
	}
	if want := []string{"Type a host.", "389 is plain LDAP."}; !equal(alerts(), want) {
		t.Errorf("the editor says %q, want %q", alerts(), want)
	}
	widgettest.Type(w, "b")
	if want := []string{"389 is plain LDAP."}; !equal(alerts(), want) {
		t.Errorf("after typing a host the editor says %q, want %q", alerts(), want)
	}
	e.SetHosts([]Host{{"a", "636"}})
	if e.FocusError() {
		t.Error("FocusError() = true for hosts without a fault")
	}
}

func TestHostEditorMarkup(t *testing.T) {
	w := widgettest.Window(t, fyne.NewSize(700, 560), hostsSheet())
	widgettest.Golden(t, "hosteditor/states.xml", w)
}

// 64 hosts stay quick to edit and to mark.
func TestManyHosts(t *testing.T) {
	var hosts []Host
	for i := range 64 {
		hosts = append(hosts, Host{fmt.Sprintf("dc%d.corp.example.com", i), "636"})
	}
	e, w := hostWindow(t, hosts...)
	widgettest.Settle(w)
	var marked, moved []time.Duration
	for i := range hosts {
		began := time.Now()
		e.SetStatus(i, theme.Good, "Verified")
		marked = append(marked, time.Since(began))
	}
	down := widgettest.Button(t, e, "Move down dc3.corp.example.com")
	for range 20 {
		began := time.Now()
		down.Press()
		moved = append(moved, time.Since(began))
	}
	requireQuick(t, "marks", marked)
	requireQuick(t, "moves", moved)
}
