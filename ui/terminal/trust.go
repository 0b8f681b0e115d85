package terminal

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

// maxCA is far above any CA file; a file named by mistake stops here.
const maxCA = 1 << 20

// authorities asks for a file of authorities to trust in addition to those of
// this computer.
func (f *face) authorities(ctx context.Context) error {
	if f.flow.Answers().CA == "" {
		return f.askAuthorities(ctx)
	}
	f.showAuthorities()
	ways := []way{
		{label: check.T("terminal.ca.keep", "Trust these"), do: stay},
		{label: check.T("terminal.ca.other", "Use another file"), do: f.askAuthorities},
		{label: check.T("terminal.ca.none", "Trust what this computer trusts, and no more"), do: func(context.Context) error {
			f.caFile = ""
			f.edit(func(a *setup.Answers) { a.CA = "" })
			return nil
		}}}
	return f.choose(ctx, check.T("terminal.ca.added", "Certificate authorities that are trusted in addition"), ways, 0)
}

// askAuthorities asks for the path of a PEM or DER file.
func (f *face) askAuthorities(ctx context.Context) error {
	var pem string
	typed, err := f.asker.line(ctx, question{label: f.say(check.T("terminal.ca", "CA file (optional)")), value: f.caFile,
		help: f.say(check.T("terminal.ca.help", "The path of a file with the CA that issued the certificates of the domain controllers, if this computer does not trust it already. It is used for this connection only.")),
		judge: func(path string) string {
			var err error
			if pem, err = readAuthorities(path); err != nil {
				return f.say(why(err))
			}
			return ""
		}})
	if err != nil {
		return err
	}
	if typed == f.caFile && pem == f.flow.Answers().CA {
		return nil
	}
	f.caFile = typed
	f.edit(func(a *setup.Answers) { a.CA = pem })
	f.showAuthorities()
	return nil
}

// readAuthorities reads a CA file; no path means none.
func readAuthorities(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	file, err := os.Open(path)
	if err != nil {
		return "", unreadable(path, err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxCA))
	if err != nil {
		return "", unreadable(path, err)
	}
	pem, _, err := setup.ReadAuthorities(path, data)
	return pem, err
}

func unreadable(path string, err error) *check.Problem {
	return &check.Problem{Code: "usage.unreadable-file", Err: err,
		Detail: check.T("usage.unreadable-file", "The file {{.path}} cannot be read.", "path", path),
		Advice: check.Advice{Field: setup.FieldCA, Who: check.You, Do: check.T("usage.unreadable-file.do", "Check the path and your right to read it.")}}
}

// showAuthorities prints what is trusted in addition, to be compared.
func (f *face) showAuthorities() {
	s := f.sheet()
	for _, ca := range f.flow.Answers().Authorities() {
		s.value(f.say(check.T("trust.ca", "Trusted CA")), ca.Subject)
		s.hang("  ", f.say(check.T("trust.sha256", "SHA-256"))+":", same)
		s.asIs(ca.SHA256)
	}
	f.print(s)
}

// waysToTrust offers what can be done about the certificates that were seen.
func (f *face) waysToTrust() []way {
	var ways []way
	for _, h := range f.flow.Seen().Directory.Hosts {
		if h.Verdict.Leaf.SHA256 != "" {
			ways = append(ways, way{label: check.T("terminal.certificate", "Certificate of {{.host}}", "host", h.Host.Name), do: f.certificate(h.Host.Name)})
		}
	}
	if len(ways) <= 1 {
		return ways
	}
	return []way{{label: check.T("certificate.title", "Certificates of the domain controllers"), do: func(ctx context.Context) error {
		err := f.choose(ctx, check.T("terminal.certificate.which", "Which one?"), ways, 0)
		if errors.Is(err, errBack) {
			return errMenu
		}
		return err
	}}}
}

// certificate shows the certificate of a host and offers to verify it by
// another name, or to trust its key. Neither ever happens by itself.
func (f *face) certificate(host string) func(context.Context) error {
	return aside(func(ctx context.Context) error {
		if err := f.showCertificate(ctx, host); err != nil {
			return err
		}
		ways := []way{{label: check.T("terminal.certificate.leave", "Change nothing"), do: stay}}
		ways = append(ways, f.waysOfName(host)...)
		ways = append(ways, f.waysOfKey(host)...)
		return f.choose(ctx, check.T("terminal.certificate.what", "What do you want to do about it?"), ways, 0)
	})
}

