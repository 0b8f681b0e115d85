package directory_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory"
)

func TestParseHost(t *testing.T) {
	for _, c := range []struct {
		typed, want, notices string
	}{
		{"dc1.corp.example.com", "dc1.corp.example.com:636", ""},
		{" dc1 ", "dc1:636", ""},
		{"DC1.Corp", "dc1.corp:636", ""},
		{"dc1.", "dc1:636", ""},
		{"dc1:636", "dc1:636", ""},
		{"dc1:0636", "dc1:636", ""},
		{"dc1 : 636", "dc1:636", ""},
		{"dc1:3269", "dc1:3269", "port.catalog"},
		{"dc1:10636", "dc1:10636", "port.unusual"},
		{"ldaps://dc1", "dc1:636", ""},
		{"LDAPS://DC1:636/", "dc1:636", ""},
		{"ldaps://dc1:636/DC=corp,DC=example,DC=com", "dc1:636", "hosts.url-dn"},
		{"ldaps://dc1/DC=corp%2CDC=com??sub", "dc1:636", "hosts.url-dn"},
		{"10.0.0.1", "10.0.0.1:636", "hosts.is-address"},
		{"10.0.0.1:636", "10.0.0.1:636", "hosts.is-address"},
		{"::1", "[::1]:636", "hosts.loopback"},
		{"[::1]", "[::1]:636", "hosts.loopback"},
		{"[::1]:636", "[::1]:636", "hosts.loopback"},
		{"2001:DB8::1", "[2001:db8::1]:636", "hosts.is-address"},
		{"fe80::1%eth0", "[fe80::1%eth0]:636", "hosts.is-address hosts.link-local"},
		{"fe80::1%25eth0", "[fe80::1%eth0]:636", "hosts.is-address hosts.link-local"},
		{"::ffff:10.0.0.1", "10.0.0.1:636", "hosts.is-address"},
		{"127.0.0.1", "127.0.0.1:636", "hosts.loopback"},
		{"localhost", "localhost:636", "hosts.loopback"},
		{"dc_1.corp", "dc_1.corp:636", "hosts.underscore"},
		{"münchen.example", "xn--mnchen-3ya.example:636", "hosts.punycode"},
		{"xn--mnchen-3ya.example", "xn--mnchen-3ya.example:636", "hosts.unicode"},
		{"XN--zzzzz", "xn--zzzzz:636", "hosts.unicode"}, // reads back as itself
		{"ldaps://dc1/OU=a@b,DC=corp,DC=com", "dc1:636", "hosts.url-dn"},
		{"сorp", "xn--orp-3ed:636", "hosts.punycode"}, // the first letter is Cyrillic
		{"ｄc1", "dc1:636", "hosts.punycode"},
		{"dc1。corp", "dc1.corp:636", "hosts.punycode"},
	} {
		h, notices, err := directory.ParseHost(c.typed, 636)
		if err != nil || h.String() != c.want || keys(t, notices) != c.notices {
			t.Errorf("ParseHost(%q) = %s, [%s], %v, want %s, [%s]", c.typed, h, keys(t, notices), err, c.want, c.notices)
		}
	}
}

