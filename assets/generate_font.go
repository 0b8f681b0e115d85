//go:build ignore

package main

import (
	"encoding/binary"
	"fmt"
	"os"
)

// withoutLigatures writes the TrueType font without its GSUB table. The mono
// face joins signs such as "->" and "!=" there; a command that has to be
// compared and typed must be shown sign by sign.
func withoutLigatures(in, out string) error {
	font, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	const header, record = 12, 16
	be := binary.BigEndian
	count := int(be.Uint16(font[4:]))
	var keep [][]byte
	for i := range count {
		r := font[header+i*record:][:record]
		if string(r[:4]) != "GSUB" {
			keep = append(keep, r)
		}
	}
	if len(keep) == count {
		return fmt.Errorf("%s has no GSUB table", in)
	}
	result := make([]byte, header+len(keep)*record)
	copy(result, font[:4])
	be.PutUint16(result[4:], uint16(len(keep)))
	binarySearchFields(result, len(keep))
	for i, r := range keep {
		offset, length := be.Uint32(r[8:]), be.Uint32(r[12:])
		at := result[header+i*record:]
		copy(at, r)
		be.PutUint32(at[8:], uint32(len(result)))
		result = append(result, font[offset:offset+length]...)
		for len(result)%4 != 0 {
			result = append(result, 0)
		}
	}
	return os.WriteFile(out, result, 0o644)
}

// binarySearchFields fills searchRange, entrySelector and rangeShift of the
// font header (OpenType 1.9, "Organization of an OpenType font").
func binarySearchFields(header []byte, tables int) {
	pow, selector := 1, 0
	for pow*2 <= tables {
		pow, selector = pow*2, selector+1
	}
	binary.BigEndian.PutUint16(header[6:], uint16(pow*16))
	binary.BigEndian.PutUint16(header[8:], uint16(selector))
	binary.BigEndian.PutUint16(header[10:], uint16((tables-pow)*16))
}
