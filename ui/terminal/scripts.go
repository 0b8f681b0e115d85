package terminal

import (
	"context"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// wayOfAdministrators leads to what is done by others: with scripts, a request,
// and what they send back.
func (f *face) wayOfAdministrators() way {
	return f.submenu(check.T("terminal.admins", "Scripts and a request for the administrators"), check.T("terminal.admins.which", "What do you want to hand over?"), func() []way {
		scripts := f.flow.Scripts()
		ways := []way{
			{label: check.T("terminal.admins.request", "Request on one page, with the link for admin consent"), do: aside(f.consentRequest)},
			{label: check.T("terminal.sign-in.commands", "Show the commands that give the account these roles"), do: aside(f.grantCommands)},
		}
		for _, s := range scripts.Roles {
			ways = append(ways, f.wayOfScript(check.T("terminal.admins.roles", "Script: Exchange roles that are missing, in one role group"), s))
		}
		for _, s := range scripts.Entra {
			ways = append(ways, f.wayOfScript(check.T("terminal.admins.entra", "Script: the Entra role that is missing"), s))
		}
		return append(ways,
			f.wayOfScript(check.T("terminal.admins.registration", "Script: register an application of your own"), scripts.Registration),
			f.wayOfScript(check.T("terminal.admins.evidence", "Script: report the roles without signing in here"), scripts.Evidence),
			way{label: check.T("terminal.evidence", "Read what that script reported"), do: f.importEvidence})
	})
}

// wayOfScript offers to write a script. It is not shown: it is long, and reviewed
// in an editor.
func (f *face) wayOfScript(label check.Text, script setup.Script) way {
	return way{label: label, do: aside(func(ctx context.Context) error {
		s := f.sheet()
		s.blank()
		if script.Name == f.flow.Scripts().Evidence.Name {
			s.para(f.say(check.T("terminal.script.reads", "It only reads, in the session of an administrator of Exchange and Entra, and writes a file for this wizard. What it reports counts as likely, not as proved.")))
		} else {
			s.para(f.say(check.T("terminal.script.applies", "Without a switch it only shows what it would do. -Apply does it and writes a record, -Undo takes back exactly that.")))
		}
		f.print(s)
		return f.keepFiles(ctx, file{script.Name, []byte(script.Text)})
	})}
}

// consentRequest shows the page for the administrators of the tenant.
func (f *face) consentRequest(ctx context.Context) error {
	s, text := f.sheet(), &strings.Builder{}
	for i, section := range f.flow.ConsentRequest() {
		s.title(f.say(section.Title))
		if i > 0 {
			text.WriteByte('\n')
		}
		text.WriteString(f.say(section.Title) + "\n")
		for _, line := range section.Lines {
			s.point(f.say(line))
			text.WriteString("- " + f.say(line) + "\n")
		}
		if section.Copy != "" {
			s.asIs(section.Copy)
			text.WriteString(section.Copy + "\n")
		}
	}
	return f.showAndKeep(ctx, s, file{"request-microsoft-365.txt", []byte(text.String())})
}

// grantCommands shows what administrators can run.
func (f *face) grantCommands(ctx context.Context) error {
	s := f.sheet()
	s.blank()
	commands := f.flow.GrantCommands()
	if len(commands) == 0 {
		s.para(f.say(check.T("exchange.commands.account", "Type the name of the account first: the commands carry it.")))
	}
	for i, text := range commands {
		if i > 0 {
			s.blank()
		}
		s.asIs(text)
	}
	return f.read(ctx, s)
}

// importEvidence reads the file of the evidence script and shows what it is worth.
func (f *face) importEvidence(ctx context.Context) error {
	taken := false
	_, err := f.askFile(ctx, question{label: f.say(check.T("terminal.evidence.file", "File of the evidence script")),
		help: f.say(check.T("terminal.evidence.help", "It is judged by the same table as what the wizard sees itself, and says who reported it and when. Nothing goes back."))},
		func(path string, data []byte) error {
			if path == "" {
				return nil
			}
			err := f.flow.ImportEvidence(ctx, data)
			taken = err == nil
			return err
		})
	if err != nil || !taken {
		return errMenuIfBack(errMenuIfNil(err))
	}
	f.touched = true
	report, _ := f.flow.Results(setup.Exchange)
	s := f.sheet()
	s.blank()
	for _, r := range report.Results {
		f.row(s, r)
	}
	f.print(s)
	if err := f.conclude(ctx, setup.Exchange, report); err != nil {
		return errMenuIfBack(err)
	}
	return errAnew
}
