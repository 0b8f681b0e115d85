package setup_test

import (
	"testing"

	"hire2retire-setup/connector/setup"
)

// The break between two lines is no part of a DN: nothing was understood
// differently from how it was typed.
func TestLinesGiveNoNotice(t *testing.T) {
	for name, ous := range map[string]string{"Unix": "OU=Staff,DC=example,DC=com\nOU=Leavers,DC=example,DC=com\n", "Windows": "OU=Staff,DC=example,DC=com\r\n\r\nOU=Leavers,DC=example,DC=com"} {
		a := setup.Answers{Hosts: []setup.HostAnswer{{Name: "dc1.example.com", Port: "636"}}, BaseDN: "DC=example,DC=com", Username: "svc@example.com", UserOUs: ous}
		conf, notices, bad := a.Directory(setup.Account)
		if len(conf.UserOUs) != 2 || len(notices) > 0 || len(bad) > 0 {
			t.Errorf("%s: read %q with notices %v and faults %v, want two OUs and nothing else", name, conf.UserOUs, notices, bad)
		}
	}
}