func TestParseHostRefuses(t *testing.T) {
	for _, c := range []struct {
		typed   string
		code    check.Code
		at      int
		suggest string
	}{
		{"", "hosts.empty", 0, ""},
		{"  ", "hosts.empty", 0, ""},
		{"dc1:389", "port.plain-ldap", 5, "dc1"},
		{"dc1:abc", "port.syntax", 5, "dc1"},
		{"ldap://dc1:389", "hosts.plain-ldap", 1, "dc1"},
		{"https://dc1", "hosts.syntax", 1, ""},
		{"user:pw@dc1", "hosts.syntax", 0, "dc1"},
		{"ldaps://user:pw@dc1", "hosts.syntax", 0, "dc1"},
		{"ldaps://user:p/w@dc1", "hosts.syntax", 0, "dc1"},
		{"https://user:pw@dc1/x", "hosts.syntax", 0, ""},
		{"user:pw@", "hosts.syntax", 0, ""},
		{"a@b@c", "hosts.syntax", 0, "c"},
		{"dc1:", "hosts.syntax", 4, "dc1"},
		{"ldaps://dc1:/", "hosts.syntax", 4, "dc1"},
		{"[::1]:", "hosts.syntax", 6, "[::1]"},
		{"dc1/../x", "hosts.syntax", 4, ""},
		{`\\dc1\c$`, "hosts.syntax", 1, ""},
		{"010.0.0.1", "hosts.syntax", 0, ""},
		{"10.1", "hosts.syntax", 0, ""},
		{"0x7f.1", "hosts.syntax", 0, ""},
		{"127.0x1", "hosts.syntax", 0, ""},
		{"2130706433", "hosts.syntax", 0, ""},
		{"256.1.1.1", "hosts.syntax", 0, ""},
		{"1.2.3.4.5", "hosts.syntax", 0, ""},
		{"dc\u200b1", "hosts.syntax", 3, "dc1"},
		{"dc1\x00", "hosts.syntax", 4, "dc1"},
		{"xn--99999999", "hosts.syntax", 0, ""},
		{"-dc1", "hosts.syntax", 0, ""},
		{"dc1-.corp", "hosts.syntax", 0, ""},
		{"dc1..corp", "hosts.syntax", 5, ""},
		{".dc1", "hosts.syntax", 1, ""},
		{".", "hosts.syntax", 1, ""},
		{strings.Repeat("a", 64), "hosts.syntax", 0, ""},
		{strings.Repeat("a.", 126) + "ab", "hosts.syntax", 254, ""},
		{"dc1 corp", "hosts.syntax", 4, ""},
		{"*", "hosts.syntax", 1, ""},
		{"dc(1)", "hosts.syntax", 3, ""},
		{"169.254.169.254", "hosts.syntax", 0, ""},
		{"0.0.0.0", "hosts.syntax", 0, ""},
		{"224.0.0.1", "hosts.syntax", 0, ""},
		{"::", "hosts.syntax", 0, ""},
		{"[::1", "hosts.syntax", 1, ""},
		{"[::1]x", "hosts.syntax", 1, ""},
		{"1:2:3", "hosts.syntax", 0, ""},
		{":636", "hosts.syntax", 0, ""},
	} {
		h, _, err := directory.ParseHost(c.typed, 636)
		code, typo := refusal(t, err, directory.FieldHosts)
		if code != c.code || typo.At != c.at || typo.Suggest != c.suggest {
			t.Errorf("ParseHost(%q) = %v, %s at %d suggesting %q, want %s at %d suggesting %q", c.typed, h, code, typo.At, typo.Suggest, c.code, c.at, c.suggest)
		}
	}
}

// A password typed beside the host is in nothing that is shown or logged.
func TestParseHostHidesAPassword(t *testing.T) {
	for _, typed := range []string{"user:hunter2@dc1", "ldap://user:hunter2@dc1:389", "https://user:hunter2@dc1", "user:hunter2/@dc1", "user:hunter2@dc1/x", "user:hunter2\u200b@dc1", "user:hunter2@dc 1", "a:hunter2@b@10.1", "ldaps://u:hunter2@dc1/OU=x,DC=y"} {
		_, _, err := directory.ParseHost(typed, 636)
		code, typo := refusal(t, err, directory.FieldHosts)
		if shown := fmt.Sprintf("%v %+v %s", err, typo, adviceOf(err)); code != "hosts.syntax" || strings.Contains(shown, "hunter2") {
			t.Errorf("ParseHost(%q) = %s, which shows %s", typed, code, shown)
		}
	}
}

func TestParseHostRefusesThePlainPortOfTheForm(t *testing.T) {
	_, _, err := directory.ParseHost("dc1", 389)
	if code, _ := refusal(t, err, directory.FieldPort); code != "port.plain-ldap" {
		t.Errorf("ParseHost on port 389 = %v, want port.plain-ldap", err)
	}
}

func TestParseHosts(t *testing.T) {
	for _, c := range []struct{ pasted, want, notices string }{
		{"dc1,dc2;dc3\ndc4 dc5\r\n\tdc6", "dc1:636 dc2:636 dc3:636 dc4:636 dc5:636 dc6:636", ""},
		{`"dc1","dc2",`, "dc1:636 dc2:636", ""},
		{"dc1 : 636; dc2: 636 dc3 :636 [::1] : 636", "dc1:636 dc2:636 dc3:636 [::1]:636", "hosts.loopback"},
		{"dc1，dc2、dc3|dc4\u00a0dc5", "dc1:636 dc2:636 dc3:636 dc4:636 dc5:636", ""},
		{"- dc1\n• dc2\n1. dc3\n2) dc4", "dc1:636 dc2:636 dc3:636 dc4:636", ""},
		{"# ours, all of them\ndc1 # Berlin; spare: dc8\n  #dc9\r\ndc2", "dc1:636 dc2:636", ""},
		{"2001:db8::1 2001:db8::2", "[2001:db8::1]:636 [2001:db8::2]:636", "hosts.is-address hosts.is-address"},
		{"dc1, DC1. ,dc1:636", "dc1:636", "hosts.duplicate hosts.duplicate"},
		{"dc1, dc1:3269", "dc1:636 dc1:3269", "port.catalog"},
		{"ldaps://dc1/DC=corp,DC=example,DC=com dc2", "dc1:636 dc2:636", "hosts.url-dn"},
		{"[::1]:636, 10.0.0.1", "[::1]:636 10.0.0.1:636", "hosts.loopback hosts.is-address"},
	} {
		hosts, notices, err := directory.ParseHosts(c.pasted, 636)
		if got := join(hosts); err != nil || got != c.want || keys(t, notices) != c.notices {
			t.Errorf("ParseHosts(%q) = %s, [%s], %v, want %s, [%s]", c.pasted, got, keys(t, notices), err, c.want, c.notices)
		}
	}
}

