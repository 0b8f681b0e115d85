// Package setup is the flow of the wizard without a screen: what was typed
// (Answers), the steps in their order and what is known of each (Flow), and the
// one run of checks that every face of the product uses (Verify).
//
// The window, the terminal and the command line are drawings of a Flow. They
// hand in text as it was typed and get back sentences to show; they know
// neither LDAP nor Microsoft. Nothing here words a fault: the systems do.
//
// A Flow belongs to one goroutine, that of the face. What takes time is a Work:
// it holds a copy of the answers, may run anywhere, and its Outcome is handed
// back to the Flow on its own goroutine with Keep.
package setup

import (
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/cloud"
	"hire2retire-setup/connector/cloud/web"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/entra"
	"hire2retire-setup/connector/logfile"
	"hire2retire-setup/connector/profile"
)

// Deps is the outside world, built once in cmd.
type Deps struct {
	// Store keeps the saved connections.
	Store *profile.Store
	// Directory is the network towards the domain controllers; the zero value
	// is that of the computer.
	Directory Network
	// Cloud finds a row of package cloud.
	Cloud func(cloud.ID) (cloud.Cloud, error)
	// ClientID is the built-in application; empty when there is none.
	ClientID string
	// Proxy leads to Microsoft; nil means that of the computer.
	Proxy web.ProxyFunc
	// OpenURL opens the browser.
	OpenURL func(string) error
	// Page draws the last page of the sign-in in the browser.
	Page entra.Page
	// SignInTimeout is how long a person gets to sign in; zero means 10 minutes.
	SignInTimeout time.Duration
	// Timeout is the limit of one host's probe and of each later operation.
	Timeout time.Duration
	// Computer and Person say where and by whom something was proved.
	Computer, Person string
	// Practice marks the practice mode on every page and report.
	Practice bool
	// Rehearsal switches the faults of practice mode; nil outside of it.
	Rehearsal *Rehearsal
	// Start are the answers that a new connection begins with.
	Start Answers
	// Offer is the password that practice mode offers on the page.
	Offer string
	// Version is that of the program; its name and its language are in Page.
	Version string
	// Language returns the language that Page.Draw draws now, as a BCP 47 tag;
	// nil means Page.Lang.
	Language func() string
	// Log gets the end of every check, without names; nil keeps no log.
	Log *logfile.Log
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// Network is how domain controllers are reached. Nil fields mean the resolver
// and the dialler of the computer.
type Network struct {
	LookupHost directory.LookupHost
	Dial       directory.Dial
}

// Notices joins sentences about input that was understood differently from how
// it was typed.
type Notices []check.Text
