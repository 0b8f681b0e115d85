package terminal

import (
	"context"
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// waysOfRights offer the matrix of what the account may do, and the scripts that
// give it what it lacks.
func (f *face) waysOfRights() []way {
	var ways []way
	report, _ := f.flow.Results(setup.ServiceAccount)
	if len(setup.Matrix(report)) > 0 {
		ways = append(ways, way{label: check.T("terminal.rights", "Rights in each OU, with the entry that decided"), do: aside(f.rights)})
	}
	if missing := f.flow.Missing(); len(missing.OUs) > 0 {
		ways = append(ways, way{label: check.T("terminal.delegation", "Commands and script that grant what is missing"), do: aside(f.delegation)})
	}
	return ways
}

// rights offers the OUs with what each is worth, and shows the rights in one.
func (f *face) rights(ctx context.Context) error {
	report, _ := f.flow.Results(setup.ServiceAccount)
	var ways []way
	for _, ou := range setup.Matrix(report) {
		ways = append(ways, way{label: check.Verbatim(ou.OU), note: f.say(rightsText(ou)), do: aside(func(ctx context.Context) error { return f.rightsIn(ctx, ou) })})
	}
	if len(ways) == 1 {
		return ways[0].do(ctx)
	}
	return f.chooseLong(ctx, check.T("terminal.rights.which", "Which OU?"), ways)
}

// rightsText is how many of the rights that are needed in an OU are missing.
func rightsText(ou setup.Rights) check.Text {
	denied, open := 0, 0
	for _, r := range slices.Concat(ou.Operations, ou.Attributes) {
		switch {
		case r.Required && r.Status == check.Failed:
			denied++
		case r.Required && r.Status != check.Passed:
			open++
		}
	}
	switch {
	case denied > 0:
		return check.N("terminal.rights.denied", denied, "one right is missing", "{{.n}} rights are missing")
	case open > 0:
		return check.N("terminal.rights.open", open, "one right is not certain", "{{.n}} rights are not certain")
	}
	return check.T("terminal.rights.all", "all that is needed is allowed")
}

// rightsIn shows every cell of an OU. It is a list and not a table: the entries
// are long, and a list reads well aloud.
func (f *face) rightsIn(ctx context.Context, ou setup.Rights) error {
	s := f.sheet()
	s.title(ou.OU)
	for _, r := range ou.Operations {
		f.right(s, r)
	}
	f.attributes(s, ou.Attributes)
	f.dns(s, check.T("terminal.rights.protected", "Not reached by delegation, because they are or were in a protected group:"), ou.Protected)
	f.dns(s, check.T("terminal.rights.sealed", "OUs below that inherit nothing:"), ou.Sealed)
	return f.read(ctx, s)
}

func (f *face) right(s *sheet, r setup.Right) {
	lead := "  "
	if s.style.symbols {
		weight := r.Status
		if !r.Required && weight == check.Failed {
			weight = check.Skipped // nothing is wrong
		}
		lead = s.style.of(weight)(sign(weight)) + " "
	}
	s.hang(lead, f.say(check.T("terminal.right", "{{.what}}: {{.standing}}", "what", r.What, "standing", rightText(r))), same)
	s.hang("    ", f.say(r.Why), s.style.faint)
}

// rightText is what is known of a right.
func rightText(r setup.Right) check.Text {
	switch {
	case r.Status == check.Passed:
		return check.T("terminal.right.proved", "allowed")
	case r.Status == check.Unknown:
		return check.T("terminal.right.not-certain", "not certain")
	case r.Required:
		return check.T("terminal.right.denied", "not allowed")
	}
	return check.T("terminal.right.denied-extra", "not allowed, and not needed")
}

// attributes adds those of an update: together where all are alike, else each
// that stands out with its reason.
func (f *face) attributes(s *sheet, all []setup.Right) {
	var allowed []string
	for _, r := range all {
		if r.Status == check.Passed {
			allowed = append(allowed, r.Attribute)
			continue
		}
		f.right(s, r)
	}
	if len(allowed) > 0 {
		s.hang("  ", f.say(check.T("terminal.right.attributes", "Attributes that may be written: {{.names}}", "names", strings.Join(allowed, ", "))), same)
	}
}

// dns adds names, one on each line.
func (f *face) dns(s *sheet, title check.Text, names []string) {
	if len(names) == 0 {
		return
	}
	s.hang("  ", f.say(title), same)
	for _, name := range names {
		s.asIs("  " + name)
	}
}

// delegation shows what would grant exactly what is missing, and offers the
// script that also takes it back.
func (f *face) delegation(ctx context.Context) error {
	missing := f.flow.Missing()
	s := f.sheet()
	s.title(f.say(check.T("terminal.delegation.title", "What {{.account}} lacks", "account", missing.Account)))
	for _, grant := range missing.OUs {
		s.hang("- ", grant.DN, s.style.strong)
		for _, entry := range grant.Entries {
			s.hang("  ", f.say(entry.What), same)
		}
	}
	s.title(f.say(check.T("terminal.delegation.commands", "Commands for the Active Directory team")))
	s.asIs(missing.Commands())
	s.blank()
	s.para(f.say(check.T("terminal.delegation.script", "The script does the same: without a switch it only shows what it would do, -Apply does it after exporting what was there, and -Undo takes back exactly what was added.")))
	var files []file
	for _, script := range f.flow.DelegationScripts() {
		files = append(files, file{script.Name, []byte(script.Text)})
	}
	return f.showAndKeep(ctx, s, files...)
}
