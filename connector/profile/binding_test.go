package profile_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/profile"
	"hire2retire-setup/connector/secret"
)

// A kept password may go where it was typed for, and nowhere else.
func TestRebind(t *testing.T) {
	host := func(p *profile.Profile, i int) *profile.Host { return &p.Directories[0].Hosts[i] }
	for _, c := range []struct {
		name   string
		change func(*profile.Profile)
		want   string // what the reason names; empty if the password still fits
	}{
		{"nothing", func(*profile.Profile) {}, ""},
		{"host in other case", func(p *profile.Profile) { host(p, 0).Name = "DC1.corp.example.com" }, ""},
		{"order of the hosts", func(p *profile.Profile) { slices.Reverse(p.Directories[0].Hosts) }, ""},
		{"username in other case", func(p *profile.Profile) { p.Username = ` corp\SVC-h2r ` }, ""},
		{"Base DN", func(p *profile.Profile) { p.Directories[0].BaseDN = "OU=x" }, ""},
		{"target OUs", func(p *profile.Profile) { p.UserOUs = nil }, ""},
		{"name", func(p *profile.Profile) { p.Name = "x" }, ""},
		{"host", func(p *profile.Profile) { host(p, 0).Name = "dc9.corp.example.com" }, "hosts"},
		{"port", func(p *profile.Profile) { host(p, 0).Port = 3269 }, "port"},
		{"one more host", func(p *profile.Profile) {
			p.Directories[0].Hosts = append(p.Directories[0].Hosts, profile.Host{Name: "x", Port: 636})
		}, "hosts"},
		{"one more row", func(p *profile.Profile) {
			p.Directories = append(p.Directories, profile.Directory{Hosts: []profile.Host{{Name: "x", Port: 636}}})
		}, "hosts"},
		{"ports swapped between hosts", func(p *profile.Profile) {
			h := p.Directories[0].Hosts
			h[0].Port, h[1].Port = h[1].Port, h[0].Port
		}, "hosts"},
		{"pin", func(p *profile.Profile) { host(p, 1).Pin = "sha256//BBBB" }, "certificate"},
		{"pin gone", func(p *profile.Profile) { host(p, 1).Pin = "" }, "certificate"},
		{"pin on another host", func(p *profile.Profile) { host(p, 0).Pin, host(p, 1).Pin = host(p, 1).Pin, "" }, "certificate"},
		{"name to verify", func(p *profile.Profile) { host(p, 1).VerifyAs = "evil.example.com" }, "certificate"},
		{"CA file", func(p *profile.Profile) { p.Directories[0].CA = "other" }, "CA file"},
		{"username", func(p *profile.Profile) { p.Username = `CORP\other` }, "username"},
	} {
		p := full()
		p.Kept = &profile.Kept{Binding: p.Binding()}
		c.change(&p)
		got := p.Rebind()
		switch {
		case c.want == "" && got != nil:
			t.Errorf("%s: Rebind() = %v, want nil", c.name, got)
		case c.want != "" && (got == nil || got.Code != "profile.password-bound" || !strings.Contains(got.Detail.String(), c.want)):
			t.Errorf("%s: Rebind() = %v, want a reason that names the %s", c.name, got, c.want)
		}
	}
	if p := full(); p.Rebind() != nil {
		t.Error("Rebind() without a kept password is not nil")
	}
}

// Saving a change for which the password does not fit takes it out.
func TestChangedConnectionForgetsThePassword(t *testing.T) {
	s := open(t, t.TempDir(), profile.Memory())
	p := full()
	if err := s.SaveKeeping(t.Context(), &p, secret.New("old")); err != nil {
		t.Fatal(err)
	}
	p.Directories[0].BaseDN = "OU=Elsewhere,DC=corp,DC=example,DC=com"
	if err := s.Save(t.Context(), &p); err != nil || p.Kept == nil {
		t.Fatalf("a change that does not matter lost the password: %v", err)
	}
	p.Username = `CORP\other`
	if err := s.Save(t.Context(), &p); err != nil || p.Kept != nil {
		t.Fatalf("Save = %v, kept %v, want none", err, p.Kept)
	}
	p.Username = `CORP\svc-h2r` // back, but the password has gone
	if err := s.Save(t.Context(), &p); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Password(t.Context(), p); code(err) != "profile.password-not-here" {
		t.Errorf("Password = %d bytes, %v, want profile.password-not-here", got.Len(), err)
	}
}

