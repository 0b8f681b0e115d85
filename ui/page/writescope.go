package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/theme"
	"hire2retire-setup/ui/widgets"
)

// writeScope is how far the Exchange roles reach.
type writeScope struct {
	e      *exchange
	choice *widgets.RadioGroup
	name   *widgets.Input
	filter *widgets.Input
	fields *fyne.Container
	limit  *widgets.Paragraph
	line   *widgets.Expander
}

// The choices, in their order.
const (
	everybody = iota
	customScope
)

func newWriteScope(e *exchange) *writeScope {
	d := e.desk
	w := &writeScope{e: e, limit: widgets.NewParagraph("", theme.Caption, theme.Soft)}
	w.choice = widgets.NewRadioGroup(d.say(check.T("write-scope", "Reach of the Exchange roles")), []widgets.Option{
		{Label: d.say(check.T("write-scope.everybody", "The whole organization")), Hint: d.say(check.T("write-scope.everybody.hint", "The write scope “Default” of the role group."))},
		{Label: d.say(check.T("write-scope.custom", "A custom write scope")), Hint: d.say(check.T("write-scope.custom.hint", "Then the roles are proved, limited to it: what its filter does not name, Hire2Retire cannot change."))}}, w.onChoice)
	w.name = e.input(setup.FieldWriteScope, "Berlin only", func(a *setup.Answers, text string) { a.WriteScope = text })
	w.filter = e.input(setup.FieldScopeFilter, "CustomAttribute1 -eq 'Berlin'", func(a *setup.Answers, text string) { a.ScopeFilter = text })
	name := e.form.add(setup.FieldWriteScope, check.T("write-scope.name", "Name of the write scope"), check.T("write-scope.name.help", "As Get-ManagementScope shows it."), w.name)
	filter := e.form.add(setup.FieldScopeFilter, check.T("write-scope.filter", "Filter (optional)"),
		check.T("write-scope.filter.help", "The script makes the write scope with this filter where it does not exist yet."), w.filter.Mono())
	w.fields = widgets.Pad(0, 0, 0, theme.Wide+theme.Tiny, widgets.Wide(420, widgets.Column(theme.Medium, name, filter)))
	w.line = widgets.NewExpander(widgets.ExpanderSpec{Icon: theme.IconShield, Title: d.say(check.T("write-scope", "Reach of the Exchange roles")),
		Hint: d.say(check.T("write-scope.hint", "A write scope keeps the account away from mailboxes that are none of its business.")),
		Body: widgets.Column(theme.Small, w.choice, w.fields, w.limit)})
	return w
}

func (w *writeScope) onChoice(index int) {
	name, filter := "", ""
	if index == customScope {
		name, filter = w.name.Text, w.filter.Text
	}
	w.e.edit(func(a *setup.Answers) { a.WriteScope, a.ScopeFilter = name, filter })
	w.show(index)
	if index == customScope {
		widgets.FocusFirst(w.name)
	}
}

func (w *writeScope) show(choice int) {
	w.fields.Hidden = choice != customScope
	w.tell()
	w.e.resize()
}

// tell says how far the roles reach now.
func (w *writeScope) tell() {
	d := w.e.desk
	value := d.say(check.T("write-scope.everybody", "The whole organization"))
	if name := strings.TrimSpace(w.name.Text); w.choice.Chosen() == customScope && name != "" {
		value = d.say(check.T("write-scope.value", "Limited to {{.scope}}", "scope", name))
	}
	w.line.SetValue(value)
	w.limit.SetText(d.say(d.Flow.Plan().Limit()))
}

// draw shows the answers.
func (w *writeScope) draw() {
	a, choice := w.e.desk.Flow.Answers(), w.choice.Chosen()
	switch {
	case a.WriteScope != "":
		choice = customScope
		setText(w.name, a.WriteScope)
		setText(w.filter, a.ScopeFilter)
	case choice < 0:
		choice = everybody
	}
	w.choice.Choose(choice)
	w.show(choice)
}
