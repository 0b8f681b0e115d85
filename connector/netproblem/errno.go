package netproblem

import (
	"errors"
	"runtime"
	"syscall"
)

// kind is what an operating system's error number means for a connection.
type kind int

const (
	unknownKind kind = iota
	refusedKind
	resetKind
	timeoutKind
	unreachableKind
	blockedKind
)

// errnoKind names the operating system's error in err.
func errnoKind(err error) kind {
	errno, ok := errors.AsType[syscall.Errno](err)
	if !ok {
		return unknownKind
	}
	return kindOf(errno, runtime.GOOS)
}

func kindOf(errno syscall.Errno, goos string) kind {
	switch errno {
	case syscall.ECONNREFUSED:
		return refusedKind
	case syscall.ECONNRESET, syscall.ECONNABORTED, syscall.EPIPE:
		return resetKind
	case syscall.ETIMEDOUT:
		return timeoutKind
	case syscall.ENETUNREACH, syscall.EHOSTUNREACH, syscall.ENETDOWN, syscall.EHOSTDOWN, syscall.EADDRNOTAVAIL:
		return unreachableKind
	case syscall.EACCES, syscall.EPERM:
		return blockedKind
	}
	if k, ok := winsockKinds[errno]; ok {
		return k
	}
	if goos == "windows" {
		return lowWindowsKinds[errno]
	}
	return unknownKind
}

// winsockKinds are the Windows Sockets error codes and the system error codes
// above 1000. Go's syscall.ECONNREFUSED and its sisters are invented numbers
// on Windows that no call returns, so the real ones stand here. No other
// operating system uses numbers of this size, which lets every platform test
// them.
// Source: learn.microsoft.com/windows/win32/winsock/windows-sockets-error-codes-2
var winsockKinds = map[syscall.Errno]kind{
	10013: blockedKind,     // WSAEACCES, as from Windows Firewall
	10049: unreachableKind, // WSAEADDRNOTAVAIL
	10050: unreachableKind, // WSAENETDOWN
	10051: unreachableKind, // WSAENETUNREACH
	10053: resetKind,       // WSAECONNABORTED
	10054: resetKind,       // WSAECONNRESET
	10060: timeoutKind,     // WSAETIMEDOUT
	10061: refusedKind,     // WSAECONNREFUSED
	10064: unreachableKind, // WSAEHOSTDOWN
	10065: unreachableKind, // WSAEHOSTUNREACH
	1225:  refusedKind,     // ERROR_CONNECTION_REFUSED
	1231:  unreachableKind, // ERROR_NETWORK_UNREACHABLE
	1232:  unreachableKind, // ERROR_HOST_UNREACHABLE
	1236:  resetKind,       // ERROR_CONNECTION_ABORTED
}

// lowWindowsKinds mean something else on other systems.
var lowWindowsKinds = map[syscall.Errno]kind{
	5:   blockedKind, // ERROR_ACCESS_DENIED
	64:  resetKind,   // ERROR_NETNAME_DELETED
	121: timeoutKind, // ERROR_SEM_TIMEOUT
}

// The resolver's own Winsock codes. Go turns 11001 into DNSError.IsNotFound;
// the others mean that the question could not be answered.
const (
	wsaHostNotFound syscall.Errno = 11001
	wsaTryAgain     syscall.Errno = 11002
	wsaNoRecovery   syscall.Errno = 11003
	wsaNoData       syscall.Errno = 11004
)
