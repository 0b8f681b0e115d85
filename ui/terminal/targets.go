package terminal

import (
	"context"
	"errors"
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// targets asks for a list of OUs: typed, or picked in the directory.
func (f *face) targets(fd field) func(context.Context) error {
	return func(ctx context.Context) error {
		for {
			err := f.changeTargets(ctx, fd)
			if !errors.Is(err, errAnew) {
				return err
			}
		}
	}
}

// changeTargets shows the list and offers one change; it returns errAnew until
// somebody goes on.
func (f *face) changeTargets(ctx context.Context, fd field) error {
	list := listOf(fd.get(f.flow.Answers()))
	s := f.sheet()
	s.blank()
	s.hang("", f.say(fd.label), s.style.strong)
	s.para(f.say(fd.help))
	for _, dn := range list {
		s.asIs("  " + dn)
	}
	wrong := f.faulty(faultAt(f.flow.Faults(setup.ServiceAccount), fd.name))
	if wrong != "" {
		s.hang("", wrong, s.style.fail)
	}
	if err := f.read(ctx, s); err != nil {
		return err
	}
	return f.choose(ctx, check.T("terminal.what-next", "What next?"), f.waysOfTargets(fd, list, wrong), 0)
}

func (f *face) waysOfTargets(fd field, list []string, wrong string) []way {
	add := way{label: check.T("terminal.targets.add", "Add one from the directory"), do: func(ctx context.Context) error { return f.addTarget(ctx, fd) }}
	typing := way{label: check.T("terminal.targets.type", "Type the list"), do: func(ctx context.Context) error { return f.typeTargets(ctx, fd) }}
	if len(list) == 0 {
		return []way{add, typing, {label: check.T("terminal.targets.none", "Go on without"), note: f.say(check.T("terminal.targets.none.note", "rights cannot be proved then")), do: stay}}
	}
	ways := []way{add, {label: check.T("terminal.targets.remove", "Take one off the list"), do: func(ctx context.Context) error { return f.removeTarget(ctx, fd, list) }}, typing}
	if wrong != "" {
		return ways
	}
	return append([]way{{label: check.N("terminal.targets.keep", len(list), "Go on with this one", "Go on with these {{.n}}"), do: stay}}, ways...)
}

func (f *face) typeTargets(ctx context.Context, fd field) error {
	fd.help = check.T("terminal.targets.type.help", "One DN on each line.")
	if err := f.asking(setup.ServiceAccount, fd)(ctx); err != nil && !errors.Is(err, errBack) {
		return err
	}
	return errAnew
}

func (f *face) addTarget(ctx context.Context, fd field) error {
	node, err := f.pickOU(ctx)
	if err != nil {
		return errMenuIfBack(err)
	}
	list := listOf(fd.get(f.flow.Answers()))
	if !slices.ContainsFunc(list, func(dn string) bool { return setup.SameDN(dn, node.DN.String()) }) {
		f.edit(func(a *setup.Answers) { fd.set(a, strings.Join(append(list, node.DN.String()), "\n")) })
	}
	return errAnew
}

func (f *face) removeTarget(ctx context.Context, fd field, list []string) error {
	var ways []way
	for i, dn := range list {
		ways = append(ways, way{label: check.Verbatim(dn), do: func(context.Context) error {
			f.edit(func(a *setup.Answers) { fd.set(a, strings.Join(slices.Delete(list, i, i+1), "\n")) })
			return errAnew
		}})
	}
	return errMenuIfBack(f.choose(ctx, check.T("terminal.targets.remove.which", "Which one?"), append(ways, wayBack()), len(ways)))
}

// listOf are the lines of an answer that hold something.
func listOf(text string) []string {
	return slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool { return strings.TrimSpace(line) == "" })
}
