package directory_test

import (
	"testing"

	"hire2retire-setup/connector/directory"
)

func TestValidate(t *testing.T) {
	good := directory.Config{Hosts: []directory.Host{{Name: "dc1.corp.example.com", Port: 636}}, BaseDN: corp, Username: "svc@corp.example.com",
		UserOUs: []string{"OU=Staff," + corp}, GroupOUs: []string{"OU=Groups," + corp}}
	for name, c := range map[string]struct {
		change func(*directory.Config)
		want   string // code@field
	}{
		"complete":       {func(*directory.Config) {}, ""},
		"bare user name": {func(c *directory.Config) { c.Username = "svc" }, ""},
		"no host":        {func(c *directory.Config) { c.Hosts = nil }, "hosts.empty@hosts"},
		"bad host":       {func(c *directory.Config) { c.Hosts[0].Name = "dc 1" }, "hosts.syntax@hosts"},
		"plain port":     {func(c *directory.Config) { c.Hosts[0].Port = 389 }, "port.plain-ldap@port"},
		"no port":        {func(c *directory.Config) { c.Hosts[0].Port = 0 }, "port.syntax@port"},
		"no Base DN":     {func(c *directory.Config) { c.BaseDN = "" }, "dn.empty@base-dn"},
		"a domain":       {func(c *directory.Config) { c.BaseDN = "corp.example.com" }, ""},
		"bad Base DN":    {func(c *directory.Config) { c.BaseDN = "corp.example.com/Staff" }, "dn.syntax@base-dn"},
		"verify as":      {func(c *directory.Config) { c.Hosts[0].VerifyAs = "DC9.corp.example.com" }, ""},
		"as an address":  {func(c *directory.Config) { c.Hosts[0].VerifyAs = "10.0.0.1" }, ""},
		"as no name":     {func(c *directory.Config) { c.Hosts[0].VerifyAs = "dc 1" }, "hosts.syntax@verify-as"},
		"as a wildcard":  {func(c *directory.Config) { c.Hosts[0].VerifyAs = "*.corp.example.com" }, "hosts.syntax@verify-as"},
		"as Unicode":     {func(c *directory.Config) { c.Hosts[0].VerifyAs = "münchen.example" }, "hosts.syntax@verify-as"},
		"as a NUL":       {func(c *directory.Config) { c.Hosts[0].VerifyAs = "dc1\x00" }, "hosts.syntax@verify-as"},
		"no user name":   {func(c *directory.Config) { c.Username = " " }, "username.empty@username"},
		"bad user OU":    {func(c *directory.Config) { c.UserOUs = []string{"Staff"} }, "dn.syntax@user-ous"},
		"bad group OU":   {func(c *directory.Config) { c.GroupOUs = []string{"OU=x"} }, "dn.syntax@group-ous"},
		"bad CA":         {func(c *directory.Config) { c.Trust.CA = []byte("x") }, "tls.ca-file@ca"},
		"everything":     {func(c *directory.Config) { *c = directory.Config{} }, "hosts.empty@hosts dn.empty@base-dn username.empty@username"},
	} {
		t.Run(name, func(t *testing.T) {
			conf := good
			conf.Hosts = append([]directory.Host(nil), good.Hosts...)
			c.change(&conf)
			got := ""
			for _, p := range conf.Validate() {
				if got != "" {
					got += " "
				}
				got += string(p.Code) + "@" + p.Advice.Field
			}
			if got != c.want {
				t.Errorf("Validate() = %q, want %q", got, c.want)
			}
		})
	}
}
