package profile_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"hire2retire-setup/connector/profile"
)

func TestReadDraftFileFromAPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := profile.ReadDraftFile(pipe); code(err) != "draft.unreadable" {
		t.Errorf("ReadDraftFile of a pipe = %v", err)
	}
}
