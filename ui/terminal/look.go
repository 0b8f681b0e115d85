package terminal

import (
	"charm.land/huh/v2"
	"charm.land/lipgloss/v2"
)

// look is the theme of the questions: no color but those that everybody chose
// for their own terminal, and nothing that needs color to be understood.
func look(dark bool) *huh.Styles {
	t := huh.ThemeBase(dark)
	t.Form.Base = lipgloss.NewStyle().PaddingTop(1)
	bold, faint := lipgloss.NewStyle().Bold(true), lipgloss.NewStyle().Faint(true)
	for _, f := range []*huh.FieldStyles{&t.Focused, &t.Blurred} {
		f.Title, f.NoteTitle, f.Description = bold, bold, faint
		f.SelectSelector = lipgloss.NewStyle().Foreground(lipgloss.Cyan).SetString("> ")
		f.SelectedOption = bold
		f.SelectedPrefix, f.UnselectedPrefix = lipgloss.NewStyle().SetString("[x] "), lipgloss.NewStyle().SetString("[ ] ")
		f.MultiSelectSelector = f.SelectSelector
		f.TextInput.Prompt = lipgloss.NewStyle().Foreground(lipgloss.Cyan)
		f.ErrorIndicator = lipgloss.NewStyle()
		f.ErrorMessage = lipgloss.NewStyle().Foreground(lipgloss.Red)
	}
	t.Help.ShortKey, t.Help.ShortDesc, t.Help.ShortSeparator = bold, faint, faint
	return t
}
