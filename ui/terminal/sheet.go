package terminal

import (
	"context"
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"hire2retire-setup/connector/check"
)

// sheet collects lines that will be printed for good. Sentences are wrapped to
// its width between words; what is to be copied is not wrapped at all.
type sheet struct {
	width int
	style style
	b     strings.Builder
}

// style draws a text in a manner of speaking. Only the sixteen colors that
// everybody chose for themselves are used, and never without words.
type style struct {
	// symbols is set where symbols and rules help; to the ear they do not.
	symbols                            bool
	strong, faint, good, caution, fail func(string) string
}

func as(s lipgloss.Style) func(string) string {
	return func(text string) string { return s.Render(text) }
}

func same(text string) string { return text }

var (
	wordsOnly = style{strong: same, faint: same, good: same, caution: same, fail: same}
	colored   = style{symbols: true, strong: as(lipgloss.NewStyle().Bold(true)), faint: as(lipgloss.NewStyle().Faint(true)),
		good: as(lipgloss.NewStyle().Foreground(lipgloss.Green)), caution: as(lipgloss.NewStyle().Foreground(lipgloss.Yellow)),
		fail: as(lipgloss.NewStyle().Foreground(lipgloss.Red).Bold(true))}
)

// of is the style of a status.
func (s style) of(st check.Status) func(string) string {
	switch st {
	case check.Passed:
		return s.good
	case check.Warned, check.Unknown:
		return s.caution
	case check.Failed:
		return s.fail
	}
	return s.faint
}

// sheet returns an empty one of the width of the screen.
func (f *face) sheet() *sheet { return &sheet{width: f.columns(), style: f.style} }

// print prints the lines of a sheet.
func (f *face) print(s *sheet) { f.asker.print(s.String()) }

// read prints a sheet that may be longer than the screen.
func (f *face) read(ctx context.Context, s *sheet) error { return f.asker.read(ctx, s.String()) }

// tell prints one paragraph.
func (f *face) tell(t check.Text) {
	s := f.sheet()
	s.blank()
	s.para(f.say(t))
	f.print(s)
}

// String returns the lines, each ended.
func (s *sheet) String() string { return s.b.String() }

// para adds a paragraph.
func (s *sheet) para(text string) { s.hang("", text, same) }

// hang adds a paragraph whose first line begins with lead, and whose other lines
// begin below the text.
func (s *sheet) hang(lead, text string, draw func(string) string) {
	indent := strings.Repeat(" ", ansi.StringWidth(lead))
	for i, line := range wrap(visible(text), s.width-len(indent)) {
		if i > 0 {
			lead = indent
		}
		s.b.WriteString(lead + draw(line) + "\n")
	}
}

// point adds a paragraph of a list.
func (s *sheet) point(text string) { s.hang("- ", text, same) }

// asIs adds lines that somebody may want to copy. They are not indented, and a
// terminal that breaks them joins them again when they are copied.
func (s *sheet) asIs(text string) {
	s.b.WriteString(strings.TrimRight(visible(strings.ReplaceAll(text, "\r\n", "\n")), "\n") + "\n")
}

// fingerprint adds a long row of hexadecimal pairs in two halves, which are
// easier to compare by eye and by ear than a line that the terminal breaks.
func (s *sheet) fingerprint(name, pairs string) {
	half := (len(pairs) + 1) / 2
	s.hang("  ", name+":", same)
	if half < s.width-len("    ") && half < len(pairs) {
		s.hang("    ", pairs[:half], same)
		pairs = pairs[half:]
	}
	s.hang("    ", pairs, same)
}

// visible shows what could otherwise steer the terminal or reorder what is read:
// names come from directories, files and certificates of anybody.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// entry adds a title and a text below it.
func (s *sheet) entry(title, text string) {
	s.hang("- ", title, s.style.strong)
	s.hang("  ", text, same)
}

// value adds a name and its value on one line, or on several.
func (s *sheet) value(name, value string) {
	if value != "" {
		s.hang("  ", name+": "+value, same)
	}
}

// title adds a line that heads what follows.
func (s *sheet) title(text string) {
	s.blank()
	s.hang("", text, s.style.strong)
}

// blank adds an empty line, but never two.
func (s *sheet) blank() {
	if text := s.b.String(); text != "\n" && !strings.HasSuffix(text, "\n\n") {
		s.b.WriteByte('\n')
	}
}

// wrap breaks a text between words into lines of at most width columns. A word
// that is longer stays whole: it may be a name to copy.
func wrap(text string, width int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			if line != "" && ansi.StringWidth(line)+1+ansi.StringWidth(word) > width {
				lines = append(lines, line)
				line = ""
			}
			if line != "" {
				line += " "
			}
			line += word
		}
		lines = append(lines, line)
	}
	return lines
}
