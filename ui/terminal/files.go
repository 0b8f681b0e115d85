package terminal

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
)

// file is a text that somebody may want to keep or to send.
type file struct {
	name string
	data []byte
}

// showAndKeep shows a text and offers to write it to files.
func (f *face) showAndKeep(ctx context.Context, s *sheet, files ...file) error {
	if err := f.read(ctx, s); err != nil {
		return err
	}
	label := check.N("terminal.files.keep", len(files), "Save it as a file", "Save them as {{.n}} files")
	return f.choose(ctx, check.T("terminal.what-next", "What next?"), []way{wayBack(),
		{label: label, do: func(ctx context.Context) error { return errMenuIfBack(f.keepFiles(ctx, files...)) }}}, 0)
}

// keepFiles asks where to write files, and writes them. What is there already is
// replaced only when somebody says so.
func (f *face) keepFiles(ctx context.Context, files ...file) error {
	for {
		paths, err := f.askPaths(ctx, files)
		if err != nil {
			return err
		}
		replace, err := f.askReplace(ctx, paths)
		if errors.Is(err, errBack) {
			continue
		}
		if err != nil {
			return err
		}
		if err := writeAll(paths, files, replace); err != nil {
			f.explain(err)
			continue
		}
		s := f.sheet()
		s.blank()
		s.para(f.say(check.T("terminal.files.written", "Written:")))
		for _, path := range paths {
			s.asIs(path)
		}
		f.print(s)
		return nil
	}
}

// askPaths asks for the file, or for the folder of several, and returns the whole
// path of each.
func (f *face) askPaths(ctx context.Context, files []file) ([]string, error) {
	q := question{label: f.say(check.T("terminal.files.file", "File")), value: files[0].name, apart: true,
		help: f.say(check.T("terminal.files.file.help", "The path of the file to write. A name alone lands in the folder that you started from."))}
	if len(files) > 1 {
		q = question{label: f.say(check.T("terminal.files.folder", "Folder")), value: ".", apart: true,
			help: f.say(check.T("terminal.files.folder.help", "The folder to write the files to. A dot ( . ) is the one that you started from."))}
	}
	q.judge = func(path string) string {
		if path == "" {
			return f.say(check.T("terminal.files.none", "Type a path, or go back to write nothing."))
		}
		return ""
	}
	typed, err := f.asker.line(ctx, q)
	if err != nil {
		return nil, err
	}
	return pathsOf(typed, files)
}

// pathsOf puts the files where it was typed to. A folder takes one file, too.
func pathsOf(typed string, files []file) ([]string, error) {
	whole, err := filepath.Abs(expanded(typed))
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(whole)
	if len(files) == 1 && (err != nil || !info.IsDir()) {
		return []string{whole}, nil
	}
	var paths []string
	for _, one := range files {
		paths = append(paths, filepath.Join(whole, one.name))
	}
	return paths, nil
}

// expanded returns a path with the own folder in place of a tilde, and without
// the quotation marks that copying a path brings along on Windows.
func expanded(path string) string {
	path = strings.Trim(path, `"`)
	home, err := os.UserHomeDir()
	if rest, ok := strings.CutPrefix(path, "~"); ok && err == nil && (rest == "" || os.IsPathSeparator(rest[0])) {
		return home + rest
	}
	return path
}

// askReplace reports whether files that are there may be replaced; errBack is to
// write elsewhere.
func (f *face) askReplace(ctx context.Context, paths []string) (bool, error) {
	there := slices.DeleteFunc(slices.Clone(paths), func(path string) bool {
		_, err := os.Lstat(path)
		return errors.Is(err, fs.ErrNotExist)
	})
	if len(there) == 0 {
		return false, nil
	}
	s := f.sheet()
	s.blank()
	s.para(f.say(check.N("terminal.files.there", len(there), "This file is there already:", "These files are there already:")))
	for _, path := range there {
		s.asIs(path)
	}
	f.print(s)
	return true, f.choose(ctx, check.T("terminal.files.replace", "Replace?"), []way{
		{label: check.T("terminal.files.elsewhere", "Write somewhere else"), do: leaveChoice},
		{label: check.T("terminal.files.replace.yes", "Replace"), do: stay}}, 0)
}

// writeAll writes files that only their owner can read: they say much about an
// organization.
func writeAll(paths []string, files []file, replace bool) error {
	how := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if replace {
		how = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	for i, path := range paths {
		if err := write(path, how, files[i].data); err != nil {
			return &check.Problem{Code: "usage.unwritable-file", Err: err,
				Detail: check.T("terminal.files.unwritable", "The file {{.path}} cannot be written.", "path", path),
				Advice: check.Advice{Who: check.You, Do: check.T("terminal.files.unwritable.do", "Choose a folder in which you may write.")}}
		}
	}
	return nil
}

func write(path string, how int, data []byte) error {
	out, err := os.OpenFile(path, how, 0o600)
	if err != nil {
		return err
	}
	_, err = out.Write(data)
	return errors.Join(err, out.Close())
}

// maxFile is far above any file that is asked for here; one named by mistake
// stops there.
const maxFile = 4 << 20

var errTooLarge = errors.New("the file is too large")

// askFile asks for a file and returns its path and what take made of it. What is
// wrong with it is said at the question.
func (f *face) askFile(ctx context.Context, q question, take func(path string, data []byte) error) (string, error) {
	q.apart = true
	q.judge = func(path string) string {
		data, err := readFile(path, q.field)
		if err == nil {
			err = take(path, data)
		}
		if err != nil {
			return f.say(why(err))
		}
		return ""
	}
	return f.asker.line(ctx, q)
}

// readFile reads a file that somebody named; field is what they were asked for.
// No path means none.
func readFile(path, field string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	in, err := os.Open(expanded(path))
	if err != nil {
		return nil, unreadable(path, field, err)
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = errTooLarge
	}
	if err != nil {
		return nil, unreadable(path, field, err)
	}
	return data, nil
}

func unreadable(path, field string, err error) *check.Problem {
	return &check.Problem{Code: "usage.unreadable-file", Err: err,
		Detail: check.T("usage.unreadable-file", "The file {{.path}} cannot be read.", "path", path),
		Advice: check.Advice{Field: field, Who: check.You, Do: check.T("usage.unreadable-file.do", "Check the path and your right to read it.")}}
}
