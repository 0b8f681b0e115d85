package words_test

import (
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/words"
)

// sentence is one call of check.T or check.N in the source.
type sentence struct {
	key, one, other, at string
	args                []string
}

func literal(e ast.Expr) (string, bool) {
	if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
		s, err := strconv.Unquote(l.Value)
		return s, err == nil
	}
	if b, ok := e.(*ast.BinaryExpr); ok && b.Op == token.ADD {
		x, okX := literal(b.X)
		y, okY := literal(b.Y)
		return x + y, okX && okY
	}
	return "", false
}

// parse reads one call; ok is false when it is not check.T or check.N.
func parse(t *testing.T, fset *token.FileSet, call *ast.CallExpr, inCheck bool) (s sentence, ok bool) {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		if x, isIdent := f.X.(*ast.Ident); isIdent && x.Name == "check" {
			name = f.Sel.Name
		}
	case *ast.Ident:
		if inCheck {
			name = f.Name
		}
	}
	texts := map[string][]int{"T": {0, 1}, "N": {0, 2, 3}}[name]
	if texts == nil || len(call.Args) <= texts[len(texts)-1] {
		return s, false
	}
	var lits []string
	for _, i := range texts {
		l, isLit := literal(call.Args[i])
		if !isLit {
			t.Errorf("%s: the key and the English of check.%s must be literals", fset.Position(call.Pos()), name)
			return s, false
		}
		lits = append(lits, l)
	}
	s = sentence{key: lits[0], other: lits[len(lits)-1], at: fset.Position(call.Pos()).String()}
	if name == "N" {
		s.one, s.args = lits[1], []string{"n"}
	}
	rest := call.Args[texts[len(texts)-1]+1:]
	for i := 0; i < len(rest); i += 2 {
		if a, isLit := literal(rest[i]); isLit {
			s.args = append(s.args, a)
		} else {
			s.args = append(s.args, "*") // passed on with "..."
		}
	}
	return s, true
}

// source collects every sentence of the program.
func source(t *testing.T) map[string]sentence {
	t.Helper()
	all := map[string]sentence{}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "build" || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, isCall := n.(*ast.CallExpr)
			if !isCall {
				return true
			}
			s, ok := parse(t, fset, call, file.Name.Name == "check")
			if !ok {
				return true
			}
			if before, twice := all[s.key]; twice && (before.other != s.other || before.one != s.one) {
				t.Errorf("%s: the key %q has other English at %s", s.at, s.key, before.at)
			}
			all[s.key] = s
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range table(t) {
		all[w.Key] = sentence{key: w.Key, other: w.Text, at: "permissions.json", args: []string{"*"}}
	}
	return all
}

// tableWords is a text of the permission table, which is data.
type tableWords struct{ Key, Text string }

