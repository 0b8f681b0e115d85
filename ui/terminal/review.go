package terminal

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// review shows exactly what will be saved, and what was not proved.
func (f *face) review(ctx context.Context) error {
	preview, _ := f.flow.Preview()
	s := f.sheet()
	f.directoryPart(s)
	f.checkedAt(s, setup.DirectoryTrack)
	f.microsoftPart(s)
	f.checkedAt(s, setup.MicrosoftTrack)
	save := check.T("terminal.save", "Save the connection")
	if preview.Verified {
		s.title(f.say(check.T("review.verified", "Everything that was asked for is proved")))
	} else {
		save = check.T("terminal.save.unverified", "Save it as not verified")
		s.title(f.say(check.T("review.not-verified", "This will be saved as not verified")))
		for _, reason := range preview.Reasons {
			s.point(f.say(reason))
		}
	}
	if err := f.read(ctx, s); err != nil {
		return err
	}
	return f.choose(ctx, check.T("terminal.what-next", "What next?"), f.onEveryStep(f.waysOfReview(save)...), 0)
}

func (f *face) waysOfReview(save check.Text) []way {
	ways := []way{{label: save, note: f.say(check.T("terminal.save.note", "all is checked one last time")), do: f.save},
		{label: check.T("terminal.again", "Check again"), do: func(ctx context.Context) error {
			_, err := f.verifyAll(ctx, false)
			return err
		}}}
	if report := f.flow.Report(); slices.ContainsFunc(report.Results, func(r check.Result) bool { return len(r.Problems) > 0 }) {
		ways = append(ways, way{label: check.T("terminal.problems", "Show all problems and warnings"), do: aside(f.showFaults)},
			f.waySheets())
		ways = append(ways, f.wayOfWarnings(report)...)
	}
	if _, _, signedIn := f.flow.SignedIn(); !signedIn {
		ways = append(ways, f.wayTo(setup.Exchange))
	}
	return ways
}

// directoryPart adds the Active Directory half as it will be saved.
func (f *face) directoryPart(s *sheet) {
	p, keeps := f.flow.Preview()
	s.title(f.say(check.T("track.directory", "Active Directory")))
	s.value(f.say(check.T("connection.name", "Connection name")), p.Name)
	for _, h := range p.Hosts() {
		text := h.Name + ":" + strconv.Itoa(int(h.Port))
		if h.VerifyAs != "" {
			text = f.say(check.T("review.host-as", "{{.host}}, verified as {{.name}}", "host", text, "name", h.VerifyAs))
		}
		s.value(f.say(check.T("done.host", "Host")), text)
	}
	base := ""
	if len(p.Directories) > 0 {
		base = p.Directories[0].BaseDN
	}
	f.orNone(s, check.T("base-dn.field", "Base DN"), base)
	f.orNone(s, check.T("account.username", "Username"), p.Username)
	s.value(f.say(check.T("account.password", "Password")), f.fate(keeps))
	f.orNone(s, check.T("account.user-ous", "OUs for users"), p.UserOUs...)
	f.orNone(s, check.T("account.group-ous", "OUs for groups"), p.GroupOUs...)
	for _, ca := range f.flow.Answers().Authorities() {
		s.value(f.say(check.T("trust.ca", "Trusted CA")), ca.Subject)
	}
	minutes := int(time.Duration(p.SyncInterval) / time.Minute)
	s.value(f.say(check.T("review.interval", "Entra ID sync interval")), f.say(check.N("elapsed.minutes", minutes, "{{.n}} minute", "{{.n}} minutes")))
}

// orNone adds a value, a list of them, or that there is none.
func (f *face) orNone(s *sheet, name check.Text, values ...string) {
	if len(values) > 1 {
		s.hang("  ", f.say(name)+":", same)
		for _, v := range values {
			s.hang("    ", v, same)
		}
		return
	}
	s.value(f.say(name), orElse(strings.Join(values, ""), f.say(check.T("review.none", "none"))))
}

// fate says what becomes of the password.
func (f *face) fate(keeps bool) string {
	if keeps {
		return f.say(check.T("review.password.kept", "Kept in {{.keyring}}, never in a file", "keyring", setup.KeyringName(f.flow.Deps())))
	}
	return f.say(check.T("review.password.not-kept", "Not kept; it has to be typed again"))
}

