package terminal

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// find offers to look the domain controllers up, as long as none was typed. It
// goes on when somebody would rather type them.
func (f *face) find(ctx context.Context) error {
	if slices.ContainsFunc(f.flow.Answers().Hosts, func(h setup.HostAnswer) bool { return h.Name != "" }) {
		return nil
	}
	return f.choose(ctx, check.T("terminal.find", "How do you want to name the domain controllers?"), []way{
		{label: check.T("terminal.find.dns", "Find them by the name of the domain"), do: f.findByDomain},
		{label: check.T("terminal.find.type", "Type them"), do: stay}}, 0)
}

// findByDomain asks DNS for the domain controllers of a domain.
func (f *face) findByDomain(ctx context.Context) error {
	own, err := f.ownDomain(ctx)
	if err != nil {
		return err
	}
	domain, err := f.asker.line(ctx, question{label: f.say(check.T("terminal.find.domain", "Domain")), value: own.DNSDomain,
		help: f.say(check.T("terminal.find.domain.help", "Its DNS name, such as corp.example.com. DNS is asked for it, and each domain controller whether it answers.")),
		judge: func(text string) string {
			if _, err := setup.FromDomain(text); err != nil {
				return f.say(why(err))
			}
			return ""
		}})
	if errors.Is(err, errBack) {
		return errMenu
	}
	if err != nil {
		return err
	}
	found, err := f.search(ctx, domain, own.Site)
	if err != nil {
		return err
	}
	return f.pickFound(ctx, found)
}

// search looks for the domain controllers of a domain. What keeps it from finding
// any is explained, and leads back to the choice.
func (f *face) search(ctx context.Context, domain, site string) (setup.Discovery, error) {
	search := f.flow.Search(domain, site)
	var found setup.Discovery
	var unfound error
	looking := f.say(check.T("terminal.find.asking", "Looking for the domain controllers of {{.domain}}", "domain", domain))
	err := f.asker.watch(ctx, looking, func(ctx context.Context, tell func(news)) {
		tell(news{key: domain, busy: looking})
		found, unfound = search.Run(ctx)
	})
	switch {
	case err != nil || ctx.Err() != nil:
		return found, errors.Join(err, ctx.Err())
	case errors.Is(unfound, context.Canceled):
		return found, errMenu
	case unfound != nil:
		f.explain(unfound)
		return found, errMenu
	}
	return found, nil
}

// ownDomain is the domain of this computer, which may take seconds to tell.
func (f *face) ownDomain(ctx context.Context) (setup.OwnDomain, error) {
	var own setup.OwnDomain
	looking := f.say(check.T("terminal.find.own", "Looking for the domain of this computer"))
	err := f.asker.watch(ctx, looking, func(_ context.Context, tell func(news)) {
		tell(news{key: "own", busy: looking})
		own, _ = setup.JoinedDomain(f.flow.Deps())
	})
	return own, errors.Join(err, ctx.Err())
}

// explain prints what an error says.
func (f *face) explain(err error) {
	s := f.sheet()
	s.blank()
	if p, ok := errors.AsType[*check.Problem](err); ok {
		f.problem(s, p)
	} else {
		s.para(f.say(why(err)))
	}
	f.print(s)
}

// usual is how many of the domain controllers that were found are proposed: one,
// and another while it is down.
const usual = 2

// pickFound takes over the domain controllers that are ticked; none changes
// nothing.
func (f *face) pickFound(ctx context.Context, found setup.Discovery) error {
	var choices []choice
	for _, h := range found.Hosts {
		fit := h.Reachable && !h.ReadOnly
		choices = append(choices, choice{label: h.Host.Name, note: f.say(standingOf(h)), on: fit && len(choices) < usual})
	}
	q := question{label: f.say(check.T("connection.hosts", "Domain controllers")), help: f.say(check.T("terminal.find.pick", "The best choice stands first. Two are enough for most connections."))}
	if found.LeftOut > 0 {
		q.help += " " + f.say(check.N("terminal.find.left-out", found.LeftOut, "{{.n}} more was not looked at.", "{{.n}} more were not looked at."))
	}
	err := f.asker.tick(ctx, q, choices, func([]choice) string { return "" })
	if errors.Is(err, errBack) {
		return errMenu
	}
	if err != nil {
		return err
	}
	var hosts []setup.HostAnswer
	for i, c := range choices {
		if c.on {
			hosts = append(hosts, setup.HostAnswer{Name: c.label, Port: strconv.Itoa(int(found.Hosts[i].Host.Port))})
		}
	}
	if len(hosts) == 0 {
		return errMenu
	}
	f.edit(func(a *setup.Answers) { a.Hosts = hosts })
	return nil
}

// standingOf is what speaks for or against a domain controller.
func standingOf(h setup.FoundHost) check.Text {
	switch {
	case !h.Reachable:
		return check.T("terminal.found.silent", "does not answer")
	case h.ReadOnly:
		return check.T("terminal.found.read-only", "read-only")
	case h.Near:
		return check.T("terminal.found.near", "{{.took}}, in the site of this computer", "took", setup.ElapsedText(h.Latency))
	}
	return check.T("terminal.found", "{{.took}}", "took", setup.ElapsedText(h.Latency))
}