func table(t *testing.T) []tableWords {
	t.Helper()
	b, err := os.ReadFile("../exchange/permissions.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	var found []tableWords
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			key, _ := v["key"].(string)
			text, _ := v["text"].(string)
			if key != "" && text != "" {
				found = append(found, tableWords{key, text})
			}
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(doc)
	if len(found) == 0 {
		t.Fatal("the permission table has no texts: the scan is broken")
	}
	return found
}

// To begin a language, or to see what one lacks:
// go test ./connector/words -run TestDump -dump missing.json -lang de
var (
	dump = flag.String("dump", "", "write the sentences that -lang lacks to this file")
	lang = flag.String("lang", "", "the language of -dump")
)

func TestDump(t *testing.T) {
	if *dump == "" {
		return
	}
	have := map[string]any{}
	if b, err := os.ReadFile("locales/" + *lang + ".json"); err == nil {
		if err := json.Unmarshal(b, &have); err != nil {
			t.Fatal(err)
		}
	}
	missing := map[string]map[string]string{}
	for key, s := range source(t) {
		if have[key] != nil {
			continue
		}
		missing[key] = map[string]string{"other": s.other}
		if s.one != "" {
			missing[key]["one"] = s.one
		}
	}
	b, err := json.MarshalIndent(missing, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(*dump, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

var (
	keyShape    = regexp.MustCompile(`^[a-z0-9]+([.-][a-z0-9]+)*$`)
	secretName  = regexp.MustCompile(`^(password|passwd|pwd|secret|token)$`)
	placeholder = regexp.MustCompile(`\{\{\s*\.([A-Za-z]+)\s*\}\}`)
)

func TestEnglishFitsItsArguments(t *testing.T) {
	all := source(t)
	if len(all) < 20 {
		t.Fatalf("only %d sentences found: the scan is broken", len(all))
	}
	for key, s := range all {
		if !keyShape.MatchString(key) {
			t.Errorf("%s: key %q is not lower-case words with dots and hyphens", s.at, key)
		}
		for _, a := range s.args {
			if secretName.MatchString(a) && strings.Contains(s.at, "connector") {
				t.Errorf("%s: the argument %q would make a saved report look like it holds a secret", s.at, a)
			}
		}
		if slices.Contains(s.args, "*") {
			continue
		}
		for _, m := range placeholder.FindAllStringSubmatch(s.one+s.other, -1) {
			if !slices.Contains(s.args, m[1]) {
				t.Errorf("%s: %q uses {{.%s}}, which is not given", s.at, key, m[1])
			}
		}
	}
}

// Every language has every sentence, none that is no longer said, and the same
// placeholders.
func TestLanguagesAreComplete(t *testing.T) {
	all := source(t)
	files, err := filepath.Glob("locales/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var have map[string]map[string]string
		if err := json.Unmarshal(b, &have); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for key, s := range all {
			if have[key] == nil {
				t.Errorf("%s lacks %q: %s", file, key, s.other)
				continue
			}
			if got, want := names(have[key]["other"]), names(s.other); !slices.Equal(got, want) {
				t.Errorf("%s: %q has the placeholders %v, want %v", file, key, got, want)
			}
			if (s.one != "") != (have[key]["one"] != "") {
				t.Errorf("%s: %q needs the same plural forms as the English", file, key)
			}
		}
		for key := range have {
			if _, used := all[key]; !used {
				t.Errorf("%s has %q, which nothing says", file, key)
			}
		}
	}
}

func names(s string) []string {
	var out []string
	for _, m := range placeholder.FindAllStringSubmatch(s, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestDraw(t *testing.T) {
	for _, lang := range []string{"en", "en-GB", "", "tlh"} {
		p, err := words.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		if p.Tag() != words.English {
			t.Errorf("New(%q) draws %s, want English", lang, p.Tag())
		}
		got := p.Draw(check.T("test.x", "{{.a}} and {{.b}}", "a", check.N("test.n", 1, "{{.n}} host", "{{.n}} hosts"), "b", check.Verbatim("{{.c}}")))
		if want := "1 host and {{.c}}"; got != want {
			t.Errorf("Draw = %q, want %q", got, want)
		}
	}
}

// Whoever holds a printer follows when its language changes.
func TestSpeak(t *testing.T) {
	p, err := words.New("en")
	if err != nil {
		t.Fatal(err)
	}
	draw := p.Draw
	for _, c := range []struct{ wanted, tag, says string }{{"de-AT", "de", "Weiter"}, {"tlh", "en", "Next"}, {"de", "de", "Weiter"}, {"en", "en", "Next"}} {
		p.Speak(c.wanted)
		if got := draw(check.Text{Key: "next", Other: "Next"}); p.Tag().String() != c.tag || got != c.says {
			t.Errorf("after Speak(%q) the printer draws %s and says %q, want %s and %q", c.wanted, p.Tag(), got, c.tag, c.says)
		}
	}
	seen := map[string]bool{}
	for _, tag := range words.Languages() {
		if name := p.NameOf(tag); name == "" || seen[name] {
			t.Errorf("%s calls itself %q, which another one does, too", tag, name)
		} else {
			seen[name] = true
		}
	}
}
