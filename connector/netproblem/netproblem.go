// Package netproblem gives the faults of a connection their names, once for
// every outside system: DNS, TCP, proxies, TLS and certificates, on Linux and
// on Windows.
//
// Explain names an error. Judge names everything that is wrong with a
// certificate, not only the first thing. Handshake makes a TLS connection that
// exists only when its certificate was accepted. Diagnose looks a second time
// at servers that only hang up. RecipeFor tells the people of a domain
// controller or a CA how to cure what was found.
//
// # What it will not do
//
// Nothing here ever sends a user name or a password, and nothing offers to
// skip verification: trust comes from the system store, from a CA file added
// to it, or from a Pin. Revocation is not checked, because domain controllers
// rarely publish a list that this computer can reach.
//
// # Traps
//
// errors.Is(err, syscall.ECONNREFUSED) is false on Windows, where Winsock
// numbers arrive: ask Explain, not syscall. A timeout is not always
// context.DeadlineExceeded. A TLS alert sent by the peer has an unexported
// type over TCP. The text of a *url.Error can hold a token, so a Cause never
// contains one. On Windows the system store is asked through CryptoAPI, which
// may fetch missing certificates from the network and cannot be interrupted;
// Handshake does not wait for it longer than its context allows.
package netproblem

import "time"

// System is the kind of peer; it decides what the advice says.
type System int

// The outside systems.
const (
	LDAPS     System = iota // a domain controller, LDAP over TLS
	Microsoft               // Entra ID, Exchange Online or Graph, over HTTPS
)

// Peer is the other end of a connection, as far as a sentence about it needs.
type Peer struct {
	// Host is the normalised name or IP address, without port.
	Host string
	Port uint16
	// System is LDAPS or Microsoft.
	System System
	// Wait is how long the caller was ready to wait for an answer. Zero means
	// that sentences about a timeout do not say.
	Wait time.Duration
}
