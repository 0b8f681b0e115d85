package terminal

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hire2retire-setup/connector/setup"
)

func TestSetHosts(t *testing.T) {
	a := setup.Answers{Hosts: []setup.HostAnswer{{Name: "dc1.corp.example.com", Port: "636", VerifyAs: "dc1", Pin: "sha256//x"}, {Name: "dc2.corp.example.com", Port: "3269"}}}
	if got, want := hostList(a), "dc1.corp.example.com\ndc2.corp.example.com:3269"; got != want {
		t.Errorf("hostList = %q, want %q", got, want)
	}
	setHosts(&a, " DC1.corp.example.com , dc3.corp.example.com;\n[2001:db8::5]:1636\n")
	want := []setup.HostAnswer{
		{Name: "DC1.corp.example.com", Port: "636", VerifyAs: "dc1", Pin: "sha256//x"}, // what was chosen stays with the host
		{Name: "dc3.corp.example.com", Port: "636"},
		{Name: "[2001:db8::5]:1636", Port: "636"},
	}
	if diff := cmp.Diff(want, a.Hosts); diff != "" {
		t.Errorf("setHosts (-want +got):\n%s", diff)
	}
	setHosts(&a, "")
	if diff := cmp.Diff([]setup.HostAnswer{{Port: "636"}}, a.Hosts); diff != "" {
		t.Errorf("setHosts of nothing (-want +got):\n%s", diff)
	}
}

func TestSetPort(t *testing.T) {
	before := []setup.HostAnswer{{Name: "dc1", Port: "636"}, {Name: "dc2", Port: "1636"}, {Name: "dc3", Port: "636"}}
	a := setup.Answers{Hosts: before}
	setPort(&a, "3269")
	want := []setup.HostAnswer{{Name: "dc1", Port: "3269"}, {Name: "dc2", Port: "1636"}, {Name: "dc3", Port: "3269"}}
	if diff := cmp.Diff(want, a.Hosts); diff != "" {
		t.Errorf("setPort (-want +got):\n%s", diff)
	}
	if before[0].Port != "636" {
		t.Error("setPort changed answers that somebody else holds")
	}
}

func TestHostList(t *testing.T) {
	a := setup.Answers{Hosts: []setup.HostAnswer{{Name: "dc1", Port: "636"}, {Name: "2001:db8::5", Port: "1636"}, {Name: "[2001:db8::6]", Port: "1636"}}}
	if got, want := hostList(a), "dc1\n[2001:db8::5]:1636\n[2001:db8::6]:1636"; got != want {
		t.Errorf("hostList = %q, want %q", got, want)
	}
}
