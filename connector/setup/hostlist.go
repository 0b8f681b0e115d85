package setup

import (
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/netproblem"
)

// hosts reads the rows of the host list; a row may be a pasted list. Empty rows
// do not count.
func (a Answers) hosts() hostList {
	l := hostList{pins: map[string]netproblem.Pin{}}
	for _, row := range a.Hosts {
		if strings.TrimSpace(row.Name) != "" {
			l.add(row)
		}
	}
	if len(l.hosts) == 0 && len(l.bad) == 0 {
		_, _, err := directory.ParseHost("", directory.DefaultPort)
		l.bad.add(directory.FieldHosts, err)
	}
	return l
}

// hostList is the host list, understood.
type hostList struct {
	hosts   []directory.Host
	pins    map[string]netproblem.Pin
	notices Notices
	bad     faults
}

func (l *hostList) add(row HostAnswer) {
	port, seen, err := directory.ParsePort(row.Port)
	l.notices = append(l.notices, seen...)
	usable := l.bad.add(directory.FieldPort, err)
	if !usable {
		port = directory.DefaultPort // the names are judged all the same
	}
	hosts, seen, err := directory.ParseHosts(row.Name, port)
	l.notices = append(l.notices, seen...)
	l.bad.add(directory.FieldHosts, err)
	verifyAs := l.verifyAs(row.VerifyAs)
	if !usable {
		return
	}
	for _, h := range hosts {
		h.VerifyAs = verifyAs
		if slices.ContainsFunc(l.hosts, func(o directory.Host) bool { return o.String() == h.String() }) {
			l.notices = append(l.notices, check.T("hosts.duplicate", "{{.host}} was listed more than once; it is used once.", "host", h.Name))
			continue
		}
		l.hosts = append(l.hosts, h)
		l.pin(h, row.Pin)
	}
}

// verifyAs reads the name in the certificate that was picked for a host.
func (l *hostList) verifyAs(typed string) string {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return ""
	}
	h, _, err := directory.ParseHost(typed, directory.DefaultPort)
	if err == nil && strings.ContainsAny(typed, "/:*") {
		err = &check.Problem{Code: "verify-as.syntax",
			Detail: check.T("verify-as.syntax", "“{{.typed}}” is not a name that a certificate can carry.", "typed", check.Clean(typed)),
			Advice: check.Advice{Who: check.You, Do: check.T("verify-as.syntax.do", "Give the DNS name in the certificate of the host, such as dc1.corp.example.com.")}}
	}
	if err != nil {
		l.bad.addAt(FieldVerifyAs, err)
		return ""
	}
	return h.Name
}

func (l *hostList) pin(h directory.Host, typed string) {
	if typed == "" {
		return
	}
	pin, err := netproblem.ParsePin(typed)
	if err == nil {
		l.pins[h.Name] = pin
		return
	}
	l.bad.add(FieldPin, &check.Problem{Code: "pin.syntax", Err: err,
		Detail: check.T("pin.syntax", "“{{.typed}}” is not a pin.", "typed", check.Clean(typed)),
		Advice: check.Advice{Who: check.You, Do: check.T("pin.syntax.do", "A pin is sha256// and the SHA-256 of the key in base64, as the certificate check shows it.")}})
}

// SameHost reports whether two spellings name the same host.
func SameHost(a, b string) bool {
	x, _, errX := directory.ParseHost(a, directory.DefaultPort)
	y, _, errY := directory.ParseHost(b, directory.DefaultPort)
	return errX == nil && errY == nil && x.Name == y.Name
}
