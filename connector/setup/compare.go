package setup

import (
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
)

// A draft is a file, which somebody else may have written. Nothing is sent on
// its word, because no password comes with it; but whoever types one has to know
// first what the file would have it trusted. A pin stands for a host by itself,
// so it is never taken over. An authority or a name in a certificate is, because
// the half that rests on it would be lost otherwise; each is named, on arrival
// and again where the password is typed, until the connection is saved.

// trusted is an authority, or a name that a certificate may carry in place of
// the host's.
type trusted struct {
	key  string
	says check.Text
}

// trusts lists what the answers trust beyond this computer, pins aside.
func trusts(a Answers) []trusted {
	var list []trusted
	for _, ca := range a.Authorities() {
		list = append(list, trusted{"ca " + ca.SHA256,
			check.T("draft.ca", "The draft trusts the authority {{.subject}} (SHA-256 {{.sha256}}). Compare the fingerprint with that of your own authority before you type the password; if it is another, remove the CA file.",
				"subject", check.Clean(ca.Subject), "sha256", ca.SHA256)})
	}
	for _, h := range a.hosts().hosts {
		if h.VerifyAs != "" && h.VerifyAs != h.Name {
			list = append(list, trusted{"name " + h.String() + " " + h.VerifyAs,
				check.T("draft.verify-as", "The draft takes the certificate of {{.name}} for {{.host}}. Make sure that both are the same computer before you type the password.",
					"name", h.VerifyAs, "host", h.Name)})
		}
	}
	return list
}

// newTrusts returns what a trusts and known does not.
func newTrusts(a, known Answers) []trusted {
	before := trusts(known)
	return slices.DeleteFunc(trusts(a), func(x trusted) bool { return slices.ContainsFunc(before, x.same) })
}

func (x trusted) same(y trusted) bool { return x.key == y.key }

func keysOf(list []trusted) []string {
	var keys []string
	for _, x := range list {
		keys = append(keys, x.key)
	}
	return keys
}

func sentences(list []trusted) []check.Text {
	var says []check.Text
	for _, x := range list {
		says = append(says, x.says)
	}
	return says
}

// ToCompare says what came to be trusted by a draft from another computer and is
// still to be compared, for the place where the password is typed.
func (f *Flow) ToCompare() []check.Text {
	return sentences(slices.DeleteFunc(trusts(f.answers), func(x trusted) bool { return !slices.Contains(f.toCompare, x.key) }))
}

// distrust takes the pins out of a draft that another computer wrote, and names
// all that it would have trusted.
func (d *Draft) distrust() {
	for i, h := range d.Answers.Hosts {
		if h.Pin != "" {
			d.pins = append(d.pins, h)
			d.Answers.Hosts[i].Pin = ""
		}
	}
	if d.Practice { // its authority is good for one start of one computer
		d.Answers.CA, d.Answers.CAFile = "", ""
	}
	named := trusts(d.Answers)
	d.toCompare = keysOf(named) // whatever the file says
	d.Notices = append(d.pinNotices(Answers{}), sentences(named)...)
}

// pinNotices names the pins that were not taken over, but those that known has
// itself.
func (d Draft) pinNotices(known Answers) []check.Text {
	var says []check.Text
	for _, h := range d.pins {
		if pinOf(known, h.Name) != h.Pin {
			says = append(says, check.T("draft.pin", "The draft trusts the key {{.pin}} of {{.host}}. It was not taken over: compare it with the certificate of the host, and trust it here.",
				"pin", check.Clean(h.Pin), "host", check.Clean(h.Name)))
		}
	}
	return says
}

// pinOf returns the pin of a host, or nothing.
func pinOf(a Answers, host string) string {
	for _, h := range a.Hosts {
		if h.Pin != "" && sameRow(h.Name, host) {
			return h.Pin
		}
	}
	return ""
}

func sameRow(a, b string) bool { return strings.TrimSpace(a) == strings.TrimSpace(b) || SameHost(a, b) }

// repin gives the hosts the pins that were trusted here before.
func (a *Answers) repin(before Answers) {
	for i, h := range a.Hosts {
		if h.Pin == "" {
			a.Hosts[i].Pin = pinOf(before, h.Name)
		}
	}
}
