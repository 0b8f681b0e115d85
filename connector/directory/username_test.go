package directory_test

import (
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
	"hire2retire-setup/connector/secret"
)

var corpNames = directory.DomainNames{DNS: "corp.example.com", NetBIOS: "CORP"}

func TestParseUsername(t *testing.T) {
	for _, c := range []struct {
		typed string
		form  directory.NameForm
		sent  string
		told  string
	}{
		{"svc@corp.example.com", directory.UPN, "svc@corp.example.com", ""},
		{" svc@corp.example.com ", directory.UPN, "svc@corp.example.com", "username.sent"},
		{"svc@CORP", directory.UPN, "svc@CORP", "username.short-suffix.known"},
		{"first+last@corp.example.com", directory.UPN, "first+last@corp.example.com", ""},
		{`CORP\svc`, directory.DownLevel, `CORP\svc`, ""},
		{`CORP\\svc`, directory.DownLevel, `CORP\svc`, "username.sent"},
		{"CORP/svc", directory.DownLevel, `CORP\svc`, "username.sent"},
		{"NORD/u", directory.DownLevel, `NORD\u`, "username.sent username.other-domain"},
		{"u@corp.example.com.", directory.UPN, "u@corp.example.com", "username.sent"},
		{"svc", directory.Bare, "svc@corp.example.com", "username.sent"},
		{"svc h2r", directory.Bare, "svc h2r@corp.example.com", "username.sent username.display-name"},
		{"u\u0308mlaut", directory.Bare, "ümlaut@corp.example.com", "username.sent"}, // decomposed
		{`CN=Comma\, Name,OU=Service Accounts,` + corp, directory.ByDN, `CN=Comma\, Name,OU=Service Accounts,` + corp, ""},
		{"corp.example.com/Service Accounts/svc", directory.Canonical, "corp.example.com/Service Accounts/svc", ""},
		{"Administrator", directory.Bare, "Administrator@corp.example.com", "username.sent username.administrator"},
	} {
		n, notices, err := directory.ParseUsername(c.typed, corpNames)
		if err != nil || n.Form != c.form || n.Sent(corpNames) != c.sent || keys(t, notices) != c.told {
			t.Errorf("ParseUsername(%q) = form %d, %q, [%s], %v, want form %d, %q, [%s]", c.typed, n.Form, n.Sent(corpNames), keys(t, notices), err, c.form, c.sent, c.told)
		}
	}
}

func TestBareNameBeforeTheDomainIsKnown(t *testing.T) {
	n, notices, err := directory.ParseUsername("svc", directory.DomainNames{})
	if err != nil || keys(t, notices) != "username.bare" || n.Sent(directory.DomainNames{}) != "svc" || n.Sent(corpNames) != "svc@corp.example.com" {
		t.Errorf("ParseUsername(svc) without a domain = %+v, [%s], %v", n, keys(t, notices), err)
	}
}

// Before a domain controller has answered nothing is said about its domain.
func TestNothingIsInvented(t *testing.T) {
	for typed, want := range map[string]string{
		"svc@CORP": "username.short-suffix.unknown", "NORD/u": "username.sent", `.\svc`: "", "a@b@c": "", `corp.test\svc`: "", "svc\u2011h2r": "",
	} {
		_, notices, err := directory.ParseUsername(typed, directory.DomainNames{})
		_, typo := refusal(t, err, directory.FieldUsername)
		told := typo.Suggest
		for _, n := range notices {
			told += n.String()
		}
		if keys(t, notices) != want || strings.Contains(told, "example") {
			t.Errorf("ParseUsername(%q) tells [%s], %q", typed, keys(t, notices), told)
		}
		if typo.Suggest != "" && adviceOf(err) != "Type "+typo.Suggest {
			t.Errorf("ParseUsername(%q) advises %q, want %q", typed, adviceOf(err), typo.Suggest)
		}
	}
}

