package terminal

import (
	"context"
	"errors"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// welcome says what is needed and what will happen, and offers what is saved.
func (f *face) welcome(ctx context.Context) error {
	if err := f.introduce(ctx); err != nil {
		return err
	}
	var ways []way
	begin := way{label: check.T("terminal.new", "Set up a new connection"), do: f.fresh}
	if f.touched {
		ways = append(ways, way{label: check.T("terminal.continue", "Go on with {{.name}}", "name", f.flow.Answers().Name), do: f.next})
		begin.label = check.T("terminal.new-instead", "Set up another connection; this one stays as a draft")
	}
	ways = append(ways, begin)
	ways = append(ways, f.waysOfDrafts(ctx)...)
	saved, err := setup.SavedConnections(ctx, f.flow.Deps())
	if err != nil {
		s := f.sheet()
		s.para(f.say(check.T("welcome.saved.error", "The saved connections cannot be listed")))
		s.para(f.say(why(err)))
		f.print(s)
	}
	for _, c := range saved {
		ways = append(ways, way{label: check.T("terminal.saved", "Saved: {{.name}}", "name", c.Name), note: f.say(standing(c)), do: f.manage(c)})
	}
	ways = append(ways, way{label: check.T("terminal.draft.import", "Bring in the file of the other computer"), do: f.importDraft}, f.wayMore(), f.wayOut())
	return f.choose(ctx, check.T("terminal.begin", "What do you want to do?"), ways, 0)
}

func (f *face) introduce(ctx context.Context) error {
	s := f.sheet()
	s.title(f.say(check.T("welcome.ready", "Have these ready")))
	s.point(f.say(check.T("welcome.ready.host", "The name of at least one domain controller")))
	s.point(f.say(check.T("welcome.ready.account", "A service account in Active Directory")))
	s.point(f.say(check.T("welcome.ready.exchange", "A service account for Exchange Online")))
	s.title(f.say(check.T("welcome.does", "What this wizard does, and what it does not")))
	s.point(f.say(check.T("welcome.does.writes-nothing", "It writes nothing to Active Directory and grants no rights. Commands that do are shown for you to run.")))
	s.point(f.say(check.T("welcome.does.password", "A password is kept only if you say so, in {{.keyring}}, and never in a file.", "keyring", setup.KeyringName(f.flow.Deps()))))
	s.point(f.say(check.T("welcome.does.grant", "Signing in with Microsoft may add an application and a permission to your tenant. The last page names them and says how to remove them.")))
	return f.read(ctx, s)
}

// fresh begins a new connection.
func (f *face) fresh(context.Context) error {
	d := f.flow.Deps()
	f.flow.Close()
	f.flow = setup.New(d)
	f.begin(nil)
	f.flow.Next()
	return nil
}

// begin forgets what belonged to the connection before.
func (f *face) begin(unkept *check.Problem) {
	f.touched, f.caFile, f.asMe, f.myName, f.confirmed, f.unkept = false, "", false, "", "", unkept
}

// standing is what a saved connection is worth.
func standing(c setup.SavedConnection) check.Text {
	switch {
	case c.Problem != nil:
		return check.T("saved.unreadable", "Cannot be opened")
	case c.Verified:
		return check.T("saved.verified", "Verified")
	}
	return check.T("saved.not-verified", "Saved, not verified")
}

// manage offers what can be done with a saved connection.
func (f *face) manage(c setup.SavedConnection) func(context.Context) error {
	return func(ctx context.Context) error {
		f.describe(c)
		var ways []way
		if c.Problem == nil {
			ways = append(ways, way{label: check.T("saved.open", "Open"), do: func(ctx context.Context) error { return f.open(ctx, c, setup.Connection) }},
				way{label: check.T("saved.verify", "Verify again"), do: func(ctx context.Context) error { return f.open(ctx, c, setup.Review) }})
		}
		ways = append(ways, way{label: check.T("saved.delete", "Delete {{.name}}", "name", c.Name), do: func(ctx context.Context) error { return f.remove(ctx, c) }},
			way{label: check.T("terminal.back", "Back"), do: stay})
		err := f.choose(ctx, check.T("terminal.saved.what", "What do you want to do with {{.name}}?", "name", c.Name), ways, 0)
		if errors.Is(err, errBack) {
			return nil
		}
		return err
	}
}

// describe says what is known of a saved connection.
func (f *face) describe(c setup.SavedConnection) {
	s := f.sheet()
	s.title(c.Name)
	s.para(f.say(check.T("terminal.saved.at", "{{.standing}}. Saved on {{.when}}.", "standing", standing(c), "when", moment(c.UpdatedAt))))
	if c.Problem != nil {
		f.problem(s, c.Problem)
	}
	for _, reason := range c.Reasons {
		s.point(f.say(reason))
	}
	f.print(s)
}

// open goes on with a saved connection on a step.
func (f *face) open(ctx context.Context, c setup.SavedConnection, id setup.StepID) error {
	o, err := setup.OpenSaved(ctx, f.flow.Deps(), c.ID)
	if err != nil {
		s := f.sheet()
		s.title(f.say(check.T("saved.open.error", "“{{.name}}” cannot be opened", "name", c.Name)))
		s.para(f.say(why(err)))
		f.print(s)
		return nil
	}
	f.flow.Open(o.Profile, o.Password)
	f.begin(o.Unkept)
	f.flow.Goto(id)
	if id != setup.Review {
		return nil
	}
	if f.flow.Answers().Password.Empty() {
		f.flow.Goto(setup.ServiceAccount)
		if err := f.password(ctx); err != nil {
			return err
		}
		f.flow.Goto(setup.Review)
	}
	_, err = f.verifyAll(ctx, false)
	return err
}

// remove deletes a saved connection, once it is sure.
func (f *face) remove(ctx context.Context, c setup.SavedConnection) error {
	s := f.sheet()
	s.blank()
	s.para(f.say(check.T("saved.delete.lead", "The saved connection and its kept password are removed from this computer. Nothing changes in Active Directory, in Microsoft 365 or in Hire2Retire.")))
	f.print(s)
	ways := []way{{label: check.T("terminal.keep", "Keep it"), do: stay},
		{label: check.T("saved.delete.yes", "Delete connection"), do: func(ctx context.Context) error {
			s := f.sheet()
			if err := setup.DeleteSaved(ctx, f.flow.Deps(), c.ID); err != nil {
				s.para(f.say(check.T("saved.delete.error", "“{{.name}}” cannot be deleted", "name", c.Name)))
				s.para(f.say(why(err)))
			} else {
				s.para(f.say(check.T("terminal.deleted", "“{{.name}}” was deleted.", "name", c.Name)))
			}
			f.print(s)
			return nil
		}}}
	err := f.choose(ctx, check.T("saved.delete.ask", "Delete “{{.name}}”?", "name", c.Name), ways, 0)
	if errors.Is(err, errBack) {
		return nil
	}
	return err
}
