package report

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
)

// File is a file of a bundle.
type File struct {
	Name string
	Data []byte
}

// Bundle writes a ZIP archive for support: the report in its three forms, each
// story as a file of its own, and more files as they are. Whoever makes these
// keeps secrets out of them; the report holds none.
func Bundle(w io.Writer, d Document, more ...File) error {
	files, err := d.files()
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	at := d.report().FinishedAt
	for _, f := range append(files, more...) {
		if err := add(z, f, at); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return z.Close()
}

func add(z *zip.Writer, f File, at time.Time) error {
	out, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: at})
	if err != nil {
		return err
	}
	_, err = out.Write(f.Data)
	return err
}

// files are the report and the stories.
func (d Document) files() ([]File, error) {
	var files []File
	for _, form := range []struct {
		name string
		draw func(io.Writer, Document) error
	}{{"report.html", HTML}, {"report.json", JSON}, {"report.txt", Text}} {
		var b bytes.Buffer
		if err := form.draw(&b, d); err != nil {
			return nil, err
		}
		files = append(files, File{form.name, b.Bytes()})
	}
	for i, s := range d.stories() {
		name := fmt.Sprintf("stories/%02d-%s.txt", i+1, fileName(d.Stories[i].Host))
		files = append(files, File{name, []byte(s.Host + "\n\n" + strings.Join(s.Lines, "\n") + "\n")})
	}
	return files, nil
}

// fileName makes a name that every system takes of that of a host.
func fileName(host string) string {
	name := strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r == '.' || r == '-' {
			return r
		}
		return '_'
	}, host)
	if name = strings.Trim(name, "."); name == "" {
		return "once"
	}
	return name[:min(len(name), 80)]
}
