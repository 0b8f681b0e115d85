package terminal

import (
	"context"
	"strings"

	"hire2retire-setup/assets"
	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/words"
)

// wayMore leads to what is useful on every step and belongs to none.
func (f *face) wayMore() way {
	return f.submenu(check.T("terminal.further", "Help, files and settings"), check.T("terminal.further.which", "What do you need?"), func() []way {
		ways := []way{
			{label: check.T("terminal.help", "Help for this step"), do: aside(f.help)},
			{label: check.T("terminal.notice", "Notice for the security team"), do: aside(f.notice)},
		}
		if len(f.sheets()) > 0 {
			ways = append(ways, f.waySheets())
		}
		ways = append(ways, f.wayOfReports(), f.wayOfHalves(), f.wayOfLanguage())
		if f.flow.Deps().Rehearsal != nil {
			ways = append(ways, way{label: check.T("terminal.rehearse", "What if something fails? Practise it"), do: aside(f.rehearse)})
		}
		return ways
	})
}

// help shows the help of the step, which is built in.
func (f *face) help(ctx context.Context) error {
	s := f.sheet()
	s.blank()
	s.markdown(assets.Help(f.words.Tag().String(), string(f.flow.Current().ID)))
	return f.read(ctx, s)
}

// markdown adds a help text: headings, paragraphs, points, and lines to copy,
// which are indented.
func (s *sheet) markdown(text string) {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		heading, isHeading := strings.CutPrefix(line, "# ")
		point, isPoint := strings.CutPrefix(line, "- ")
		command, isCommand := strings.CutPrefix(line, "    ")
		switch {
		case line == "":
			s.blank()
		case isHeading:
			s.title(heading)
		case isPoint:
			s.point(point)
		case isCommand:
			s.asIs(command)
		default:
			s.para(line)
		}
	}
}

// notice shows the text for the security team and offers to write it.
func (f *face) notice(ctx context.Context) error {
	text := f.flow.SecurityNotice()
	s := f.sheet()
	s.blank()
	s.para(text)
	return f.showAndKeep(ctx, s, file{"notice-security-team.txt", []byte(text)})
}

// sheets are the texts to send to the teams that have something to do.
func (f *face) sheets() []file {
	var files []file
	for _, sheet := range f.flow.Sheets() {
		files = append(files, file{"for-" + string(sheet.Who) + ".txt", []byte(sheet.Text)})
	}
	return files
}

func (f *face) waySheets() way {
	return way{label: check.T("terminal.handover", "Show what to send to those who can fix it"), do: aside(func(ctx context.Context) error {
		files, s := f.sheets(), f.sheet()
		for _, sheet := range files {
			s.blank()
			s.asIs(string(sheet.data))
		}
		return f.showAndKeep(ctx, s, files...)
	})}
}

// wayOfLanguage offers every language under its own name, so that somebody who
// reads none of the others finds it.
func (f *face) wayOfLanguage() way {
	var printers []*words.Printer
	var names []string
	own := check.T("terminal.language.name", "English")
	for _, tag := range words.Languages() {
		if p, err := words.New(tag.String()); err == nil {
			printers, names = append(printers, p), append(names, p.Draw(own))
		}
	}
	title := check.T("terminal.language", "Language: {{.names}}", "names", strings.Join(names, ", "))
	return f.submenu(title, title, func() []way {
		var ways []way
		for i, p := range printers {
			ways = append(ways, way{label: check.Verbatim(names[i]), do: func(context.Context) error {
				f.words = p
				f.tell(check.T("terminal.language.holds", "This holds until the wizard ends. Start it with {{.option}} to have it from the beginning.", "option", "--lang "+p.Tag().String()))
				return nil
			}})
		}
		return ways
	})
}
