package setup

import "strings"

// The names of the files for the AD team.
const (
	delegationScript   = "Grant-Delegation.ps1"
	delegationCommands = "Grant-Delegation-dsacls.ps1"
)

// DelegationScripts are what the AD team can run to give the service account
// exactly the rights that the last check found missing; none when nothing is.
//
// The first is the script of package directory: without a switch it only shows
// what it would add, -Apply adds it after saving the access lists, -Undo takes
// back exactly what -Apply added, and -Remove what was added with dsacls. The
// second holds the same as calls of dsacls, for those who want to read each.
func (f *Flow) DelegationScripts() []Script {
	missing := f.Missing()
	if len(missing.OUs) == 0 {
		return nil
	}
	commands := "# The same as " + delegationScript + ", one entry a line. To take it back: .\\" + delegationScript + " -Remove\n" + missing.Commands() + "\n"
	return []Script{
		{Name: delegationScript, Text: missing.Script()},
		{Name: delegationCommands, Text: strings.ReplaceAll(strings.ReplaceAll(commands, "\r\n", "\n"), "\n", "\r\n")},
	}
}
