//go:build !linux

package adtest

import (
	"errors"
	"net"
	"testing"
)

func shrinkQueue(*net.TCPListener) error { return errors.New("runs on Linux only") }

func fill(testing.TB, string) {}