func (f *face) showCertificate(ctx context.Context, host string) error {
	s := f.sheet()
	for _, h := range f.flow.Seen().Directory.Hosts {
		if h.Host.Name != host {
			continue
		}
		leaf := h.Verdict.Leaf
		s.title(f.say(check.T("terminal.certificate", "Certificate of {{.host}}", "host", host)))
		s.value(f.say(check.T("certificate.subject", "Issued to")), leaf.Subject)
		s.value(f.say(check.T("certificate.names", "Valid for")), strings.Join(leaf.Names, ", "))
		s.value(f.say(check.T("certificate.issuer", "Issued by")), leaf.Issuer)
		s.value(f.say(check.T("certificate.dates", "Valid")), f.say(check.T("certificate.from-to", "{{.from}} to {{.to}}",
			"from", leaf.NotBefore.Format(time.DateOnly), "to", leaf.NotAfter.Format(time.DateOnly))))
		s.value(f.say(check.T("certificate.key", "Key")), leaf.Key)
		s.value(f.say(check.T("certificate.session", "Session")), strings.TrimSpace(h.Verdict.Version+" "+h.Verdict.Cipher))
		s.hang("  ", f.say(check.T("trust.sha256", "SHA-256"))+":", same)
		s.asIs(leaf.SHA256)
		s.hang("  ", f.say(check.T("certificate.pin", "Public key"))+":", same)
		s.asIs(leaf.Pin.String())
		s.para(f.say(h.Verdict.Trusted()))
		s.para(f.say(h.Verdict.Needed()))
	}
	return f.read(ctx, s)
}

// waysOfName offer the names that a certificate carries.
func (f *face) waysOfName(host string) []way {
	var ways []way
	if f.answerOf(host).VerifyAs != "" {
		ways = append(ways, way{label: check.T("host.verify-as.undo", "Use the typed name again"), do: f.decide(host, func(h *setup.HostAnswer) { h.VerifyAs = "" })})
	}
	for _, h := range f.flow.Seen().Directory.Hosts {
		if h.Host.Name != host {
			continue
		}
		for _, name := range h.Verdict.OfferNames[:min(3, len(h.Verdict.OfferNames))] {
			ways = append(ways, way{label: check.T("host.verify-as.use", "Verify it as {{.name}}", "name", name), do: f.decide(host, func(h *setup.HostAnswer) { h.VerifyAs = name })})
		}
	}
	return ways
}

// waysOfKey offer to trust the key of a host in place of its chain and name.
func (f *face) waysOfKey(host string) []way {
	if f.answerOf(host).Pin != "" {
		return []way{{label: check.T("terminal.pin.undo", "Do not trust its public key by itself any more"), do: f.decide(host, func(h *setup.HostAnswer) { h.Pin = "" })}}
	}
	for _, h := range f.flow.Seen().Directory.Hosts {
		if h.Host.Name == host && !h.Verdict.OK() {
			pin := h.Verdict.Leaf.Pin.String()
			return []way{{label: check.T("terminal.pin", "Trust this public key, whoever issued the certificate"),
				note: f.say(check.T("terminal.pin.note", "only after comparing it with the one on the domain controller")),
				do:   f.decide(host, func(h *setup.HostAnswer) { h.Pin = pin })}}
		}
	}
	return nil
}

func (f *face) answerOf(host string) setup.HostAnswer {
	for _, h := range f.flow.Answers().Hosts {
		if setup.SameHost(h.Name, host) {
			return h
		}
	}
	return setup.HostAnswer{}
}

// decide changes what holds for a host and looks at it again.
func (f *face) decide(host string, change func(*setup.HostAnswer)) func(context.Context) error {
	return func(context.Context) error {
		f.edit(func(a *setup.Answers) {
			for i := range a.Hosts {
				if setup.SameHost(a.Hosts[i].Name, host) {
					change(&a.Hosts[i])
				}
			}
		})
		return errAgain
	}
}
