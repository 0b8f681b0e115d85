package web

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The functions of the Security Support Provider Interface.
// learn.microsoft.com/windows/win32/secauthn/sspi
var (
	secur32                   = windows.NewLazySystemDLL("secur32.dll")
	acquireCredentialsHandle  = secur32.NewProc("AcquireCredentialsHandleW")
	initializeSecurityContext = secur32.NewProc("InitializeSecurityContextW")
	deleteSecurityContext     = secur32.NewProc("DeleteSecurityContext")
	freeCredentialsHandle     = secur32.NewProc("FreeCredentialsHandle")
)

const (
	credentialsOutbound = 2      // SECPKG_CRED_OUTBOUND
	requestConnection   = 0x800  // ISC_REQ_CONNECTION
	nativeData          = 0x10   // SECURITY_NATIVE_DREP
	bufferToken         = 2      // SECBUFFER_TOKEN
	maxSSPIToken        = 48_000 // the largest Kerberos token that Windows makes (MaxTokenSize)
	continueNeeded      = 0x90312
)

// securityHandle is a CredHandle or a CtxtHandle.
type securityHandle struct{ lower, upper uintptr }

type securityBuffer struct {
	size, kind uint32
	data       *byte
}

type securityBuffers struct {
	version, count uint32
	buffers        *securityBuffer
}

// currentUser returns the first token of Negotiate for the proxy, in base64. It
// refuses an NTLM token: that would need a conversation on one connection.
func currentUser(proxy string) (string, error) {
	name, err := windows.UTF16PtrFromString("Negotiate")
	if err != nil {
		return "", err
	}
	var user securityHandle
	var expires int64
	if status, _, _ := acquireCredentialsHandle.Call(0, uintptr(unsafe.Pointer(name)), credentialsOutbound, 0, 0, 0, 0,
		uintptr(unsafe.Pointer(&user)), uintptr(unsafe.Pointer(&expires))); status != 0 {
		return "", fmt.Errorf("credentials of the current user: status %#x", uint32(status))
	}
	defer freeCredentialsHandle.Call(uintptr(unsafe.Pointer(&user)))
	token, err := firstToken(&user, "HTTP/"+proxy)
	if err != nil {
		return "", err
	}
	if bytes.HasPrefix(token, []byte("NTLMSSP\x00")) {
		return "", errors.New("there is no Kerberos ticket for the proxy")
	}
	return base64.StdEncoding.EncodeToString(token), nil
}

func firstToken(user *securityHandle, target string) ([]byte, error) {
	service, err := windows.UTF16PtrFromString(target)
	if err != nil {
		return nil, err
	}
	token := make([]byte, maxSSPIToken)
	out := securityBuffer{size: maxSSPIToken, kind: bufferToken, data: &token[0]}
	list := securityBuffers{count: 1, buffers: &out}
	var context securityHandle
	var attributes uint32
	var expires int64
	status, _, _ := initializeSecurityContext.Call(uintptr(unsafe.Pointer(user)), 0, uintptr(unsafe.Pointer(service)), requestConnection, 0, nativeData, 0, 0,
		uintptr(unsafe.Pointer(&context)), uintptr(unsafe.Pointer(&list)), uintptr(unsafe.Pointer(&attributes)), uintptr(unsafe.Pointer(&expires)))
	if status != 0 && status != continueNeeded {
		return nil, fmt.Errorf("token for %s: status %#x", target, uint32(status))
	}
	deleteSecurityContext.Call(uintptr(unsafe.Pointer(&context)))
	return token[:out.size], nil
}
