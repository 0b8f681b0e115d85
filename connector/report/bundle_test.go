package report_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"hire2retire-setup/connector/report"
)

// unpack returns the files of a bundle in their order.
func unpack(t *testing.T, bundle []byte) (names []string, text map[string]string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(bundle), int64(len(bundle)))
	if err != nil {
		t.Fatal(err)
	}
	text = map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		names, text[f.Name] = append(names, f.Name), string(data)
	}
	return names, text
}

// The bundle holds what the three forms say, word for word, and each story.
func TestBundle(t *testing.T) {
	d := document()
	var b bytes.Buffer
	if err := report.Bundle(&b, d, report.File{Name: "versions.txt", Data: []byte("Go 1")}); err != nil {
		t.Fatal(err)
	}
	names, text := unpack(t, b.Bytes())
	want := []string{"report.html", "report.json", "report.txt", "stories/01-dc1.corp.example.com.txt", "stories/02-once.txt", "versions.txt"}
	if !slices.Equal(names, want) {
		t.Fatalf("files %v, want %v", names, want)
	}
	for form, name := range map[string]string{"html": "report.html", "json": "report.json", "txt": "report.txt"} {
		if text[name] != draw(t, form, d) {
			t.Errorf("%s is not the report", name)
		}
	}
	if story := text["stories/01-dc1.corp.example.com.txt"]; !strings.Contains(story, "DNS 3 ms → TCP 1 ms") || !strings.Contains(story, "\nhost.resolve") {
		t.Errorf("the story reads:\n%s", story)
	}
	if text["versions.txt"] != "Go 1" {
		t.Errorf("versions.txt is %q", text["versions.txt"])
	}
}

// A host may be named by anybody; in an archive its name must stay a name.
func TestBundleNames(t *testing.T) {
	for host, want := range map[string]string{
		"../../etc/passwd": "_.._etc_passwd", "[fd00::1]:636": "_fd00__1__636", "C:\\x": "C__x", "..": "once", "": "once", "a/b": "a_b", "hôte": "h_te",
		strings.Repeat("x", 300): strings.Repeat("x", 80),
	} {
		var b bytes.Buffer
		if err := report.Bundle(&b, report.Document{Stories: []report.Story{{Host: host, Text: "x"}}}); err != nil {
			t.Fatal(err)
		}
		if names, _ := unpack(t, b.Bytes()); !slices.Contains(names, "stories/01-"+want+".txt") {
			t.Errorf("%q is in %v, want %s", host, names, want)
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestBundleThatCannotBeWritten(t *testing.T) {
	if err := report.Bundle(fullDisk{}, document()); err == nil {
		t.Error("a bundle that was not written is no error")
	}
}
