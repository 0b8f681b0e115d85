package terminal_test

import (
	"fmt"
	"strings"
	"testing"

	"hire2retire-setup/ui/terminal"
)

// teams are more OUs than a screen has rows.
func teams(n int) []string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf("OU=Team %02d,DC=practice,DC=example", i+1))
	}
	return list
}

// A list that is taller than the screen scrolls: its last choice can be reached.
func TestDialogScrolls(t *testing.T) {
	d := practise(t)
	d.Start.UserOUs = strings.Join(teams(30), "\n")
	s := newScreen(t)
	s.start(d)
	s.read("What do you want to do?")
	s.typed("\r")
	s.answer("More", "More")
	s.read("What next?")
	s.typed(down + down + "\r")
	s.read("Which step?")
	s.typed(down + down + down + "\r")
	s.answer("As user@domain", "Nothing is shown while you type.", "More", "More")
	s.read("Go on with these 30")
	s.typed(down + down + "\r")
	s.read("> Back") // the way back is offered first, and stands last
	s.typed(strings.Repeat(up, 30) + strings.Repeat(down, 29) + "\r")
	s.read("> OU=Team 30,")
	s.answer("More")
	s.read("Go on with these 29")
	s.typed(ctrlC)
	s.read("Leave? The connection")
	s.typed(down + down + "\r")
	if err := <-s.run; err != terminal.ErrInterrupted {
		t.Errorf("Run = %v, want %v", err, terminal.ErrInterrupted)
	}
}

// What is longer than the screen is shown a screen at a time, and all of it:
// between two pauses never more than fits.
func TestDialogPauses(t *testing.T) {
	d := practise(t)
	d.Start.UserOUs = strings.Join(teams(30), "\n")
	s := newScreen(t)
	s.start(d)
	s.answer("What do you want to do?", "More", "More")
	s.read("What next?")
	s.typed(down + down + "\r")
	s.read("Which step?")
	s.typed(down + down + down + down + down)
	s.read("> Review and save")
	var pages []string
	for len(pages) == 0 || strings.Contains(pages[len(pages)-1], "More") {
		s.typed("\r")
		pages = append(pages, s.read("More", "Save it as not verified"))
	}
	for i, page := range pages {
		if n := strings.Count(strings.TrimSpace(page), "\n"); n >= 24 {
			t.Errorf("page %d has %d lines, more than a screen:\n%s", i+1, n, page)
		}
	}
	for _, ou := range teams(30) {
		if !strings.Contains(strings.Join(pages, ""), ou) {
			t.Errorf("%s was not shown", ou)
		}
	}
}
