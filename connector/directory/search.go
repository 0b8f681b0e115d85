package directory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-ldap/ldap/v3"
)

// query is one search. Its filter is built by the functions of this file only,
// so that values are escaped once and in one place.
type query struct {
	base   string // DN, "<SID=…>", or empty for the rootDSE
	scope  scope
	filter filter
	attrs  []string
	limit  int // of entries; 0 means maxEntries
	paged  int // entries of one page; 0 means pageSize
	// descriptor asks for owner, group and DACL of nTSecurityDescriptor.
	// Without it the SACL is asked for too, which ordinary accounts may not read.
	descriptor bool
}

type scope int

// The scopes of RFC 4511 section 4.5.1.2.
const (
	object   scope = ldap.ScopeBaseObject
	oneLevel scope = ldap.ScopeSingleLevel
	subtree  scope = ldap.ScopeWholeSubtree
)

// filter is a search filter as text (RFC 4515); its values are escaped.
type filter string

// anything is true of every object.
const anything filter = "(objectClass=*)"

// equals is true of objects whose attribute has the value.
func equals(attr, value string) filter {
	return filter("(" + attr + "=" + ldap.EscapeFilter(value) + ")")
}

// startsWith is true of objects whose attribute begins with the value.
func startsWith(attr, value string) filter {
	return filter("(" + attr + "=" + ldap.EscapeFilter(value) + "*)")
}

// contains is true of objects whose attribute has the value somewhere in it.
func contains(attr, value string) filter {
	return filter("(" + attr + "=*" + ldap.EscapeFilter(value) + "*)")
}

func allOf(fs ...filter) filter { return combine("&", fs) }
func anyOf(fs ...filter) filter { return combine("|", fs) }
func not(f filter) filter       { return "(!" + f + ")" }

func combine(op string, fs []filter) filter {
	var b strings.Builder
	b.WriteString("(" + op)
	for _, f := range fs {
		b.WriteString(string(f))
	}
	b.WriteString(")")
	return filter(b.String())
}

// domainScope is the control LDAP_SERVER_DOMAIN_SCOPE_OID (MS-ADTS section
// 3.1.1.3.4.1.4): no references to other partitions, which nobody would follow.
var domainScope = ldap.NewControlString("1.2.840.113556.1.4.1339", false, "")

func (q query) request() *ldap.SearchRequest {
	limit := q.limit
	if limit == 0 {
		limit = maxEntries
	}
	req := ldap.NewSearchRequest(q.base, int(q.scope), ldap.NeverDerefAliases, limit, 0, false, string(q.filter), q.attrs, nil)
	req.EnforceSizeLimit = true
	if q.base != "" && q.scope != object {
		req.Controls = append(req.Controls, domainScope)
	}
	if q.descriptor {
		req.Controls = append(req.Controls, &ldap.ControlMicrosoftSDFlags{Criticality: true, ControlValue: sdOwnerGroupDACL})
	}
	return req
}

// sdOwnerGroupDACL are the flags of LDAP_SERVER_SD_FLAGS_OID (MS-ADTS section
// 3.1.1.3.4.1.11).
const sdOwnerGroupDACL = 1 | 2 | 4

// pageSize is the most that a domain controller returns at once
// (MaxPageSize, MS-ADTS section 3.1.1.3.4.6).
const pageSize = 1000

// page returns the next entries of a query that may have many, and the cookie
// for the page after it; no cookie means that this was the last one.
func (s *session) page(ctx context.Context, q query, cookie []byte) ([]*ldap.Entry, []byte, error) {
	req := q.request()
	req.SizeLimit, req.EnforceSizeLimit = 0, false
	paging := ldap.NewControlPaging(uint32(cmp.Or(q.paged, pageSize)))
	paging.SetCookie(cookie)
	req.Controls = append(req.Controls, paging)
	var found *ldap.SearchResult
	err := s.do(ctx, func() (err error) {
		found, err = s.conn.Search(req)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	next, ok := ldap.FindControl(found.Controls, ldap.ControlTypePaging).(*ldap.ControlPaging)
	if !ok {
		return found.Entries, nil, nil
	}
	return found.Entries, next.Cookie, nil
}

// search runs a query. more reports that the server, or the limit, held
// entries back.
func (s *session) search(ctx context.Context, q query) (entries []*ldap.Entry, more bool, err error) {
	if q.filter == "" {
		q.filter = anything
	}
	var found *ldap.SearchResult
	err = s.do(ctx, func() (err error) {
		found, err = s.conn.Search(q.request())
		return err
	})
	if found != nil {
		entries = found.Entries
	}
	if errors.Is(err, ldap.ErrSizeLimitExceeded) || ldap.IsErrorWithCode(err, ldap.LDAPResultSizeLimitExceeded) {
		return entries, true, nil
	}
	if err != nil {
		return nil, false, err
	}
	return entries, false, nil
}

// read returns one object. An answer without it is ldap.LDAPResultNoSuchObject,
// as from a server that says so.
func (s *session) read(ctx context.Context, base string, attrs ...string) (*ldap.Entry, error) {
	return s.readOne(ctx, query{base: base, attrs: attrs})
}

func (s *session) readOne(ctx context.Context, q query) (*ldap.Entry, error) {
	q.limit = 2
	entries, _, err := s.search(ctx, q)
	if err != nil {
		return nil, err
	}
	if len(entries) > 1 {
		return nil, fmt.Errorf("%w: more than one object for one DN", errGarbled)
	}
	if len(entries) == 0 {
		return nil, ldap.NewError(ldap.LDAPResultNoSuchObject, errNoObject)
	}
	return entries[0], nil
}

// errNoObject marks an answer of success without an object. A domain controller
// gives it of an object that is there, but of which the account may read nothing
// that the filter asks for.
var errNoObject = errors.New("the answer holds no object")

// value returns the first value of an attribute. Names are compared without
// case, because servers return their own spelling.
func value(e *ldap.Entry, attr string) string { return e.GetEqualFoldAttributeValue(attr) }

func values(e *ldap.Entry, attr string) []string { return e.GetEqualFoldAttributeValues(attr) }

// truth reads TRUE or FALSE; known is false for everything else.
func truth(e *ldap.Entry, attr string) (yes, known bool) {
	v := value(e, attr)
	return strings.EqualFold(v, "TRUE"), strings.EqualFold(v, "TRUE") || strings.EqualFold(v, "FALSE")
}

// number reads an integer; known is false when there is none.
func number(e *ldap.Entry, attr string) (n int64, known bool) {
	n, err := strconv.ParseInt(value(e, attr), 10, 64)
	return n, err == nil
}
