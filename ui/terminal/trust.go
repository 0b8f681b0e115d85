package terminal

import (
	"context"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/setup"
)

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

// addAuthorities asks for a CA file after the hosts were looked at.
func (f *face) addAuthorities(ctx context.Context) error {
	before := f.flow.Answers().CA
	if err := f.askAuthorities(ctx); err != nil {
		return errMenuIfBack(err)
	}
	if f.flow.Answers().CA == before {
		return errMenu
	}
	return errAgain
}

// askAuthorities asks for the path of a PEM or DER file.
func (f *face) askAuthorities(ctx context.Context) error {
	var pem string
	typed, err := f.askFile(ctx, question{label: f.say(check.T("terminal.ca", "CA file (optional)")), value: f.caFile, field: setup.FieldCA,
		help: f.say(check.T("terminal.ca.help", "The path of a file with the CA that issued the certificates of the domain controllers, if this computer does not trust it already. It is used for this connection only."))},
		func(path string, data []byte) (err error) {
			pem = ""
			if path != "" {
				pem, _, err = setup.ReadAuthorities(path, data)
			}
			return err
		})
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

// showAuthorities prints what is trusted in addition, to be compared.
func (f *face) showAuthorities() {
	s := f.sheet()
	s.blank()
	for _, ca := range f.flow.Answers().Authorities() {
		s.value(f.say(check.T("trust.ca", "Trusted CA")), ca.Subject)
		s.fingerprint(f.say(check.T("trust.sha256", "SHA-256")), ca.SHA256)
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
	return []way{f.submenu(check.T("certificate.title", "Certificates of the domain controllers"), check.T("terminal.certificate.which", "Which one?"), func() []way { return ways })}
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
		ways = append(ways, way{label: check.T("terminal.ca.add", "Trust a CA file in addition"), do: f.addAuthorities})
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
		s.value(f.say(check.T("certificate.dates", "Valid")), f.span(leaf.NotBefore, leaf.NotAfter))
		s.value(f.say(check.T("certificate.key", "Key")), leaf.Key)
		s.value(f.say(check.T("terminal.certificate.signature", "Signature")), leaf.Signature)
		s.value(f.say(check.T("certificate.session", "Session")), strings.TrimSpace(h.Verdict.Version+" "+h.Verdict.Cipher))
		s.fingerprint(f.say(check.T("trust.sha256", "SHA-256")), leaf.SHA256)
		s.hang("  ", f.say(check.T("certificate.pin", "Public key"))+":", same)
		s.asIs(leaf.Pin.String())
		for _, above := range h.Verdict.Chain[min(1, len(h.Verdict.Chain)):] {
			s.title(f.say(check.T("terminal.certificate.above", "Sent with it: {{.subject}}", "subject", above.Subject)))
			s.value(f.say(check.T("certificate.issuer", "Issued by")), above.Issuer)
			s.value(f.say(check.T("certificate.dates", "Valid")), f.span(above.NotBefore, above.NotAfter))
			s.fingerprint(f.say(check.T("trust.sha256", "SHA-256")), above.SHA256)
		}
		s.blank()
		s.para(f.say(h.Verdict.Trusted()))
		s.para(f.say(h.Verdict.Needed()))
		for _, p := range h.Verdict.Problems {
			s.point(f.say(wrong(p)))
		}
	}
	return f.read(ctx, s)
}

func (f *face) span(from, to time.Time) string {
	return f.say(check.T("certificate.from-to", "{{.from}} to {{.to}}", "from", from.Format(time.DateOnly), "to", to.Format(time.DateOnly)))
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
