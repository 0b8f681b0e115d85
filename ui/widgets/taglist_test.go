package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"

	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

func sampleTags() []Tag {
	return []Tag{{"1", "Staff", "OU=Staff,DC=corp"}, {"2", "Sales, EMEA", `OU=Sales\, EMEA,DC=corp`}, {"3", "A name that is far too long to be shown as a whole", "OU=A name,DC=corp"}}
}

// Enter, Space and Delete take a tag out; the keyboard goes to the one in its
// place.
func TestTagsByKeyboard(t *testing.T) {
	l := NewTagList("Remove")
	var out []string
	l.OnRemove = func(id string) { out = append(out, id) }
	w := widgettest.Window(t, fyne.NewSize(500, 200), Column(0, l, NewButton("Choose…", nil)))
	l.Set(sampleTags())
	widgettest.Tab(w, 2)
	for _, step := range []struct {
		key fyne.KeyName
		at  string
	}{{fyne.KeyDelete, "Remove A name that is far too long to be shown as a whole"}, {fyne.KeyReturn, "Remove Staff"}, {fyne.KeySpace, "Choose…"}} {
		widgettest.Key(w, step.key)
		if got := widgettest.Focused(w).Name; got != step.at {
			t.Errorf("after %s the focus is on %q, want %q", step.key, got, step.at)
		}
	}
	if !equal(out, []string{"2", "3", "1"}) || l.Visible() {
		t.Errorf("removed %q, shown %v", out, l.Visible())
	}
}

func TestTagsMarkup(t *testing.T) {
	l := NewTagList("Remove")
	w := widgettest.Window(t, fyne.NewSize(360, 120), l)
	l.Set(sampleTags())
	widgettest.Golden(t, "tags/wrapped.xml", w)
}
