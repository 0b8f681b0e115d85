package netproblem

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"

	"hire2retire-setup/connector/check"
)

// The problems of DNS and TCP: what the admin reads, one function each.

func unknownHost(peer Peer, asked string) *check.Problem {
	p := &check.Problem{Code: UnknownHost,
		Detail: check.T("net.unknown-host", "DNS knows no host called {{.host}}.", "host", shown(asked, peer.Host)),
		Advice: check.Advice{Who: check.You, Field: "hosts", Command: "Resolve-DnsName -Name " + quote(peer.Host),
			Do: check.T("net.unknown-host.do", "Check the spelling and type the full name, for example dc1.corp.example.com. If it is right, connect this computer to the company network or VPN, so that it asks the company's DNS. Do not use an IP address instead: the certificate would no longer fit.")}}
	if peer.System == Microsoft {
		p.Advice = check.Advice{Who: check.Network, Command: p.Advice.Command,
			Do: check.T("net.unknown-host.microsoft.do", "Let this computer resolve Microsoft's names, or set the proxy it has to use: behind some proxies only the proxy can resolve them.")}
	}
	return p
}

func noDNS(peer Peer, d *net.DNSError) *check.Problem {
	p := &check.Problem{Code: NoDNS, Severity: check.Uncertain,
		Detail: check.T("net.no-dns", "DNS gave no answer for {{.host}}, so it is not known whether the name exists.", "host", shown(d.Name, peer.Host)),
		Advice: check.Advice{Who: check.Network, Command: "Resolve-DnsName -Name " + quote(peer.Host),
			Do: check.T("net.no-dns.do", "Check the network connection or VPN of this computer, then check again. If it stays, the DNS server has to be looked at.")}}
	if d.Server != "" {
		p.Detail = check.T("net.no-dns.server", "The DNS server {{.server}} gave no answer for {{.host}}, so it is not known whether the name exists.",
			"server", check.Clean(d.Server), "host", shown(d.Name, peer.Host))
	}
	return p
}

func refused(peer Peer, err error) *check.Problem {
	p := &check.Problem{Code: Refused,
		Detail: check.T("net.refused", "{{.host}} answers, but nothing listens on port {{.port}} there.", "host", where(peer, err), "port", peer.Port),
		Advice: check.Advice{Who: check.AD, Command: portTest(peer),
			Do: check.T("net.refused.do", "Make sure that this is a domain controller, that Active Directory Domain Services runs on it, and that no firewall on the way rejects port {{.port}}.", "port", peer.Port)}}
	if peer.System == Microsoft {
		p.Advice = microsoftRoad(peer)
	}
	return p
}

func unreachable(peer Peer, err error) *check.Problem {
	p := &check.Problem{Code: Unreachable,
		Detail: check.T("net.unreachable", "There is no route from this computer to {{.host}}.", "host", where(peer, err)),
		Advice: check.Advice{Who: check.Network, Command: portTest(peer),
			Do: check.T("net.unreachable.do", "Connect this computer to the network or VPN of the domain controllers, or run this program on a computer there. Otherwise ask for a route to {{.host}}, TCP port {{.port}}.", "host", peer.Host, "port", peer.Port)}}
	if peer.System == Microsoft {
		p.Advice = microsoftRoad(peer)
	}
	return p
}

func blocked(peer Peer) *check.Problem {
	return &check.Problem{Code: Blocked,
		Detail: check.T("net.blocked", "This computer does not allow a connection to {{.host}} port {{.port}}.", "host", peer.Host, "port", peer.Port),
		Advice: check.Advice{Who: check.Network, Command: portTest(peer),
			Do: check.T("net.blocked.do", "Allow this program to reach {{.host}}, TCP port {{.port}}, in the firewall or security software of this computer.", "host", peer.Host, "port", peer.Port)}}
}

