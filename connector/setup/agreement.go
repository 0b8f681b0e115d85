package setup

import (
	"slices"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
)

// Agreement is how a host stands among the others of its list.
type Agreement int

// The agreements.
const (
	Agrees Agreement = iota
	// SameAsAnother is the same domain controller as one that stands before it.
	SameAsAnother
	// OtherDomain serves another domain than the others, and gets no password.
	OtherDomain
)

// AgreementOf returns how a host stands among the others; host is what
// Result.Host is.
func AgreementOf(report check.Report, host string) Agreement {
	r, _ := report.Find(directory.CheckHostsAgree, "")
	switch {
	case host == "":
		return Agrees
	case slices.Contains(texts(r.Facts["otherDomain"]), host):
		return OtherDomain
	case slices.Contains(texts(r.Facts["sameDC"]), host):
		return SameAsAnother
	}
	return Agrees
}
