package terminal

import (
	"context"
	"io"
	"unicode/utf8"

	"golang.org/x/term"
)

// The keys of a raw terminal that are not part of a password.
const (
	keyInterrupt = 0x03
	keyBackspace = 0x08
	keyNewLine   = '\n'
	keyEnter     = '\r'
	keyClear     = 0x15
	keyEscape    = 0x1b
	keyDelete    = 0x7f
)

// readSecret reads a password from a terminal without echo.
func readSecret(ctx context.Context, k *keyboard) ([]byte, error) {
	state, err := term.MakeRaw(int(k.in.Fd()))
	if err != nil {
		return nil, err
	}
	defer func() { _ = term.Restore(int(k.in.Fd()), state) }()
	keys := k.borrow()
	defer keys.Close()
	stop := context.AfterFunc(ctx, func() { keys.Close() })
	defer stop()
	b, err := typedSecret(keys)
	if ctx.Err() != nil {
		clear(b)
		return nil, ctx.Err()
	}
	return b, err
}

// typedSecret takes keys until Enter. What a terminal reports by itself comes as
// escape sequences between the keys and is left out.
func typedSecret(in io.Reader) ([]byte, error) {
	var typed []byte
	chunk := make([]byte, 256)
	defer clear(chunk)
	for {
		n, err := in.Read(chunk)
		if err != nil {
			clear(typed)
			return nil, noMore(err)
		}
		if n == 1 && chunk[0] == keyEscape {
			clear(typed)
			return nil, errBack
		}
		var done bool
		if typed, done, err = takeKeys(typed, chunk[:n]); done || err != nil {
			return typed, err
		}
	}
}

// takeKeys adds keys to what was typed and reports whether that was all.
func takeKeys(typed, keys []byte) ([]byte, bool, error) {
	for i := 0; i < len(keys); i++ {
		switch k := keys[i]; k {
		case keyEnter, keyNewLine:
			return typed, true, nil
		case keyInterrupt:
			clear(typed)
			return nil, true, ErrInterrupted
		case keyBackspace, keyDelete:
			_, size := utf8.DecodeLastRune(typed)
			typed = typed[:len(typed)-size]
		case keyClear:
			clear(typed)
			typed = typed[:0]
		case keyEscape:
			i += sequence(keys[i:]) - 1
		default:
			typed = grown(typed, k)
		}
	}
	return typed, false, nil
}

// grown appends without leaving a copy of the password in memory that nobody
// clears.
func grown(typed []byte, k byte) []byte {
	if len(typed) < cap(typed) {
		return append(typed, k)
	}
	bigger := make([]byte, len(typed), 2*cap(typed)+64)
	copy(bigger, typed)
	clear(typed)
	return append(bigger, k)
}

// sequence returns the length of the escape sequence that keys begin with: CSI
// ends with a byte from @ to ~, strings (OSC, DCS) with BEL or ST, all others
// after one byte (ECMA-48, 5.4 and 5.6).
func sequence(keys []byte) int {
	if len(keys) < 2 {
		return len(keys)
	}
	switch keys[1] {
	case '[':
		for i := 2; i < len(keys); i++ {
			if keys[i] >= '@' && keys[i] <= '~' {
				return i + 1
			}
		}
	case ']', 'P', '^', '_':
		for i := 2; i < len(keys); i++ {
			if keys[i] == 0x07 || keys[i] == '\\' && keys[i-1] == keyEscape {
				return i + 1
			}
		}
	case 'O':
		return min(3, len(keys))
	default:
		return 2
	}
	return len(keys)
}
