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

// Export writes p for another computer, where Import reads it. What belongs to
// this computer stays: the kept password and the count of saves.
func Export(w io.Writer, p Profile) error {
	p.Kept, p.Revision = nil, 0
	data, err := encode(p, saved)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// Import reads a file that Export wrote. Its pins are taken out, because a
// file is no reason to trust a key: the warnings name them, to be compared and
// pinned anew. The password has to be typed.
func Import(path string) (Profile, check.Problems, error) {
	data, err := readForeign(path)
	if err != nil {
		return Profile{}, nil, refused(path, err)
	}
	p, _, err := decode(data)
	if newer, ok := errors.AsType[errNewer](err); ok {
		return Profile{}, nil, newerFile(newer.schema)
	}
	if err != nil {
		return Profile{}, nil, refused(path, err)
	}
	p.Kept, p.Revision = nil, 0
	var pins check.Problems
	for _, d := range p.Directories {
		for i, h := range d.Hosts {
			if h.Pin != "" {
				pins = append(pins, foreignPin(h))
				d.Hosts[i].Pin = ""
			}
		}
	}
	return p, pins, nil
}

// readForeign reads a file that a person picked: once, from this computer, and
// no more than ours can have.
func readForeign(path string) ([]byte, error) {
	if strings.HasPrefix(filepath.VolumeName(path), `\\`) {
		return nil, errors.New("the file is on a network share; copy it to this computer first")
	}
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
	data, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err != nil {
		return nil, err
	}
	for magic, kind := range map[string]string{"PK\x03\x04": "a ZIP archive", "\x1F\x8B": "a gzip archive", "MZ": "a program"} {
		if bytes.HasPrefix(data, []byte(magic)) {
			return nil, fmt.Errorf("the file is %s", kind)
		}
	}
	return data, nil
}

func refused(path string, err error) *check.Problem {
	file := filepath.Base(path)
	if _, ok := errors.AsType[errSecretKey](err); ok {
		return &check.Problem{Code: "import.secret", Err: err,
			Detail: check.T("import.secret", "{{.file}} seems to hold a password. Nothing was read from it.", "file", file),
			Advice: check.Advice{Who: check.You, Do: check.T("import.secret.do", "Delete that file, change the password if others could read it, and export the connection again.")}}
	}
	return &check.Problem{Code: "import.refused", Err: err,
		Detail: check.T("import.refused", "{{.file}} is no exported connection that can be used.", "file", file),
		Advice: check.Advice{Who: check.You, Do: check.T("import.refused.do", "Export the connection again on the other computer, and bring the file unchanged.")}}
}

func foreignPin(h Host) *check.Problem {
	return check.Warn(&check.Problem{Code: "import.pin",
		Detail: check.T("import.pin", "The file trusts the key {{.pin}} of {{.host}}. It was not taken over.", "pin", h.Pin, "host", h.Name),
		Advice: check.Advice{Who: check.You, Field: "hosts", Do: check.T("import.pin.do", "Compare the fingerprint with the certificate of the host, and trust it here.")}})
}
