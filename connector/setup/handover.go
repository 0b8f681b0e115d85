package setup

import (
	"fmt"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/netproblem"
)

// Sheet is what one team has to do, as a text to send: what is wrong, why it
// matters, what to run, what to expect, and how to check again.
type Sheet struct {
	Who  check.Who
	Text string
}

// Handover is what sheets are made from.
type Handover struct {
	// Product and Connection name the program and the connection.
	Product, Connection string
	Practice            bool
	Computer            string
	At                  time.Time
	Report              check.Report
	Draw                func(check.Text) string
}

// handover returns what the sheets of the set-up as it stands are made from.
func (f *Flow) handover() Handover {
	return Handover{Product: strings.TrimSpace(f.deps.Page.Product + " " + f.deps.Version), Connection: f.answers.Name, Practice: f.deps.Practice,
		Computer: f.deps.Computer, At: f.deps.now(), Report: f.Report(), Draw: f.deps.draw}
}

// Sheets returns one sheet for every team that has something to do now.
func (f *Flow) Sheets() []Sheet { return f.handover().Sheets() }

// handTo lists the teams in the order of the sheets. What is left to the person
// at the keyboard needs no sheet.
var handTo = []check.Who{check.AD, check.PKI, check.Network, check.Entra, check.Exchange}

// Sheets returns one sheet for every team that has something to do.
func (h Handover) Sheets() []Sheet {
	var sheets []Sheet
	for _, who := range handTo {
		items := h.items(who)
		if len(items) == 0 {
			continue
		}
		var b strings.Builder
		h.head(&b, who)
		for n, item := range items {
			fmt.Fprintf(&b, "\n%d. %s\n", n+1, h.Draw(item.problem.Detail))
			h.item(&b, item)
		}
		fmt.Fprintf(&b, "\n%s\n", h.Draw(check.T("handover.recheck", "To check again: choose Check again in the wizard, or run")))
		fmt.Fprintf(&b, "   wizard verify %s\n", quoteArg(h.Connection))
		sheets = append(sheets, Sheet{Who: who, Text: b.String()})
	}
	return sheets
}

// item is one problem and the results that show it.
type item struct {
	problem *check.Problem
	result  check.Result
	where   []string
}

// items collects the problems of a team; one that several hosts share is one
// item.
func (h Handover) items(who check.Who) []*item {
	var items []*item
	known := map[string]*item{}
	for _, res := range h.Report.Results {
		for _, p := range res.Problems {
			if p.Advice.Who != who {
				continue
			}
			same := string(p.Code) + "\x00" + h.Draw(p.Detail) + "\x00" + p.Advice.Command
			if known[same] == nil {
				known[same] = &item{problem: p, result: res}
				items = append(items, known[same])
			}
			if at := res.Host + res.Target; at != "" {
				known[same].where = append(known[same].where, at)
			}
		}
	}
	return items
}

func (h Handover) head(b *strings.Builder, who check.Who) {
	fmt.Fprintf(b, "%s\n", h.Draw(check.T("handover.title", "For {{.team}}", "team", TeamName(who))))
	fmt.Fprintf(b, "%s\n", h.Draw(check.T("handover.about", "{{.product}} checked the connection “{{.connection}}” from {{.computer}} on {{.at}}. Nothing was changed.",
		"product", h.Product, "connection", h.Connection, "computer", h.Computer, "at", h.At.Format("2006-01-02 15:04 -07:00"))))
	if h.Practice {
		fmt.Fprintf(b, "%s\n", h.Draw(check.T("handover.practice", "This is practice: the directory and the tenant are not real.")))
	}
}

func (h Handover) item(b *strings.Builder, it *item) {
	line := func(label check.Text, value string) {
		if value != "" {
			fmt.Fprintf(b, "   %s %s\n", h.Draw(label), value)
		}
	}
	line(check.T("handover.where", "Where:"), strings.Join(it.where, ", "))
	line(check.T("handover.claim", "Needed:"), h.Draw(it.result.Title))
	recipe, ok := netproblem.RecipeFor(it.problem.Code, netproblem.Peer{Host: it.result.Host, Port: 636})
	if ok {
		line(check.T("handover.why", "Why:"), h.Draw(recipe.Why))
	}
	line(check.T("handover.do", "Do:"), h.Draw(it.problem.Advice.Do))
	h.commands(b, it.problem.Advice.Command)
	for _, step := range recipe.Steps {
		fmt.Fprintf(b, "   - %s\n", h.Draw(step.Do))
		h.commands(b, step.Command)
		if !step.Expect.IsZero() {
			fmt.Fprintf(b, "     %s\n", h.Draw(step.Expect))
		}
	}
	line(check.T("handover.expect", "Expected:"), h.Draw(check.T("handover.expect.text", "the check “{{.title}}” passes.", "title", it.result.Title)))
	line(check.T("handover.code", "Code:"), string(it.problem.Code))
	line(check.T("handover.cause", "Original text:"), it.problem.Cause)
}

// commands are set apart, so that whole lines can be copied.
func (h Handover) commands(b *strings.Builder, command string) {
	if command == "" {
		return
	}
	for l := range strings.Lines(command) {
		fmt.Fprintf(b, "       %s\n", strings.TrimRight(l, "\r\n"))
	}
}

// TeamName names who has to act, for a heading.
func TeamName(who check.Who) check.Text {
	switch who {
	case check.AD:
		return check.T("team.ad", "the Active Directory team")
	case check.PKI:
		return check.T("team.pki", "the certificate team")
	case check.Network:
		return check.T("team.network", "the network team")
	case check.Entra:
		return check.T("team.entra", "the Entra ID administrators")
	case check.Exchange:
		return check.T("team.exchange", "the Exchange administrators")
	}
	return check.T("team.you", "you")
}

// quoteArg quotes a name for PowerShell: in single quotes nothing is expanded.
// PowerShell takes typographic quotes for plain ones, so they are doubled too.
func quoteArg(s string) string {
	for _, q := range []string{"'", "‘", "’", "‚", "‛"} {
		s = strings.ReplaceAll(s, q, q+q)
	}
	return "'" + strings.NewReplacer("\r", " ", "\n", " ").Replace(s) + "'"
}
