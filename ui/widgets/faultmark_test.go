package widgets_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

func TestFaultMark(t *testing.T) {
	m := NewFaultMark("Where it cannot be read")
	widgettest.Window(t, fyne.NewSize(300, 40), m)
	for _, c := range []struct {
		text string
		at   int
		want string
	}{
		{"DC=corp/DC=com", 8, "DC=corp⟦/⟧"},
		{"DC=corp,", 9, "DC=corp,⟦ ⟧"}, // something is missing at the end
		{"OU=Ümläut;", 10, "OU=Ümläut⟦;⟧"},
		{"DC=corp", 0, ""},
		{"DC=corp", 99, ""},
	} {
		m.Set(c.text, c.at)
		if got := m.Semantics().Value; m.Visible() && got != c.want || m.Visible() != (c.want != "") {
			t.Errorf("Set(%q, %d) tells %q, shown %v; want %q", c.text, c.at, got, m.Visible(), c.want)
		}
	}
}

// Where the room ends, the fault stays.
func TestFaultMarkMarkup(t *testing.T) {
	m := NewFaultMark("Where it cannot be read")
	w := widgettest.Window(t, fyne.NewSize(300, 40), m)
	m.Set("OU="+strings.Repeat("a", 80)+"/"+strings.Repeat("b", 80), 84)
	widgettest.Golden(t, "fault/long.xml", w)
}
