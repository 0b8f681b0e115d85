package widgets

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// secretRoom is more bytes than any password has: Active Directory takes 256
// UTF-16 units.
const secretRoom = 1024

// secretBuffer holds what is typed into a SecretInput. Its bytes lie in one
// array that never moves, so that they can be wiped; no part of it ever becomes
// a string of more than one sign.
type secretBuffer struct {
	room  [secretRoom]byte
	n     int // bytes used
	caret int // in bytes, at the beginning of a sign
	all   bool
}

// bytes returns what is in the buffer; the slice is the buffer's own.
func (b *secretBuffer) bytes() []byte { return b.room[:b.n] }

// clear wipes everything.
func (b *secretBuffer) clear() {
	clear(b.room[:])
	b.n, b.caret, b.all = 0, 0, false
}

// insert puts text at the caret, in place of what is selected, and reports
// whether there was room. Without room nothing changes: half a password would
// lock the account.
func (b *secretBuffer) insert(text []byte) bool {
	used := b.n
	if b.all {
		used = 0
	}
	if used+len(text) > secretRoom {
		return false
	}
	if b.all {
		b.clear()
	}
	copy(b.room[b.caret+len(text):], b.room[b.caret:b.n])
	copy(b.room[b.caret:], text)
	b.n += len(text)
	b.caret += len(text)
	return true
}

// insertRune is insert for one sign that was typed.
func (b *secretBuffer) insertRune(r rune) bool {
	if !unicode.IsPrint(r) {
		return false
	}
	var sign [utf8.UTFMax]byte
	ok := b.insert(sign[:utf8.EncodeRune(sign[:], r)])
	clear(sign[:])
	return ok
}

// back deletes the sign before the caret, forward the one after it; either
// deletes everything when everything is selected. They report a change.
func (b *secretBuffer) back() bool {
	if b.all {
		return b.wipe()
	}
	end := b.caret
	b.left()
	return b.cut(b.caret, end)
}

func (b *secretBuffer) forward() bool {
	if b.all {
		return b.wipe()
	}
	_, size := utf8.DecodeRune(b.room[b.caret:b.n])
	return b.cut(b.caret, b.caret+size)
}

func (b *secretBuffer) wipe() bool {
	had := b.n > 0
	b.clear()
	return had
}

func (b *secretBuffer) cut(from, to int) bool {
	if from >= to {
		return false
	}
	copy(b.room[from:], b.room[to:b.n])
	clear(b.room[b.n-(to-from) : b.n])
	b.n -= to - from
	return true
}

// left and right move the caret by one sign; a selection goes.
func (b *secretBuffer) left() {
	_, size := utf8.DecodeLastRune(b.room[:b.caret])
	if b.all {
		size, b.caret = 0, 0
	}
	b.caret, b.all = b.caret-size, false
}

func (b *secretBuffer) right() {
	_, size := utf8.DecodeRune(b.room[b.caret:b.n])
	if b.all {
		size, b.caret = 0, b.n
	}
	b.caret, b.all = b.caret+size, false
}

// moveTo puts the caret before the sign with the index.
func (b *secretBuffer) moveTo(sign int) {
	b.caret, b.all = 0, false
	for range min(sign, b.signs()) {
		b.right()
	}
}

// signs counts the signs, and before those before the caret.
func (b *secretBuffer) signs() int  { return utf8.RuneCount(b.bytes()) }
func (b *secretBuffer) before() int { return utf8.RuneCount(b.room[:b.caret]) }

// copied returns a copy of the bytes, for the caller to own.
func (b *secretBuffer) copied() []byte { return bytes.Clone(b.bytes()) }
