package terminal

import (
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// What was meant stands in for all of a single answer, and in a list for the part
// that is wrong; where that is not clear, nothing is offered.
func TestMeant(t *testing.T) {
	hosts := field{name: setup.FieldHosts, lines: true, set: setHosts}
	for _, tc := range []struct {
		field       field
		step        setup.StepID
		typed, want string
	}{
		{portField, setup.Connection, "389", "636"},
		{portField, setup.Connection, "many", "636"},
		{nameField, setup.Connection, strings.Repeat("n", 300), ""},
		{hosts, setup.Connection, "dc1.corp.example:389", "dc1.corp.example"},
		{hosts, setup.Connection, "ldap://dc1.corp.example", "dc1.corp.example"},
		{hosts, setup.Connection, "dc2.corp.example\nldap://dc1.corp.example:389\ndc3.corp.example", "dc2.corp.example\ndc1.corp.example\ndc3.corp.example"},
		{hosts, setup.Connection, "dc2.corp.example, ldap://dc1.corp.example", "dc2.corp.example, dc1.corp.example"},
		{hosts, setup.Connection, "ldap://dc1.corp.example\nldap://dc1.corp.example", ""},
		{hosts, setup.Connection, "10.0.0.999", ""},
	} {
		f, _ := leading(t, "")
		f.edit(func(a *setup.Answers) { a.Hosts = []setup.HostAnswer{{Name: "dc1.corp.example", Port: defaultPort}} })
		p := f.faultOf(tc.step, tc.field, tc.typed)
		if p == nil {
			t.Errorf("%s: %q is taken for right", tc.field.name, tc.typed)
			continue
		}
		if got := tc.field.meant(p, tc.typed); got != tc.want {
			t.Errorf("%s: meant by %q (%s) is %q, want %q", tc.field.name, tc.typed, p.Code, got, tc.want)
		}
	}
}

// A problem is said at its own field only.
func TestFaultAt(t *testing.T) {
	name := &check.Problem{Code: "name.empty", Detail: check.Verbatim("No name."), Advice: check.Advice{Field: setup.FieldName}}
	port := &check.Problem{Code: "port.syntax", Detail: check.Verbatim("No port."), Advice: check.Advice{Field: setup.FieldPort}}
	bad := check.Problems{name, port}
	for _, tc := range []struct {
		names []string
		want  *check.Problem
	}{
		{[]string{setup.FieldName}, name},
		{[]string{setup.FieldPort, setup.FieldName}, port}, // in the order of the names
		{[]string{setup.FieldBaseDN}, nil},
		{nil, nil},
	} {
		if got := faultAt(bad, tc.names...); got != tc.want {
			t.Errorf("faultAt(%q) = %v, want %v", tc.names, got, tc.want)
		}
	}
	f := drawn(t, wordsOnly)
	if got := f.faulty(nil); got != "" {
		t.Errorf("nothing wrong is said as %q", got)
	}
}
