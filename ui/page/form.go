package page

import (
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/ui/widgets"
)

// form is the fields of a page by the names that problems use for them.
type form struct {
	desk   *Desk
	step   setup.StepID
	names  []string
	fields []*widgets.Field
}

// add makes a field around a control.
func (f *form) add(name string, label, helper check.Text, control *widgets.Input) *widgets.Field {
	return f.addField(name, widgets.NewField(f.desk.say(label), f.desk.say(helper), control.WithMenu(f.desk.Kit)))
}

func (f *form) addField(name string, field *widgets.Field) *widgets.Field {
	f.names, f.fields = append(f.names, name), append(f.fields, field)
	return field
}

// field returns the field of a name, or nil.
func (f *form) field(name string) *widgets.Field {
	for i, n := range f.names {
		if n == name {
			return f.fields[i]
		}
	}
	return nil
}

// faults shows problems at their fields and gives the focus to the first.
func (f *form) faults(bad check.Problems) {
	for i, name := range f.names {
		f.fields[i].SetError(f.desk.faultAt(bad, name))
	}
	widgets.FocusFirstError(f.fields...)
}

// judge says what is wrong with a text in a field while it is typed. An empty
// field is not complained about before Next: nobody had a chance to fill it.
func (f *form) judge(name string, set func(*setup.Answers, string)) func(string) string {
	return func(text string) string {
		if strings.TrimSpace(text) == "" {
			return ""
		}
		a := f.desk.Flow.Answers()
		set(&a, text)
		return f.desk.faultAt(a.Faults(f.step, f.desk.Flow.Deps()), name)
	}
}

// faultAt draws what is wrong with a field, or nothing.
func (d *Desk) faultAt(bad check.Problems, name string) string {
	for _, p := range bad {
		if p.Advice.Field == name {
			return d.say(wrong(p))
		}
	}
	return ""
}

// wrong is what is wrong and what to do about it, in one line.
func wrong(p *check.Problem) check.Text {
	if p.Advice.Do.IsZero() {
		return p.Detail
	}
	return check.T("fault", "{{.detail}} {{.do}}", "detail", p.Detail, "do", p.Advice.Do)
}

// setText gives a field another text, if it has another one: the caret stays
// where it is otherwise.
func setText(i *widgets.Input, text string) {
	if i.Text != text {
		i.SetText(text)
	}
}
