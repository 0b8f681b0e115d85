package ldapsim

import (
	"cmp"
	"strconv"
	"strings"

	ber "github.com/go-asn1-ber/asn1-ber"

	"hire2retire-setup/connector/directory/ntsd"
)

// Tags of the filter choices, RFC 4511 section 4.5.1.
const (
	filterAnd        ber.Tag = 0
	filterOr         ber.Tag = 1
	filterNot        ber.Tag = 2
	filterEqual      ber.Tag = 3
	filterSubstrings ber.Tag = 4
	filterGreater    ber.Tag = 5
	filterLess       ber.Tag = 6
	filterPresent    ber.Tag = 7
	filterApprox     ber.Tag = 8
	filterExtensible ber.Tag = 9
)

// Matching rules of Active Directory, MS-ADTS 3.1.1.3.4.4.
const (
	ruleBitAnd  = "1.2.840.113556.1.4.803"
	ruleBitOr   = "1.2.840.113556.1.4.804"
	ruleInChain = "1.2.840.113556.1.4.1941"
)

// truth is the outcome of a filter, RFC 4511 section 4.5.1.7. Undefined stays
// undefined when negated, and finds nothing.
type truth int

const (
	undefined truth = iota
	no
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

func (t truth) not() truth {
	switch t {
	case yes:
		return no
	case no:
		return yes
	}
	return undefined
}

// view is one object as one client sees it; filters and answers read through
// it.
type view struct {
	d *Directory
	s *session
	e *entry
}

func (v view) matches(f *ber.Packet) truth {
	if f == nil {
		return undefined
	}
	switch f.Tag {
	case filterAnd:
		return v.all(f, no)
	case filterOr:
		return v.all(f, yes)
	case filterNot:
		return v.matches(child(f, 0)).not()
	case filterPresent:
		return v.present(text(f))
	case filterEqual, filterApprox, filterGreater, filterLess:
		return v.compare(text(child(f, 0)), text(child(f, 1)), f.Tag)
	case filterSubstrings:
		return v.substrings(text(child(f, 0)), child(f, 1))
	case filterExtensible:
		return v.extensible(f)
	}
	return undefined
}

// all combines the parts of "and" or "or": decides is the outcome of one part
// that settles it.
func (v view) all(f *ber.Packet, decides truth) truth {
	out := decides.not()
	for _, part := range f.Children {
		switch v.matches(part) {
		case decides:
			return decides
		case undefined:
			out = undefined
		}
	}
	return out
}

func (v view) known(attr string) bool {
	low := strings.ToLower(attr)
	_, listed := attributeKinds[low]
	return listed || v.d.seen[low]
}

func (v view) present(attr string) truth {
	if !v.known(attr) {
		return undefined
	}
	return truthOf(len(v.values(attr)) > 0)
}

func (v view) compare(attr, want string, how ber.Tag) truth {
	if !v.known(attr) {
		return undefined
	}
	kind := attributeKinds[strings.ToLower(attr)].syntax
	target := v.d.normal(kind, want)
	for _, value := range v.values(attr) {
		got := v.d.normal(kind, value)
		if how == filterEqual || how == filterApprox {
			if got == target || v.categoryIs(attr, got, want) {
				return yes
			}
			continue
		}
		order, ok := ordered(kind, got, target)
		if ok && (how == filterGreater && order >= 0 || how == filterLess && order <= 0) {
			return yes
		}
	}
	return no
}

// categoryIs lets objectCategory be named by its class, as domain controllers
// do.
func (v view) categoryIs(attr, got, want string) bool {
	if !strings.EqualFold(attr, "objectCategory") || strings.Contains(want, "=") {
		return false
	}
	if c, ok := classes[want]; ok {
		want = c.category
	}
	return strings.HasPrefix(got, "cn="+fold(want)+",")
}

// ordered compares two values; it cannot when one should be a number and is
// none.
func ordered(kind syntax, a, b string) (order int, ok bool) {
	if kind != asInteger {
		return strings.Compare(a, b), true
	}
	x, errX := strconv.ParseInt(a, 10, 64)
	y, errY := strconv.ParseInt(b, 10, 64)
	return cmp.Compare(x, y), errX == nil && errY == nil
}

// normal brings a value into the form in which equal values are equal.
func (d *Directory) normal(kind syntax, value string) string {
	switch kind {
	case asName:
		if e, err := d.named(value); err == nil && e != nil {
			return e.name.key()
		}
		if name, err := parseDN(value); err == nil {
			return name.key()
		}
	case asSID:
		if sid, err := ntsd.ParseSID(value); err == nil {
			return string(sid.Bytes())
		}
		return value
	case asGUID:
		if g, err := ntsd.ParseGUID(value); err == nil {
			return string(g[:])
		}
		return value
	case asInteger:
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return strconv.FormatInt(n, 10)
		}
	}
	return fold(value)
}

func (v view) substrings(attr string, parts *ber.Packet) truth {
	if !v.known(attr) || parts == nil {
		return undefined
	}
	if attributeKinds[strings.ToLower(attr)].syntax == asName {
		return no // domain controllers do not match parts of a DN
	}
	for _, value := range v.values(attr) {
		if containsParts(fold(value), parts) {
			return yes
		}
	}
	return no
}

// Tags of the parts of a substring filter.
const (
	partInitial ber.Tag = 0
	partAny     ber.Tag = 1
	partFinal   ber.Tag = 2
)

func containsParts(value string, parts *ber.Packet) bool {
	for _, part := range parts.Children {
		want := fold(text(part))
		switch part.Tag {
		case partInitial:
			if !strings.HasPrefix(value, want) {
				return false
			}
			value = value[len(want):]
		case partAny:
			_, after, ok := strings.Cut(value, want)
			if !ok {
				return false
			}
			value = after
		case partFinal:
			if !strings.HasSuffix(value, want) {
				return false
			}
			value = value[:len(value)-len(want)]
		}
	}
	return true
}

func (v view) extensible(f *ber.Packet) truth {
	var rule, attr, want string
	for _, part := range f.Children {
		switch part.Tag {
		case 1:
			rule = text(part)
		case 2:
			attr = text(part)
		case 3:
			want = text(part)
		}
	}
	if !v.known(attr) {
		return undefined
	}
	switch rule {
	case "":
		return v.compare(attr, want, filterEqual)
	case ruleInChain:
		to, err := v.d.named(want)
		return truthOf(err == nil && to != nil && v.d.reachable(v.e, strings.ToLower(attr))[to])
	case ruleBitAnd, ruleBitOr:
		return v.bits(attr, want, rule)
	}
	return undefined
}

func (v view) bits(attr, want, rule string) truth {
	mask, err := strconv.ParseInt(want, 10, 64)
	if err != nil || attributeKinds[strings.ToLower(attr)].syntax != asInteger {
		return undefined
	}
	for _, value := range v.values(attr) {
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			continue
		}
		if rule == ruleBitAnd && n&mask == mask || rule == ruleBitOr && n&mask != 0 {
			return yes
		}
	}
	return no
}
