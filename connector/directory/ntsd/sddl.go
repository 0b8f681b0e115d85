package ntsd

import (
	"fmt"
	"strconv"
	"strings"
)

// Domain says which accounts the aliases of SDDL stand for.
type Domain struct {
	// SID is the SID of the domain.
	SID SID
	// Root is the SID of the root domain of the forest; SID when empty.
	Root SID
}

// aliases are the two letters of SDDL for SIDs that are the same everywhere,
// MS-DTYP 2.5.1.1.
var aliases = map[string]SID{
	"AN": Anonymous, "AO": AccountOperators, "AU": AuthenticatedUsers, "BA": Administrators, "BU": BuiltinUsers,
	"CG": CreatorGroup, "CO": CreatorOwner, "ED": EnterpriseDCs, "NU": Network, "OW": OwnerRights, "PO": PrintOperators,
	"PS": PrincipalSelf, "RU": PreWindows2000, "SY": LocalSystem, "WD": Everyone,
}

// domainAliases are those for an account of the domain, by RID.
var domainAliases = map[string]uint32{
	"CA": RIDCertPublishers, "DA": RIDDomainAdmins, "DD": RIDDomainControllers, "DU": RIDDomainUsers, "LA": RIDAdministrator,
	"RS": RIDRASServers,
}

// rootAliases are those for an account of the root domain of the forest.
var rootAliases = map[string]uint32{"EA": RIDEnterpriseAdmins, "SA": RIDSchemaAdmins}

func (d Domain) resolve(text string) (SID, error) {
	if s, ok := aliases[text]; ok {
		return s, nil
	}
	if rid, ok := domainAliases[text]; ok && d.SID != "" {
		return d.SID.With(rid), nil
	}
	if rid, ok := rootAliases[text]; ok {
		if root := SID(orText(string(d.Root), string(d.SID))); root != "" {
			return root.With(rid), nil
		}
	}
	return ParseSID(text)
}

func orText(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// ParseSDDL reads the part of SDDL in which the schema keeps
// defaultSecurityDescriptor: owner, group, and an access list of plain and
// object entries. A system list after that is skipped; conditions are refused.
func ParseSDDL(text string, d Domain) (*Descriptor, error) {
	out := &Descriptor{Presence: Absent}
	rest := text
	for rest != "" && !strings.HasPrefix(rest, "S:") {
		if len(rest) < 2 || rest[1] != ':' {
			return nil, fmt.Errorf("parse SDDL: unexpected %q", rest)
		}
		part, after := cutPart(rest[2:])
		var err error
		switch rest[0] {
		case 'O':
			out.Owner, err = d.resolve(part)
		case 'G':
			out.Group, err = d.resolve(part)
		case 'D':
			err = out.parseList(part, d)
		default:
			err = fmt.Errorf("unknown part %q", rest[:2])
		}
		if err != nil {
			return nil, fmt.Errorf("parse SDDL: %w", err)
		}
		rest = after
	}
	return out, nil
}

// cutPart splits before the next "O:", "G:", "D:" or "S:" outside an entry.
func cutPart(text string) (part, after string) {
	inside := false
	for i, r := range text {
		switch {
		case r == '(':
			inside = true
		case r == ')':
			inside = false
		case r == ':' && !inside && i > 0:
			return text[:i-1], text[i-1:]
		}
	}
	return text, ""
}

func (d *Descriptor) parseList(text string, domain Domain) error {
	flags, entries, _ := strings.Cut(text, "(")
	if flags == "NO_ACCESS_CONTROL" {
		d.Presence = Null
		return nil
	}
	d.Presence = Listed
	d.Protected = strings.Contains(flags, "P")
	if strings.Trim(flags, "PARI") != "" {
		return fmt.Errorf("unknown flags %q", flags)
	}
	for entries != "" {
		entry, after, ok := strings.Cut(entries, ")")
		if !ok || (after != "" && after[0] != '(') {
			return fmt.Errorf("entry %q is not closed", entry)
		}
		a, err := parseEntry(entry, domain)
		if err != nil {
			return err
		}
		d.DACL = append(d.DACL, a)
		entries = strings.TrimPrefix(after, "(")
	}
	return nil
}

var entryTypes = map[string]ACEType{"A": Allow, "D": Deny, "OA": AllowObject, "OD": DenyObject}

func parseEntry(text string, domain Domain) (ACE, error) {
	fields := strings.Split(text, ";")
	if len(fields) != 6 {
		return ACE{}, fmt.Errorf("entry %q does not have six fields", text)
	}
	kind, ok := entryTypes[fields[0]]
	if !ok {
		return ACE{}, fmt.Errorf("entry %q is of unknown type %q", text, fields[0])
	}
	a := ACE{Type: kind}
	var err error
	if a.Flags, err = parseFlags(fields[1]); err != nil {
		return ACE{}, err
	}
	if a.Mask, err = parseMask(fields[2]); err != nil {
		return ACE{}, err
	}
	if a.ObjectType, err = parseOptionalGUID(fields[3]); err != nil {
		return ACE{}, err
	}
	if a.InheritedObjectType, err = parseOptionalGUID(fields[4]); err != nil {
		return ACE{}, err
	}
	if !kind.kind().object && (a.ObjectType != GUID{} || a.InheritedObjectType != GUID{}) {
		return ACE{}, fmt.Errorf("entry %q has object types but is no object entry", text)
	}
	a.SID, err = domain.resolve(fields[5])
	return a, err
}

func parseFlags(text string) (ACEFlags, error) {
	var flags ACEFlags
	rest := text
	for _, l := range aceFlagLetters {
		if before, after, ok := cutPair(rest, l.letter); ok {
			flags |= l.flag
			rest = before + after
		}
	}
	if rest != "" {
		return 0, fmt.Errorf("unknown inheritance flags %q", text)
	}
	return flags, nil
}

// cutPair finds letters at an even place of text.
func cutPair(text, letters string) (before, after string, ok bool) {
	for i := 0; i+2 <= len(text); i += 2 {
		if text[i:i+2] == letters {
			return text[:i], text[i+2:], true
		}
	}
	return text, "", false
}

func parseMask(text string) (Mask, error) {
	if hex, ok := strings.CutPrefix(strings.ToLower(text), "0x"); ok {
		m, err := strconv.ParseUint(hex, 16, 32)
		return Mask(m), err
	}
	var m Mask
	rest := text
	for _, r := range rights {
		if before, after, ok := cutPair(rest, r.letter); ok {
			m |= r.mask
			rest = before + after
		}
	}
	if rest != "" {
		return 0, fmt.Errorf("unknown rights %q", text)
	}
	return m, nil
}

func parseOptionalGUID(text string) (GUID, error) {
	if text == "" {
		return GUID{}, nil
	}
	return ParseGUID(text)
}