func timeout(peer Peer, in phase) *check.Problem {
	wait := check.T("net.in-time", "in time")
	if peer.Wait > 0 {
		wait = check.T("net.in-seconds", "in {{.wait}}", "wait", seconds(peer.Wait))
	}
	p := &check.Problem{Code: Timeout, Advice: check.Advice{Who: check.Network, Command: portTest(peer)}}
	switch in {
	case connecting:
		p.Detail = check.T("net.timeout.connect", "{{.host}} did not answer on port {{.port}} {{.wait}}.", "host", peer.Host, "port", peer.Port, "wait", wait)
		p.Advice.Do = check.T("net.timeout.connect.do", "Either the host is off, or a firewall drops the packets. Ask for a rule from this computer to {{.host}}, TCP port {{.port}}.", "host", peer.Host, "port", peer.Port)
	case greeting:
		p.Detail = check.T("net.timeout.tls", "{{.host}} accepts connections on port {{.port}}, but did not answer in TLS {{.wait}}.", "host", peer.Host, "port", peer.Port, "wait", wait)
		p.Advice.Do = check.T("net.timeout.tls.do", "Check again. If it stays, the service on {{.host}} hangs, port {{.port}} does not speak TLS, or a device on the way holds the packets back.", "host", peer.Host, "port", peer.Port)
	case negotiating:
		p.Detail = check.T("net.timeout.tls-midway", "{{.host}} began to speak TLS on port {{.port}}, but did not finish {{.wait}}.", "host", peer.Host, "port", peer.Port, "wait", wait)
		p.Advice.Do = check.T("net.timeout.tls-midway.do", "Check again. If it stays, {{.host}} is overloaded, or a device on the way holds large packets back.", "host", peer.Host)
	default:
		p.Detail = check.T("net.timeout.answer", "{{.host}} stopped answering on port {{.port}}: nothing came back {{.wait}}.", "host", peer.Host, "port", peer.Port, "wait", wait)
		p.Advice.Do = check.T("net.timeout.answer.do", "Check again. If it stays, {{.host}} is overloaded or the connection is too slow: use another host, or allow more time.", "host", peer.Host)
	}
	if peer.System == Microsoft {
		p.Advice = microsoftRoad(peer)
	}
	return p
}

func interrupted(peer Peer) *check.Problem {
	p := &check.Problem{Code: Interrupted,
		Detail: check.T("net.interrupted", "The connection to {{.host}} port {{.port}} was lost.", "host", peer.Host, "port", peer.Port),
		Advice: check.Advice{Who: check.You,
			Do: check.T("net.interrupted.do", "Check again. If it happens every time, a firewall or another device on the way to {{.host}} ends the connection.", "host", peer.Host)}}
	if peer.System == Microsoft {
		p.Advice = microsoftRoad(peer)
	}
	return p
}

// broken is a connection whose encryption failed after it was agreed.
func broken(peer Peer) *check.Problem {
	p := interrupted(peer)
	p.Detail = check.T("net.interrupted.damaged", "The encrypted connection to {{.host}} port {{.port}} broke: what came was damaged, or the other side gave it up.", "host", peer.Host, "port", peer.Port)
	return p
}

func unexpected(peer Peer) *check.Problem {
	return &check.Problem{Code: check.Unexpected, Severity: check.Uncertain,
		Detail: check.T("net.unexpected", "The connection to {{.host}} port {{.port}} failed in a way that this program does not know.", "host", peer.Host, "port", peer.Port),
		Advice: check.Advice{Who: check.You,
			Do: check.T("net.unexpected.do", "Check again. If it stays, send the report to support: it holds the original text.")}}
}

// microsoftRoad is the advice for everything that stands between this computer
// and Microsoft: nobody at the keyboard can change the far end.
func microsoftRoad(peer Peer) check.Advice {
	return check.Advice{Who: check.Network, Command: portTest(peer),
		Do: check.T("net.microsoft.do", "Let this computer reach {{.host}}, TCP port {{.port}}, directly or through the company's proxy. If there is a proxy, set it for this computer or give it to this program.", "host", peer.Host, "port", peer.Port)}
}

// portTest returns the PowerShell line that opens the same TCP connection.
func portTest(peer Peer) string {
	return fmt.Sprintf("Test-NetConnection -ComputerName %s -Port %d", quote(peer.Host), peer.Port)
}

// quote returns s as a PowerShell literal. PowerShell takes typographic single
// quotes for straight ones, so these are doubled as well.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range check.Clean(s) {
		if strings.ContainsRune("'\u2018\u2019\u201a\u201b", r) {
			b.WriteRune(r)
		}
		b.WriteRune(r)
	}
	b.WriteByte('\'')
	return b.String()
}

// where returns the host with the address that was tried, when it has one of
// its own.
func where(peer Peer, err error) string {
	op, ok := errors.AsType[*net.OpError](err)
	if !ok || op.Addr == nil {
		return peer.Host
	}
	at, parseErr := netip.ParseAddrPort(op.Addr.String())
	if parseErr != nil || at.Addr().String() == peer.Host {
		return peer.Host
	}
	return fmt.Sprintf("%s (%s)", peer.Host, at.Addr())
}

// shown returns the name that DNS was asked for, else the host.
func shown(asked, host string) string {
	if asked == "" {
		return host
	}
	return check.Clean(strings.TrimSuffix(asked, "."))
}

// seconds returns d for people: "5 s", "1.5 s", "200 ms".
func seconds(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", d.Seconds()), ".0") + " s"
}
