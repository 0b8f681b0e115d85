package terminal

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"charm.land/lipgloss/v2"
)

// frame is a question of huh with rows to spare for a message about what was
// typed: a question that grows at the bottom of the screen would leave a row of
// itself behind.
type frame struct {
	form    *huh.Form
	spare   int
	height  int
	pressed string
}

// show runs a form on the terminal until it is answered or left.
func (f *frame) show(ctx context.Context, d *dialog) error {
	keys := d.keyboard.borrow()
	defer keys.Close()
	f.form.SubmitCmd, f.form.CancelCmd = tea.Quit, tea.Quit
	_, err := tea.NewProgram(f, tea.WithContext(ctx), tea.WithInput(keys), tea.WithOutput(d.out), tea.WithoutSignalHandler()).Run()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return err
	}
	return f.ending()
}

var errNoAnswer = errors.New("the question ended without an answer")

// ending is how the question was left, or nil when it was answered.
func (f *frame) ending() error {
	switch {
	case f.form.State == huh.StateCompleted:
		return nil
	case f.form.State == huh.StateAborted && f.pressed == "ctrl+c":
		return ErrInterrupted
	case f.form.State == huh.StateAborted:
		return errBack
	}
	return errNoAnswer
}

// Init implements tea.Model.
func (f *frame) Init() tea.Cmd { return f.form.Init() }

// Update implements tea.Model.
func (f *frame) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		f.pressed = k.String()
	}
	_, cmd := f.form.Update(msg)
	return f, cmd
}

// View implements tea.Model.
func (f *frame) View() tea.View {
	content := f.form.View()
	if f.form.State != huh.StateNormal {
		return tea.NewView("")
	}
	h := lipgloss.Height(content)
	if f.height == 0 {
		f.height = h + f.spare
	}
	return tea.NewView(content + strings.Repeat("\n", max(0, f.height-h)))
}
