package entra_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"hire2retire-setup/connector/entra"
)

func TestParseTenant(t *testing.T) {
	const id = "5a1e0c4b-7d2f-4b8e-9a36-2f1c0d9e8b47"
	for in, want := range map[string]string{
		id:                              id,
		" " + strings.ToUpper(id) + " ": id,
		"example.com":                   "example.com",
		"Example.OnMicrosoft.com":       "example.onmicrosoft.com",
		"svc@Example.com":               "example.com",
		"münchen.example":               "xn--mnchen-3ya.example",
		"https://login.microsoftonline.com/" + id + "/oauth2/v2.0/token": id,
		"https://login.microsoftonline.com/example.com":                  "example.com",
		"https://portal.azure.com/#@example.com/resource/x":              "example.com",
	} {
		if got, err := entra.ParseTenant(in); err != nil || got != want {
			t.Errorf("ParseTenant(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
	for in, want := range map[string]error{
		"":              entra.ErrNoTenant,
		"  ":            entra.ErrNoTenant,
		"svc@":          entra.ErrNoTenant,
		"common":        entra.ErrSharedTenant,
		"Consumers":     entra.ErrSharedTenant,
		"organizations": entra.ErrSharedTenant,
		"https://login.microsoftonline.com/common": entra.ErrSharedTenant,
		"example":                entra.ErrTenantSyntax,
		"../example.com":         entra.ErrTenantSyntax,
		"example.com/x":          entra.ErrTenantSyntax,
		"example.com?x=.y":       entra.ErrTenantSyntax,
		"example.com\r\nHost: x": entra.ErrTenantSyntax,
		"exa mple.com":           entra.ErrTenantSyntax,
		"example..com":           entra.ErrTenantSyntax,
		"*.example.com":          entra.ErrTenantSyntax,
		"10.0.0.1":               entra.ErrTenantSyntax,
		"{" + id + "}":           entra.ErrTenantSyntax,
		"exam\u200bple.com":      entra.ErrTenantSyntax,
	} {
		if got, err := entra.ParseTenant(in); !errors.Is(err, want) {
			t.Errorf("ParseTenant(%q) = %q, %v, want %v", in, got, err, want)
		}
	}
}

// FuzzParseTenant: whatever is accepted stays one segment of an address path,
// and is what it is.
func FuzzParseTenant(f *testing.F) {
	for _, s := range []string{"example.com", "a@b.c", "https://x/y", "#@a.b", "xn--zzzzz.com", "５.com"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got, err := entra.ParseTenant(in)
		if err != nil {
			return
		}
		u, err := url.Parse("https://login.example.com/" + got)
		if err != nil || u.Path != "/"+got || u.RawQuery != "" || u.Host != "login.example.com" {
			t.Errorf("ParseTenant(%q) = %q, which leaves its place in an address", in, got)
		}
		if again, err := entra.ParseTenant(got); err != nil || again != got {
			t.Errorf("ParseTenant(%q) = %q, but ParseTenant of that = %q, %v", in, got, again, err)
		}
	})
}
