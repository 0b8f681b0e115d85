package directory

import (
	"slices"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
)

// Task is one thing that another team has to do.
type Task struct {
	Who  check.Who
	Code check.Code
	// What has to be done, Why, and by which command, if there is one.
	What, Why check.Text
	Command   string
	// Expected is what holds afterwards.
	Expected check.Text
	// Where are the hosts or OUs that it is about.
	Where []string
}

// Tasks lists what a report asks others to do, by team. The same task on
// several hosts is one.
func Tasks(r check.Report) map[check.Who][]Task {
	tasks := map[check.Who][]Task{}
	for _, res := range r.Results {
		for _, p := range res.Problems {
			if p.Advice.Who == "" || p.Advice.Who == check.You {
				continue
			}
			tasks[p.Advice.Who] = addTask(tasks[p.Advice.Who], res, p)
		}
	}
	return tasks
}

func addTask(tasks []Task, res check.Result, p *check.Problem) []Task {
	where := res.Host + res.Target
	same := slices.IndexFunc(tasks, func(t Task) bool {
		return t.Code == p.Code && t.Command == p.Advice.Command && t.What.String() == p.Advice.Do.String()
	})
	if same >= 0 {
		if where != "" && !slices.Contains(tasks[same].Where, where) {
			tasks[same].Where = append(tasks[same].Where, where)
		}
		return tasks
	}
	t := Task{Who: p.Advice.Who, Code: p.Code, What: p.Advice.Do, Why: p.Detail, Command: p.Advice.Command, Expected: res.Title}
	if where != "" {
		t.Where = []string{where}
	}
	return append(tasks, t)
}

// Sheet writes tasks as a text file for the team that has to do them. draw
// turns a sentence into the reader's language; nil means English.
func Sheet(tasks []Task, draw func(check.Text) string) string {
	if draw == nil {
		draw = check.Text.String
	}
	var b strings.Builder
	line := func(t check.Text) { b.WriteString(draw(t) + "\r\n") }
	for n, t := range tasks {
		line(check.T("sheet.task", "{{.n}}. {{.what}}", "n", n+1, "what", t.What))
		if len(t.Where) > 0 {
			line(check.T("sheet.where", "   Where: {{.where}}", "where", strings.Join(t.Where, "; ")))
		}
		line(check.T("sheet.why", "   Why: {{.why}} ({{.code}})", "why", t.Why, "code", string(t.Code)))
		for command := range strings.Lines(t.Command) {
			line(check.T("sheet.command", "   Command: {{.command}}", "command", strings.TrimRight(command, "\r\n")))
		}
		line(check.T("sheet.expected", "   Expected afterwards: {{.claim}}", "claim", t.Expected))
		line(check.T("sheet.recheck", "   To check again: Hire2Retire Connection Setup, “Check again”, or wizard verify."))
		b.WriteString("\r\n")
	}
	return b.String()
}

// Announcement tells a security team beforehand what it will see, so that
// nobody takes the checks for an attack.
func Announcement(computer, person, account string, hosts []Host, from time.Time) []check.Text {
	var names []string
	for _, h := range hosts {
		names = append(names, h.String())
	}
	return []check.Text{
		check.T("announcement.who", "{{.person}} checks the Hire2Retire connection from the computer {{.computer}}, beginning {{.from}}.", "person", person, "computer", computer, "from", from.Format("2006-01-02 15:04 MST")),
		check.T("announcement.account", "The account is {{.account}}. It signs in by a simple bind over LDAPS, once on each of: {{.hosts}}", "account", account, "hosts", strings.Join(names, ", ")),
		check.T("announcement.reads", "What is read: rootDSE and LDAP ping without credentials; then the account, its groups (tokenGroups), the domain object, and the permissions (nTSecurityDescriptor) of the target OUs and of up to ten users and groups in each; OUs and counts on request."),
		check.T("announcement.writes", "Nothing is written. A wrong password is tried on one host only and never sent again."),
	}
}
