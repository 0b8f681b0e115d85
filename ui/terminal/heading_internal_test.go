package terminal

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hire2retire-setup/connector/setup"
)

// Practice mode is marked on every step, however long its title and however
// narrow the screen, and the mark is never what is cut.
func TestHeadingMarksPractice(t *testing.T) {
	titles := []string{"Done", "Connect Active Directory and Exchange Online", strings.Repeat("Verbindungseinstellungen ", 8), "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字"}
	for _, practice := range []bool{true, false} {
		for _, width := range []int{30, 60, 80, 100} {
			for _, title := range titles {
				f := drawn(t, marked)
				f.flow = setup.New(setup.Deps{Practice: practice})
				f.columns = func() int { return width }
				s := f.sheet()
				f.ruled(s, title)
				line := strings.TrimSuffix(s.String(), "\n")
				if strings.Contains(line, "\n") || practice && ansi.StringWidth(line) != width {
					t.Errorf("the rule of %q at %d columns is %q, want one line of that width", title, width, line)
				}
				if strings.Contains(line, "Practice mode") != practice {
					t.Errorf("the rule of %q at %d columns is %q; practice mode is %t", title, width, line, practice)
				}
			}
		}
	}
}

func TestHeadingInWords(t *testing.T) {
	f := drawn(t, wordsOnly)
	f.flow = setup.New(setup.Deps{Practice: true})
	s := f.sheet()
	f.ruled(s, "Step 1 of 8: Welcome")
	if got, want := s.String(), "Step 1 of 8: Welcome\nPractice mode: nothing here is real.\n"; got != want {
		t.Errorf("the heading is %q, want %q", got, want)
	}
}
