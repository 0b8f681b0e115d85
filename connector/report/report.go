// Package report draws a check.Report for people and for programs: JSON, plain
// text for a terminal, and one HTML page for the change request.
//
// The JSON is a contract, version 1: fields may be added, never renamed; see
// docs/CHECKS.md for the codes. The HTML page is one file without scripts and
// without anything from elsewhere; it reads well aloud and on paper. All three
// say the same, from the same rows, and none says more than was proved.
//
// Nothing here looks at the network, and nothing here knows a secret. Texts
// from outside are shown as text: what would steer a terminal or a browser is
// taken out.
package report

import (
	"strings"
	"time"

	"hire2retire-setup/connector/check"
)

// Document is what is drawn.
type Document struct {
	// Product and Version are the name and the version of the program.
	Product, Version string
	// Connection is the name of the connection; empty when there is none.
	Connection string
	// Practice marks everything as practice, not a real directory or tenant.
	Practice bool
	// Subject are lines that say what was checked: the Base DN, the account.
	Subject []Line
	// Parts are what was proved, each on one computer by one person.
	Parts []Part
	// Stories are transcripts for people, one for each host.
	Stories []Story
	// Draw returns the sentence in the reader's language; nil is English.
	Draw func(check.Text) string
	// Lang is the language that Draw draws, as in HTML; empty is "en".
	Lang string
}

// Line is one labelled value.
type Line struct {
	Label check.Text
	Value string
}

// Story is a transcript of what happened with one host, several lines in the
// reader's language. Host is empty for what was looked at once. Way is the first
// of the lines where it sums up the way to a domain controller.
type Story struct {
	Host string `json:"host,omitempty"`
	Way  string `json:"way,omitempty"`
	Text string `json:"text"`
}

// Part is what one person proved on one computer.
type Part struct {
	Computer, Person string
	Report           check.Report
}

// report returns the results of all parts.
func (d Document) report() check.Report {
	var all []check.Report
	for _, p := range d.Parts {
		all = append(all, p.Report)
	}
	return check.Join(all...)
}

func (d Document) draw(t check.Text) string {
	if d.Draw == nil {
		return t.String()
	}
	return d.Draw(t)
}

// say draws a sentence and makes it safe to show.
func (d Document) say(t check.Text) string { return visible(d.draw(t)) }

// product returns name and version.
func (d Document) product() string { return strings.TrimSpace(d.Product + " " + d.Version) }

// origin names where and by whom a part was proved.
func (p Part) origin() string {
	var known []string
	for _, s := range []string{p.Computer, p.Person} {
		if s != "" {
			known = append(known, visible(s))
		}
	}
	return strings.Join(known, ", ")
}

// stamp writes a time with its offset, so that it reads the same everywhere.
func stamp(t time.Time) string { return t.Format("2006-01-02 15:04:05 -07:00") }
