//go:build !cgo

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "benchwindow needs cgo: it opens a real window")
	os.Exit(1)
}
