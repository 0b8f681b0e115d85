package terminal_test

import "testing"

// The Base DN is picked in the directory: who has not signed in yet is asked to,
// the domain controller filters and searches, and what is picked is counted.
func TestPickBaseDN(t *testing.T) {
	screen := mustFinish(t, practise(t), together(toStep("Base DN"), enter, "> Choose it in the directory", enter, enter,
		"> Open Staff", "> Up to practice", "> Only names that begin", "Co", "> Only names that begin", "zzz", "> Only names that begin", "-",
		"> Search for a part", "eav", "> OU=Leavers", "<", "> Search for a part", "", "> Open Contractors", "> Take Contractors",
		"> Choose it in the directory", "> Choose nothing", "> Leave", "> Leave")...)
	golden(t, "pick-base-dn", "1. Next: Service account\n2. Choose it in the directory", screen)
}

// The target OUs are a list that is added to from the directory, shortened and
// typed.
func TestTargets(t *testing.T) {
	d := practise(t)
	d.Start.UserOUs, d.Start.GroupOUs = "", ""
	screen := mustFinish(t, d, together(toStep("Service account"), enter, enter,
		"> Add one", "> Open Staff", "> Take Staff", "> Add one", "<", "> Add one", "> Open Staff", "> Take Staff", "> Add one", "> Open Leavers", "> Take Leavers",
		"> Take one off", "> OU=Leavers", "> Take one off", "> Back", "> Type the list", "<", "> Go on with this one",
		"> Go on without", enter, "> Leave", "> Leave")...)
	golden(t, "targets", "OUs for users", screen)
}

// What keeps the directory from being shown is explained like a failed check.
func TestTreeRefused(t *testing.T) {
	d := practise(t, "ldap.account-locked")
	screen := mustFinish(t, d, together(toStep("Base DN"), enter, "> Choose it in the directory", enter, enter, "> Leave", "> Leave")...)
	golden(t, "tree-refused", "The directory shows its OUs", screen)
}
