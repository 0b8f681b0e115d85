package profile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"hire2retire-setup/connector/check"
)

// ReadDraftFile reads a file that a person picked, which should hold what
// ExportDraft wrote. Only a regular file of this computer is opened, once, and no
// more is read of it than a draft can have. The error is a *check.Problem.
func ReadDraftFile(path string) (Draft, error) {
	if onShare(path) {
		return Draft{}, &check.Problem{Code: "draft.share",
			Detail: check.T("draft.share", "{{.path}} is on a network share, where others may change it.", "path", check.Clean(path)),
			Advice: check.Advice{Who: check.You, Do: check.T("draft.share.do", "Copy the file to this computer first, and bring in the copy.")}}
	}
	data, err := readForeign(path)
	if err != nil {
		return Draft{}, &check.Problem{Code: "draft.unreadable", Err: err,
			Detail: check.T("draft.unreadable", "The file {{.path}} cannot be read.", "path", check.Clean(path)),
			Advice: check.Advice{Who: check.You, Do: check.T("draft.unreadable.do", "Check the path and your right to read it. It has to be a file, not a link, a folder or a device.")}}
	}
	for magic, kind := range map[string]string{"PK\x03\x04": "a ZIP archive", "\x1F\x8B": "a gzip archive", "MZ": "a program"} {
		if bytes.HasPrefix(data, []byte(magic)) {
			return Draft{}, draftRefused(fmt.Errorf("the file is %s", kind))
		}
	}
	return ReadDraft(data)
}

// onShare reports whether Windows would fetch the path from another computer,
// and show that one who asks.
func onShare(path string) bool {
	volume := strings.ReplaceAll(filepath.VolumeName(path), "/", `\`)
	return strings.HasPrefix(volume, `\\`) || strings.HasPrefix(path, `\\`)
}

func readForeign(path string) ([]byte, error) {
	before, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !before.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if now, err := f.Stat(); err != nil || !os.SameFile(before, now) {
		return nil, errors.Join(err, errors.New("the file changed while it was opened"))
	}
	return io.ReadAll(io.LimitReader(f, MaxSize+1))
}
