package widgets

import (
	"time"

	"hire2retire-setup/connector/check"
)

// Words are what widgets say by themselves. The catalogue fills them in the
// language of the admin.
type Words struct {
	Copy, Copied     string
	Cut, Paste       string // the menu of a field
	SelectAll        string
	Show, Hide       string // the rest of a row
	Details          string
	CheckAgain       string
	GoToField        string // leads to the field that a problem is about
	Accept           string // accepts a warning
	Unaccept         string // takes that back
	Cancel           string
	ShowSecret       string // the eye of a password field
	HideSecret       string
	SecretTooLong    string // what was pasted is longer than any password
	WhoActs          string // above the name of who has to act
	Command          string // above a command to copy
	OriginalText     string // above the words of the outside system
	Host, Port       string // heads of the host editor, and names of its fields
	StatusHead       string
	AddHost          string
	MoveUp, MoveDown string
	RemoveHost       string
	// Statuses are what the states of a check are called.
	Statuses map[check.Status]string
	// Steps are what the states of a step are called.
	Steps map[StepState]string

	// Draw draws a sentence of the connector.
	Draw func(check.Text) string
	// Who names the one who has to act.
	Who func(check.Who) string
	// Elapsed draws a duration for people: "12 ms", "3.4 s".
	Elapsed func(time.Duration) string
}