func TestParseUsernameRefuses(t *testing.T) {
	for _, c := range []struct {
		typed   string
		code    check.Code
		at      int
		suggest string
	}{
		{"", "username.empty", 0, ""},
		{" \t", "username.empty", 0, ""},
		{"CORP/a/b", "username.syntax", 5, ""},
		{"CORP/", "username.syntax", 5, ""},
		{"/svc", "username.syntax", 1, ""},
		{"a@b@c", "username.syntax", 2, ""},
		{"a@b@corp.example.com", "username.syntax", 2, ""},
		{`.\svc`, "username.syntax", 1, "svc@corp.example.com"},
		{`corp.example.com\svc`, "username.syntax", 1, "svc@corp.example.com"},
		{`CORP\`, "username.syntax", 0, ""},
		{`"CORP\svc"`, "username.syntax", 1, `CORP\svc`},
		{`CORP\svc@corp.example.com`, "username.syntax", 1, "svc@corp.example.com"},
		{"mailto:svc@corp.example.com", "username.syntax", 1, "svc@corp.example.com"},
		{"LDAP://CN=svc," + corp, "username.syntax", 1, "CN=svc," + corp},
		{"LDAP://dc1/CN=svc," + corp, "username.syntax", 1, "CN=svc," + corp},
		{"https://x/*", "username.syntax", 1, ""},
		{`\svc`, "username.syntax", 0, "svc"},
		{"@corp.example.com", "username.syntax", 0, ""},
		{"svc@", "username.syntax", 0, ""},
		{"svc\x00", "username.syntax", 4, "svc"},
		{"sv\u200bc", "username.syntax", 3, "svc"},
		{"svc\u2011h2r", "username.syntax", 4, "svc-h2r"},
		{"*", "username.syntax", 1, ""},
		{"svc*@corp.example.com", "username.syntax", 4, ""},
		{"S-1-5-21-1-2-3-500", "username.syntax", 0, ""},
		{"a=b,c", "username.syntax", 0, ""},
		{strings.Repeat("x", 257), "username.syntax", 257, ""},
	} {
		n, _, err := directory.ParseUsername(c.typed, corpNames)
		code, typo := refusal(t, err, directory.FieldUsername)
		if code != c.code || typo.At != c.at || typo.Suggest != c.suggest {
			t.Errorf("ParseUsername(%q) = %v, %s at %d suggesting %q, want %s at %d suggesting %q", c.typed, n, code, typo.At, typo.Suggest, c.code, c.at, c.suggest)
		}
	}
}

func FuzzParseUsername(f *testing.F) {
	for _, s := range []string{"svc", `CORP\svc`, "a@b", "CN=x,DC=y", "S-1-5", "corp.example.com/x", `.\a`, "\u202e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, _, err := directory.ParseUsername(s, corpNames)
		if err != nil {
			refusal(t, err, directory.FieldUsername)
			return
		}
		again, _, err := directory.ParseUsername(n.String(), corpNames)
		if err != nil || again != n {
			t.Errorf("ParseUsername(%q) = %+v, which reads back as %+v, %v", s, n, again, err)
		}
		if strings.ContainsAny(n.Sent(corpNames), "\x00\r\n") {
			t.Errorf("ParseUsername(%q) sends %q", s, n.Sent(corpNames))
		}
	})
}

func TestCheckPassword(t *testing.T) {
	user := directory.Name{Form: directory.UPN, User: "svc", Domain: "corp.example.com"}
	for _, c := range []struct {
		name, password, told string
		code                 check.Code
	}{
		{"ordinary", "S3rvice!Pass", "", ""},
		{"signs", `"'\%&<>;{} $(x)`, "", ""},
		{"unicode", "Pässwörd €2026 東京", "", ""},
		{"right to left", "סיסמה", "", ""},
		{"empty", "", "", "password.empty"},
		{"only spaces", "   ", "password.only-spaces", ""},
		{"space at the end", "secret ", "password.space", ""},
		{"line break", "secret\n", "password.line-break", ""},
		{"decomposed", "Pa\u0308ss", "password.composed", ""},
		{"NUL", "a\x00b", "", "password.character"},
		{"Latin-1", "P\xe4ss", "", "password.encoding"},
		{"256", strings.Repeat("x", 256), "", ""},
		{"257", strings.Repeat("x", 257), "", "password.long"},
		{"129 emoji are 258 units", strings.Repeat("😀", 129), "", "password.long"},
		{"the user name", "SVC", "password.user-name", ""},
		{"the whole user name", "svc@corp.example.com", "password.user-name", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			notices, err := directory.CheckPassword(secret.New(c.password), user)
			code, _ := refusal(t, err, directory.FieldPassword)
			if code != c.code || keys(t, notices) != c.told {
				t.Errorf("CheckPassword = [%s], %q, want [%s], %q", keys(t, notices), code, c.told, c.code)
			}
			if err != nil && c.password != "" && strings.Contains(err.Error(), c.password) {
				t.Errorf("the problem shows the password: %v", err)
			}
		})
	}
}