// microsoftPart adds the Exchange Online half as it will be saved.
func (f *face) microsoftPart(s *sheet) {
	preview, _ := f.flow.Preview()
	p := preview.Exchange
	var names []string
	for _, row := range setup.Features() {
		if slices.Contains(p.Features, row.ID) {
			names = append(names, f.say(row.Name))
		}
	}
	account, tenant, signedIn := f.flow.SignedIn()
	standing := check.T("review.signed-in", "Signed in")
	if !signedIn {
		account, tenant, standing = p.Account, p.TenantID, check.T("review.not-signed-in", "Not signed in")
	}
	s.title(f.say(check.T("review.exchange", "Exchange Online")))
	s.point(f.say(standing))
	s.value(f.say(check.T("review.features", "Manages")), strings.Join(names, ", "))
	s.value(f.say(check.T("review.account", "Account")), account)
	s.value(f.say(check.T("exchange.tenant-id", "Tenant ID")), tenant)
	s.value(f.say(check.T("exchange.client", "Application (client) ID")), p.ClientID)
	f.options(s)
}

// options adds the choices of the Exchange Online half that are not the usual
// ones, and what becomes of the sign-in.
func (f *face) options(s *sheet) {
	a := f.flow.Answers()
	s.value(f.say(check.T("review.write-scope", "Write scope")), a.WriteScope)
	if a.ReadRoles {
		s.value(f.say(check.T("review.read-roles", "Entra roles")), f.say(check.T("review.read-roles.yes", "Read with the optional permission")))
	}
	if _, _, signedIn := f.flow.SignedIn(); !signedIn && !a.KeepSignIn {
		return
	}
	kept := check.T("review.sign-in.not-kept", "Not kept; it ends with this program")
	if a.KeepSignIn {
		kept = check.T("review.sign-in.kept", "Kept on this computer, encrypted; its key in {{.keyring}}", "keyring", setup.KeyringName(f.flow.Deps()))
	}
	s.value(f.say(check.T("review.sign-in", "Sign-in")), f.say(kept))
}

func (f *face) showFaults(ctx context.Context) error {
	s := f.sheet()
	f.faults(s, f.flow.Report())
	return f.read(ctx, s)
}

// verifyAll checks both halves; the Microsoft one only if somebody is signed in.
// briefly leaves out what passes.
func (f *face) verifyAll(ctx context.Context, briefly bool) (bool, error) {
	return f.verify(ctx, run{step: setup.Review, briefly: briefly, how: setup.SignIn{Method: setup.Browser}})
}

// save checks everything one last time and saves. What is known not to be proved
// does not stop it; something new does, once.
func (f *face) save(ctx context.Context) error {
	if !f.usable() {
		return nil
	}
	known := f.reasons()
	if _, err := f.verifyAll(ctx, true); err != nil {
		return err
	}
	for _, reason := range f.reasons() {
		if !slices.Contains(known, reason) {
			f.tell(check.T("terminal.save.new", "Not saved yet: something is not proved any more."))
			return nil
		}
	}
	return f.store(ctx)
}

// usable reports whether every field can be saved, and says which cannot. A
// connection can be saved without a password.
func (f *face) usable() bool {
	for _, step := range f.flow.Steps() {
		bad := slices.DeleteFunc(f.flow.Faults(step.ID), missesPassword)
		if len(bad) > 0 {
			f.tell(check.T("review.missing", "{{.step}}: something is missing", "step", step.Nav))
			f.refuse(bad)
			return false
		}
	}
	return true
}

// reasons are why the connection would be saved as not verified.
func (f *face) reasons() []string {
	preview, _ := f.flow.Preview()
	var list []string
	for _, r := range preview.Reasons {
		list = append(list, f.say(r))
	}
	return list
}

// store saves and goes to the last step.
func (f *face) store(ctx context.Context) error {
	p, err := f.flow.Saving().Run(ctx)
	if err != nil && !setup.NotKept(err) {
		s := f.sheet()
		s.title(f.say(check.T("review.failed", "The connection was not saved")))
		s.para(f.say(why(err)))
		f.print(s)
		return nil
	}
	if problem, ok := errors.AsType[*check.Problem](err); ok {
		s := f.sheet()
		s.title(f.say(check.T("done.not-kept", "The password is not kept")))
		f.problem(s, problem)
		f.print(s)
	}
	f.flow.Saved(p)
	f.touched = false
	return nil
}