func join(hosts []directory.Host) string {
	var s []string
	for _, h := range hosts {
		s = append(s, h.String())
	}
	return strings.Join(s, " ")
}

func TestParseHostsKeepsTheGoodOnes(t *testing.T) {
	hosts, _, err := directory.ParseHosts("dc1, ldap://dc2, dc3, 10.1", 636)
	if join(hosts) != "dc1:636 dc3:636" {
		t.Errorf("hosts = %s, want dc1 and dc3", join(hosts))
	}
	ps, _ := errors.AsType[check.Problems](err)
	if len(ps) != 2 || ps[0].Code != "hosts.plain-ldap" || ps[1].Code != "hosts.syntax" {
		t.Errorf("problems = %v, want hosts.plain-ldap and hosts.syntax", err)
	}
}

func TestParseHostsCapsALongList(t *testing.T) {
	var list strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&list, "dc%d.corp.example.com\n", i)
	}
	began := time.Now()
	hosts, notices, err := directory.ParseHosts(list.String(), 636)
	if len(hosts) != directory.MaxHosts || keys(t, notices) != "hosts.too-many" || err != nil {
		t.Errorf("ParseHosts of 10,000 = %d hosts, [%s], %v", len(hosts), keys(t, notices), err)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("ParseHosts of 10,000 took %v", took)
	}
}

func TestParsePort(t *testing.T) {
	for _, c := range []struct {
		typed   string
		want    uint16
		notices string
		code    check.Code
	}{
		{"", 636, "", ""},
		{"636", 636, "", ""},
		{" 636 ", 636, "", ""},
		{"0636", 636, "", ""},
		{"3269", 3269, "port.catalog", ""},
		{"8636", 8636, "port.unusual", ""},
		{"389", 0, "", "port.plain-ldap"},
		{"3268", 0, "", "port.plain-ldap"},
		{"636/tcp", 0, "", "port.syntax"},
		{"6 36", 0, "", "port.syntax"},
		{"٦٣٦", 0, "", "port.syntax"},
		{"1e3", 0, "", "port.syntax"},
		{"-1", 0, "", "port.syntax"},
		{"+636", 0, "", "port.syntax"},
		{"0", 0, "", "port.syntax"},
		{"65536", 0, "", "port.syntax"},
	} {
		got, notices, err := directory.ParsePort(c.typed)
		code, _ := refusal(t, err, directory.FieldPort)
		if got != c.want || keys(t, notices) != c.notices || code != c.code {
			t.Errorf("ParsePort(%q) = %d, [%s], %q, want %d, [%s], %q", c.typed, got, keys(t, notices), code, c.want, c.notices, c.code)
		}
	}
}

// FuzzParseHost: what was accepted has a canonical form that reads back as
// itself, and nothing invisible or separating is in it.
func FuzzParseHost(f *testing.F) {
	for _, s := range []string{"dc1", "ldaps://DC1:636/DC=x", "[::1]:636", "fe80::1%25eth0", "münchen.example", "xn--zzzzz", "0x7f.1", "user@dc1", "dc1..", "\u200b", "a:b:c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h, _, err := directory.ParseHost(s, 636)
		if err != nil {
			refusal(t, err, problemField(err))
			return
		}
		if strings.ContainsAny(h.Name, " /\\@,;\x00\u200b") || h.Name == "" || h.Port == 0 {
			t.Errorf("ParseHost(%q) = %q", s, h)
		}
		again, _, err := directory.ParseHost(h.String(), 636)
		if err != nil || again != h {
			t.Errorf("ParseHost(%q) = %v, %v, want %v", h.String(), again, err, h)
		}
	})
}

func problemField(err error) string {
	if p, ok := errors.AsType[*check.Problem](err); ok {
		return p.Advice.Field
	}
	return ""
}

func problemCode(err error) check.Code {
	if p, ok := errors.AsType[*check.Problem](err); ok {
		return p.Code
	}
	return ""
}

func FuzzParseHosts(f *testing.F) {
	f.Add("dc1,dc2;dc3\n ldaps://dc4/DC=a,DC=b")
	f.Fuzz(func(t *testing.T, s string) {
		hosts, _, err := directory.ParseHosts(s, 636)
		seen := map[string]bool{}
		for _, h := range hosts {
			if seen[h.String()] {
				t.Errorf("ParseHosts(%q) lists %s twice", s, h)
			}
			seen[h.String()] = true
		}
		if len(hosts) == 0 && err == nil || len(hosts) > directory.MaxHosts {
			t.Errorf("ParseHosts(%q) = %d hosts, %v", s, len(hosts), err)
		}
	})
}
