package profile

import "time"

// Decode and Encode are the reader and the writer of a file, for the fuzzer.
var (
	Decode = decode
	Encode = encode
)

// Saved is the state of a file that is complete, Pending of one that is not.
const (
	Saved   = saved
	Pending = pending
)

// Within returns the keyring with another time limit, for the tests that wait
// for a real one.
func Within(k *Keyring, limit time.Duration) *Keyring {
	short := *k
	short.limit = limit
	return &short
}

// The parts that have a test of their own.
var (
	Explain      = explain
	FoldKey      = foldKey
	Skeleton     = skeleton
	SystemReason = systemReason
)