// The file says where a password may go, but so does the keyring: somebody who
// can only change the file gets nothing.
func TestChangedFileDoesNotGetThePassword(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, profile.Memory())
	p := full()
	if err := s.SaveKeeping(t.Context(), &p, secret.New("canary")); err != nil {
		t.Fatal(err)
	}
	evil := p
	evil.Directories = []profile.Directory{{Hosts: []profile.Host{{Name: "evil.example.com", Port: 636}}}}
	evil.Kept = &profile.Kept{Binding: evil.Binding()}
	data, err := profile.Encode(evil, profile.Saved)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/"+p.ID.String()+".json", data, 0o600); err != nil {
		t.Fatal(err)
	}
	loaded, err := s.Load(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Password(t.Context(), loaded)
	if code(err) != "profile.password-bound" || !got.Empty() {
		t.Errorf("Password = %d bytes, %v, want profile.password-bound", got.Len(), err)
	}
}

// A foreign value under our name is not taken for a password.
func TestForeignValueInTheKeyring(t *testing.T) {
	k := profile.Memory()
	s := open(t, t.TempDir(), k)
	p := full()
	if err := s.SaveKeeping(t.Context(), &p, secret.New("x")); err != nil {
		t.Fatal(err)
	}
	for _, foreign := range []string{"", "a password", "h2r1\na\nb\nc", "h2r9\na\nb\nc\nd"} {
		if err := k.Put(t.Context(), p.ID.String(), secret.New(foreign)); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Password(t.Context(), p); code(err) != "profile.password-not-here" || !got.Empty() {
			t.Errorf("%q: Password = %d bytes, %v, want profile.password-not-here", foreign, got.Len(), err)
		}
	}
}

func TestForget(t *testing.T) {
	k := profile.Memory()
	s := open(t, t.TempDir(), k)
	p := full()
	if err := s.SaveKeeping(t.Context(), &p, secret.New("x")); err != nil {
		t.Fatal(err)
	}
	if err := s.Forget(t.Context(), &p); err != nil || p.Kept != nil {
		t.Fatalf("Forget = %v", err)
	}
	if _, err := k.Get(t.Context(), p.ID.String()); err != profile.ErrNotKept {
		t.Errorf("after Forget the keyring answers %v, want ErrNotKept", err)
	}
	if got, _ := s.Load(t.Context(), p.ID); got.Kept != nil {
		t.Error("after Forget the file says that the password is kept")
	}
}

// No form of the password is in any file of the store, whatever was done.
func TestNoSecretInFiles(t *testing.T) {
	const canary = "Kanarienvogel-7c4f"
	dir := t.TempDir()
	s := open(t, dir, profile.Memory())
	p := full()
	for range 2 { // the second save makes the copy
		if err := s.SaveKeeping(t.Context(), &p, secret.New(canary)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SaveDraft(t.Context(), profile.Draft{Profile: p, Page: "account"}); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	forms := encodings(canary)
	for _, f := range files {
		data, err := os.ReadFile(dir + "/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for form, b := range forms {
			if bytes.Contains(bytes.ToLower(data), bytes.ToLower(b)) {
				t.Errorf("%s holds the password as %s", f.Name(), form)
			}
		}
		if info, _ := f.Info(); info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, want 0600", f.Name(), info.Mode().Perm())
		}
	}
	if len(files) < 4 {
		t.Errorf("%d files, want the profile, its copy, the draft and the locks", len(files))
	}
}
