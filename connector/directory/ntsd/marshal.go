package ntsd

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Marshal returns the self-relative form that Parse reads. It fails for a SID
// that ParseSID would refuse, and for a list above 64 KiB, which no access
// list can hold (MS-DTYP 2.4.5).
func (d *Descriptor) Marshal() ([]byte, error) {
	control := uint16(controlSelfRelative | controlDACLAutoInherited)
	if d.Protected {
		control |= controlDACLProtected
	}
	if d.Presence != Absent {
		control |= controlDACLPresent
	}
	b := make([]byte, headerSize)
	b[0] = 1
	binary.LittleEndian.PutUint16(b[2:], control)
	var err error
	if d.Presence == Listed {
		binary.LittleEndian.PutUint32(b[16:], uint32(len(b)))
		if b, err = appendACL(b, d.DACL); err != nil {
			return nil, fmt.Errorf("write access list: %w", err)
		}
	}
	for _, field := range []struct {
		offset int
		sid    SID
	}{{4, d.Owner}, {8, d.Group}} {
		if field.sid == "" {
			continue
		}
		binary.LittleEndian.PutUint32(b[field.offset:], uint32(len(b)))
		if b, err = appendSID(b, field.sid); err != nil {
			return nil, fmt.Errorf("write security descriptor: %w", err)
		}
	}
	return b, nil
}

// aclRevision is what Active Directory writes: it allows object entries.
const aclRevision = 4

func appendACL(b []byte, list []ACE) ([]byte, error) {
	start := len(b)
	b = append(b, aclRevision, 0, 0, 0, 0, 0, 0, 0)
	for _, a := range list {
		var err error
		if b, err = appendACE(b, a); err != nil {
			return nil, err
		}
	}
	size := len(b) - start
	if size > math.MaxUint16 {
		return nil, errors.New("longer than 64 KiB")
	}
	binary.LittleEndian.PutUint16(b[start+2:], uint16(size))
	binary.LittleEndian.PutUint16(b[start+4:], uint16(len(list)))
	return b, nil
}

func appendACE(b []byte, a ACE) ([]byte, error) {
	start, kind := len(b), a.Type.kind()
	b = append(b, byte(a.Type), byte(a.Flags), 0, 0)
	b = binary.LittleEndian.AppendUint32(b, uint32(a.Mask))
	if kind.object {
		b = appendObjectTypes(b, a)
	}
	if kind.known {
		var err error
		if b, err = appendSID(b, a.SID); err != nil {
			return nil, err
		}
	}
	b = append(b, a.Data...)
	for (len(b)-start)%4 != 0 {
		b = append(b, 0)
	}
	if len(b)-start > math.MaxUint16 {
		return nil, errors.New("entry longer than 64 KiB")
	}
	binary.LittleEndian.PutUint16(b[start+2:], uint16(len(b)-start))
	return b, nil
}

func appendObjectTypes(b []byte, a ACE) []byte {
	var present uint32
	var guids []byte
	if !a.ObjectType.IsZero() {
		present |= objectTypePresent
		guids = append(guids, a.ObjectType[:]...)
	}
	if !a.InheritedObjectType.IsZero() {
		present |= inheritedTypePresent
		guids = append(guids, a.InheritedObjectType[:]...)
	}
	return append(binary.LittleEndian.AppendUint32(b, present), guids...)
}

func appendSID(b []byte, s SID) ([]byte, error) {
	raw := s.Bytes()
	if raw == nil {
		return nil, fmt.Errorf("%q is no SID", string(s))
	}
	return append(b, raw...), nil
}
