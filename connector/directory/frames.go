package directory

import "errors"

var (
	// errTooMuch is a server that answers more than any domain controller does.
	errTooMuch = errors.New("the answer is longer than any domain controller's")
	// errGarbled is an answer that is not LDAP although the transport is fine.
	errGarbled = errors.New("the answer is not LDAP")
)

// frames watches the bytes of a connection and refuses what cannot be a stream
// of LDAP messages: each is a sequence of definite length (RFC 4511 section
// 5.1). The library would parse a message of indefinite length for as long as
// it goes on, at 70 times its size in memory.
type frames struct {
	header []byte // of the message that is beginning
	left   int    // bytes of the message that is being read
	begun  int    // messages so far
}

const sequenceTag = 0x30

// see takes the next bytes of the stream.
func (f *frames) see(b []byte) error {
	for len(b) > 0 {
		if f.left > 0 {
			n := min(f.left, len(b))
			f.left, b = f.left-n, b[n:]
			continue
		}
		f.header, b = append(f.header, b[0]), b[1:]
		length, complete, err := messageLength(f.header)
		if err != nil {
			return err
		}
		if complete {
			f.header, f.left, f.begun = f.header[:0], length, f.begun+1
		}
	}
	return nil
}

// messageLength reads tag and length of a message as far as they are there.
// Active Directory writes every length in four bytes.
func messageLength(header []byte) (length int, complete bool, err error) {
	if header[0] != sequenceTag {
		return 0, false, errGarbled
	}
	if len(header) < 2 {
		return 0, false, nil
	}
	size := int(header[1])
	if size < 0x80 {
		return size, true, nil
	}
	octets := size & 0x7F
	if octets == 0 || octets > 8 {
		return 0, false, errGarbled
	}
	if len(header) < 2+octets {
		return 0, false, nil
	}
	for _, o := range header[2 : 2+octets] {
		if length = length<<8 | int(o); length > maxPacket {
			return 0, false, errTooMuch
		}
	}
	return length, true, nil
}
