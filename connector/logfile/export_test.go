package logfile

import "io"

// OpenFile returns the rotating file below a log, which takes lines as they
// are.
func OpenFile(dir string) (io.WriteCloser, error) { return openFile(dir) }
