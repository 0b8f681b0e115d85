// Package ntsd reads and writes the security descriptors of Active Directory
// objects and answers what they allow: SID and GUID codecs, the self-relative
// descriptor (MS-DTYP 2.4.2 to 2.4.6), the access check of the directory
// (MS-ADTS 5.1.3.3) and the inheritance by a new child (MS-DTYP 2.5.3.4).
//
// Parse the value of nTSecurityDescriptor, collect the SIDs of the account
// (rootDSE tokenGroups) in a Token, and ask:
//
//	d, err := ntsd.Parse(value)
//	verdict := d.Check(token, ntsd.Create(ntsd.ClassUser))
//
// For an object that does not exist yet, ask ForChild what it would inherit.
//
// The answer is a prediction, so three things are never guessed. A condition
// on a claim, an OWNER RIGHTS entry and a descriptor that came without its
// access list (ask for it with the SD flags control, value 7) give Uncertain,
// unless the verdict is the same either way. The package knows no privileges
// (SeTakeOwnership, SeBackup), no claims and no audit: the system list is
// skipped when reading and not written. It imports the standard library only.
package ntsd

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Presence tells a list of entries from no list. The difference is everything:
// an empty list lets nobody in, no list lets everybody in.
type Presence byte

const (
	// Listed: DACL holds, and an empty one grants nothing.
	Listed Presence = iota
	// Null: the object has no access list, and everybody has full access.
	Null
	// Absent: the descriptor came without the list. MS-DTYP calls this full
	// access too, but an answer of Active Directory lacks it when the caller
	// did not ask or may not read it, so that nothing follows from it.
	Absent
)

// Descriptor is the security descriptor of one object. The zero value lets
// nobody in.
type Descriptor struct {
	Owner, Group SID
	// Protected objects inherit nothing (SE_DACL_PROTECTED): their list has to
	// be changed on themselves.
	Protected bool
	Presence  Presence
	DACL      []ACE
}

// Bits of the control field, MS-DTYP 2.4.6.
const (
	controlDACLPresent       = 0x0004
	controlDACLAutoInherited = 0x0400
	controlDACLProtected     = 0x1000
	controlSelfRelative      = 0x8000
)

const (
	headerSize    = 20
	aclHeaderSize = 8
	aceHeaderSize = 8 // with the mask

	objectTypePresent    = 1
	inheritedTypePresent = 2
)

var errMalformed = errors.New("short or inconsistent")

// Parse reads a self-relative security descriptor. It refuses offsets, counts
// and sizes that do not fit, and keeps entries of types it does not know.
func Parse(b []byte) (*Descriptor, error) {
	if len(b) < headerSize || b[0] != 1 {
		return nil, fmt.Errorf("parse security descriptor: %w", errMalformed)
	}
	control := binary.LittleEndian.Uint16(b[2:])
	if control&controlSelfRelative == 0 {
		return nil, errors.New("parse security descriptor: not self-relative")
	}
	d := &Descriptor{Protected: control&controlDACLProtected != 0, Presence: Absent}
	var err error
	if d.Owner, err = sidAt(b, 4); err != nil {
		return nil, fmt.Errorf("parse owner: %w", err)
	}
	if d.Group, err = sidAt(b, 8); err != nil {
		return nil, fmt.Errorf("parse group: %w", err)
	}
	if control&controlDACLPresent == 0 {
		return d, nil
	}
	if binary.LittleEndian.Uint32(b[16:]) == 0 {
		d.Presence = Null
		return d, nil
	}
	d.Presence = Listed
	if d.DACL, err = aclAt(b, 16); err != nil {
		return nil, fmt.Errorf("parse access list: %w", err)
	}
	return d, nil
}

// part returns what the offset at b[field] points to; nil when it is zero.
func part(b []byte, field int) ([]byte, error) {
	offset := binary.LittleEndian.Uint32(b[field:])
	if offset == 0 {
		return nil, nil
	}
	if offset < headerSize || uint64(offset) >= uint64(len(b)) {
		return nil, errMalformed
	}
	return b[offset:], nil
}

func sidAt(b []byte, field int) (SID, error) {
	rest, err := part(b, field)
	if rest == nil {
		return "", err
	}
	sid, _, err := readSID(rest)
	return sid, err
}

func aclAt(b []byte, field int) ([]ACE, error) {
	acl, err := part(b, field)
	if err != nil {
		return nil, err
	}
	if len(acl) < aclHeaderSize {
		return nil, errMalformed
	}
	size, count := int(binary.LittleEndian.Uint16(acl[2:])), int(binary.LittleEndian.Uint16(acl[4:]))
	if size < aclHeaderSize || size > len(acl) {
		return nil, errMalformed
	}
	rest := acl[aclHeaderSize:size]
	var list []ACE
	for range count {
		ace, n, err := readACE(rest)
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", len(list)+1, err)
		}
		list, rest = append(list, ace), rest[n:]
	}
	return list, nil
}

// readACE reads the entry at the start of b and says how long it was.
func readACE(b []byte) (ACE, int, error) {
	if len(b) < aceHeaderSize {
		return ACE{}, 0, errMalformed
	}
	size := int(binary.LittleEndian.Uint16(b[2:]))
	if size < aceHeaderSize || size > len(b) || size%4 != 0 {
		return ACE{}, 0, errMalformed
	}
	a := ACE{Type: ACEType(b[0]), Flags: ACEFlags(b[1]), Mask: Mask(binary.LittleEndian.Uint32(b[4:]))}
	body, kind := b[aceHeaderSize:size], a.Type.kind()
	if !kind.known {
		a.Data = string(body)
		return a, size, nil
	}
	if kind.object {
		var err error
		if body, err = a.readObjectTypes(body); err != nil {
			return ACE{}, 0, err
		}
	}
	sid, n, err := readSID(body)
	if err != nil {
		return ACE{}, 0, err
	}
	a.SID, a.Data = sid, string(body[n:])
	return a, size, nil
}

// readObjectTypes reads the flags and the object types that they announce
// (MS-DTYP 2.4.4.3), and returns what follows.
func (a *ACE) readObjectTypes(body []byte) ([]byte, error) {
	if len(body) < 4 {
		return nil, errMalformed
	}
	present := binary.LittleEndian.Uint32(body)
	body = body[4:]
	for _, field := range []struct {
		bit  uint32
		guid *GUID
	}{{objectTypePresent, &a.ObjectType}, {inheritedTypePresent, &a.InheritedObjectType}} {
		if present&field.bit == 0 {
			continue
		}
		if len(body) < len(GUID{}) {
			return nil, errMalformed
		}
		*field.guid, body = GUID(body[:16]), body[16:]
	}
	return body, nil
}
