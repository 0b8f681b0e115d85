package connector_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/CHECKS.md anew")

var codeShape = regexp.MustCompile(`^[a-z]+(-[a-z]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$`)

// catalogue is what the source says of codes and checks.
type catalogue struct {
	codes  map[string]string // code -> English
	checks map[string]string // ID -> title
	consts map[string]string // name of a constant -> its value
	texts  map[string]string // key -> English
}

// TestCatalogue keeps docs/CHECKS.md the list of what the source can say.
func TestCatalogue(t *testing.T) {
	c := readSource(t)
	if len(c.codes) < 60 || len(c.checks) < 15 {
		t.Fatalf("%d codes and %d checks found: the scan is broken", len(c.codes), len(c.checks))
	}
	got := c.markdown()
	if *update {
		if err := os.WriteFile("../docs/CHECKS.md", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("../docs/CHECKS.md")
	if err != nil || string(want) != got {
		t.Errorf("docs/CHECKS.md is stale (%v): run go test ./connector -run TestCatalogue -update", err)
	}
}

func (c catalogue) markdown() string {
	var b strings.Builder
	b.WriteString("# Checks and codes\n\nGenerated from the source. IDs and codes never change their meaning; the texts may.\n\n## Checks\n\n| ID | what it claims |\n|---|---|\n")
	for _, id := range slices.Sorted(maps.Keys(c.checks)) {
		fmt.Fprintf(&b, "| `%s` | %s |\n", id, cell(c.checks[id]))
	}
	b.WriteString("\n## Codes\n\n| code | what it says |\n|---|---|\n")
	for _, code := range slices.Sorted(maps.Keys(c.codes)) {
		fmt.Fprintf(&b, "| `%s` | %s |\n", code, cell(c.codes[code]))
	}
	return b.String()
}

var placeholder = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

// cell draws a template for a table: "{{.name}}" becomes "‹name›".
func cell(s string) string {
	return strings.ReplaceAll(placeholder.ReplaceAllString(s, "‹$1›"), "|", "\\|")
}

func readSource(t *testing.T) catalogue {
	t.Helper()
	c := catalogue{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	var files []*ast.File
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "testdata" || d.Name() == "practice" || d.Name() == "internal") {
			return cmpDir(err)
		}
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			files = append(files, file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, pass := range []func(ast.Node){c.learn, c.look} {
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool { pass(n); return true })
		}
	}
	for _, said := range []map[string]string{c.codes, c.checks} {
		for name := range said {
			c.add(said, name, c.texts[name])
		}
	}
	return c
}

// learn collects constants by name and sentences by key.
func (c catalogue) learn(n ast.Node) {
	switch n := n.(type) {
	case *ast.ValueSpec:
		for i, v := range n.Values {
			if s := str(v); i < len(n.Names) && codeShape.MatchString(s) {
				c.consts[n.Names[i].Name] = s
			}
		}
	case *ast.CallExpr:
		if said := firstText([]ast.Expr{n}, ""); said != "" && (selector(n.Fun) == "T" || selector(n.Fun) == "N") {
			c.texts[str(n.Args[0])] = said
		}
	}
}

// value is str, with the names of constants known.
func (c catalogue) value(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return c.consts[e.Name]
	case *ast.SelectorExpr:
		return c.consts[e.Sel.Name]
	}
	return str(e)
}

func cmpDir(err error) error {
	if err != nil {
		return err
	}
	return fs.SkipDir
}

// look takes a code from a constant of type check.Code, from a problem's Code
// field, and from the first argument of a call that also has a text.
func (c catalogue) look(n ast.Node) {
	switch n := n.(type) {
	case *ast.ValueSpec:
		kind := selector(n.Type)
		for i, v := range n.Values {
			if s := str(v); kind == "Code" && codeShape.MatchString(s) {
				c.add(c.codes, s, "")
			} else if kind == "ID" && codeShape.MatchString(s) && i < len(n.Names) && n.Names[i].IsExported() {
				c.add(c.checks, s, "")
			}
		}
	case *ast.CompositeLit:
		c.literal(n)
	case *ast.CallExpr:
		if len(n.Args) > 1 && selector(n.Fun) != "T" && selector(n.Fun) != "N" && codeShape.MatchString(c.value(n.Args[0])) {
			if said := firstText(n.Args[1:], c.value(n.Args[0])); said != "" {
				c.add(c.codes, c.value(n.Args[0]), said)
			}
		}
	}
}

// literal reads check.Problem{Code: …, Detail: …} and check.Check{ID: …, Title: …}.
func (c catalogue) literal(n *ast.CompositeLit) {
	field := map[string]ast.Expr{}
	for _, e := range n.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if k, ok := kv.Key.(*ast.Ident); ok {
				field[k.Name] = kv.Value
			}
		}
	}
	if code := c.value(field["Code"]); codeShape.MatchString(code) {
		c.add(c.codes, code, firstText([]ast.Expr{field["Detail"]}, code))
	}
	if id := c.value(field["ID"]); codeShape.MatchString(id) && field["Title"] != nil {
		c.add(c.checks, id, firstText([]ast.Expr{field["Title"]}, id))
	}
}

func (c catalogue) add(to map[string]string, name, said string) {
	if to[name] == "" {
		to[name] = said
	}
}

// firstText returns the English of the first check.T among the expressions,
// preferring the one whose key is the code.
func firstText(exprs []ast.Expr, code string) string {
	var first string
	for _, e := range exprs {
		if e == nil {
			continue
		}
		ast.Inspect(e, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || selector(call.Fun) != "T" && selector(call.Fun) != "N" || len(call.Args) < 2 {
				return true
			}
			english := str(call.Args[len(call.Args)-1])
			if selector(call.Fun) == "T" {
				english = str(call.Args[1])
			} else if len(call.Args) > 3 {
				english = str(call.Args[3])
			}
			if first == "" || str(call.Args[0]) == code {
				first = english
			}
			return true
		})
	}
	return first
}

func selector(e ast.Expr) string {
	if s, ok := e.(*ast.SelectorExpr); ok {
		return s.Sel.Name
	}
	return ""
}

func str(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	case *ast.BinaryExpr:
		return str(e.X) + str(e.Y)
	}
	return ""
}
