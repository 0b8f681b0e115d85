package terminal

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestHang(t *testing.T) {
	for _, tc := range []struct{ lead, text, want string }{
		{"", "one two three four", "one two\nthree four\n"},
		{"- ", "one two three four", "- one two\n  three\n  four\n"},
		{"", "short", "short\n"},
		{"", "", "\n"},
		{"", "dc1.corp.example.com-with-hyphens ends", "dc1.corp.example.com-with-hyphens\nends\n"},
		{"", "漢字漢字 漢字", "漢字漢字\n漢字\n"},
		{"", "a\nb", "a\nb\n"},
		{"", "red\x1b[31m", "red\uFFFD[31m\n"},
		{"", "a\u202eb", "a\uFFFDb\n"},
	} {
		s := &sheet{width: 11, style: wordsOnly}
		s.hang(tc.lead, tc.text, same)
		if got := s.String(); got != tc.want {
			t.Errorf("hang(%q, %q) = %q, want %q", tc.lead, tc.text, got, tc.want)
		}
	}
}

// A command is never wrapped or cut, and cannot steer the terminal.
func TestAsIs(t *testing.T) {
	long := strings.Repeat("Add-RoleGroupMember ", 20)
	for _, tc := range []struct{ text, want string }{
		{long, long + "\n"},
		{"one\r\ntwo\n", "one\ntwo\n"},
		{"  indented", "  indented\n"},
		{"-Member 'a\x1b]0;x\x07'", "-Member 'a\uFFFD]0;x\uFFFD'\n"},
	} {
		s := &sheet{width: 20, style: wordsOnly}
		s.asIs(tc.text)
		if got := s.String(); got != tc.want {
			t.Errorf("asIs(%q) = %q, want %q", tc.text, got, tc.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	for _, s := range []string{"", " ", "one two three", "a\n\nb", "漢字 漢字 漢字", strings.Repeat("x", 100), "\xff\xfe \x00"} {
		f.Add(s, 10)
	}
	f.Fuzz(func(t *testing.T, text string, width int) {
		text = visible(text)
		lines := wrap(text, width)
		if got, want := strings.Fields(strings.Join(lines, "\n")), strings.Fields(text); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("wrap(%q, %d) = %q: words were lost or broken", text, width, lines)
		}
		for _, l := range lines {
			if ansi.StringWidth(l) > width && len(strings.Fields(l)) > 1 {
				t.Errorf("wrap(%q, %d) has the line %q, which is too long", text, width, l)
			}
		}
	})
}
