package profile

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
