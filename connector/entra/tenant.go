package entra

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"golang.org/x/net/idna"
)

// Why a tenant was refused.
var (
	ErrNoTenant     = errors.New("the tenant is missing")
	ErrSharedTenant = errors.New("this names no single tenant")
	ErrTenantSyntax = errors.New("neither a tenant ID nor a domain")
)

// sharedTenants are the authorities that stand for many tenants.
var sharedTenants = map[string]bool{"common": true, "consumers": true, anyTenant: true}

// ParseTenant reads what an admin gives as a tenant: its ID, a domain, a user
// name, or the address of a portal page that holds one of these. It returns the
// ID or the domain in lower case, an international domain as xn--.
func ParseTenant(s string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	if rest, ok := strings.CutPrefix(s, "https://"); ok {
		s = fromAddress(rest)
	}
	if i := strings.LastIndexByte(s, '@'); i > 0 {
		s = s[i+1:]
	}
	switch {
	case s == "":
		return "", ErrNoTenant
	case sharedTenants[s]:
		return "", fmt.Errorf("%q: %w", s, ErrSharedTenant)
	}
	if id, err := uuid.Parse(s); err == nil && len(s) == 36 {
		return id.String(), nil
	}
	return parseDomain(s)
}

// fromAddress returns the first part of the path that could be a tenant:
// "login.microsoftonline.com/TENANT/…", or of a portal "…#@TENANT/…".
func fromAddress(rest string) string {
	u, err := url.Parse("https://" + rest)
	if err != nil {
		return rest
	}
	if first, _, _ := strings.Cut(strings.TrimPrefix(u.Fragment, "@"), "/"); strings.HasPrefix(u.Fragment, "@") && first != "" {
		return first
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	return first
}

// parseDomain accepts a DNS name of two labels or more. The strict profile of
// IDNA keeps out everything that could leave its place in an address.
func parseDomain(s string) (string, error) {
	ascii, err := idna.Registration.ToASCII(s)
	if err != nil || len(ascii) > 253 || !strings.Contains(ascii, ".") {
		return "", fmt.Errorf("%q: %w", s, ErrTenantSyntax)
	}
	for label := range strings.SplitSeq(ascii, ".") {
		if label == "" || len(label) > 63 {
			return "", fmt.Errorf("%q: %w", s, ErrTenantSyntax)
		}
	}
	if last := ascii[strings.LastIndexByte(ascii, '.')+1:]; strings.Trim(last, "0123456789") == "" {
		return "", fmt.Errorf("%q: %w", s, ErrTenantSyntax) // an IP address
	}
	return ascii, nil
}
