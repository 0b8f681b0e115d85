package connector_test

import (
	"encoding/json"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "hire2retire-setup/"

// pkg is what the go tool says of a package; test imports are left out.
type pkg struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

// mayImport is the dependency rule: who may import whom, inside the product.
// A package that is not listed may import nothing of ours.
var mayImport = map[string][]string{
	"connector":                  {},
	"connector/check":            {},
	"connector/secret":           {},
	"connector/cloud":            {},
	"connector/cloud/claims":     {"connector/check", "connector/secret", "connector/cloud"},
	"connector/cloud/web":        {"connector/check", "connector/secret", "connector/cloud", "connector/netproblem"},
	"connector/words":            {"connector/check"},
	"connector/netproblem":       {"connector/check", "connector/secret", "connector/cloud"},
	"connector/directory/ntsd":   {},
	"connector/directory":        {"connector/directory/ntsd", "connector/netproblem", "connector/cloud", "connector/words", "connector/check", "connector/secret"},
	"connector/entra":            {"connector/netproblem", "connector/cloud", "connector/cloud/claims", "connector/cloud/web", "connector/words", "connector/check", "connector/secret"},
	"connector/exchange":         {"connector/netproblem", "connector/cloud", "connector/cloud/claims", "connector/cloud/web", "connector/words", "connector/check", "connector/secret"},
	"connector/profile":          {"connector/directory", "connector/exchange", "connector/cloud", "connector/words", "connector/check", "connector/secret"},
	"connector/handoff":          {"connector/profile", "connector/check", "connector/secret"},
	"connector/report":           {"connector/cloud", "connector/words", "connector/check"},
	"connector/policy":           {"connector/cloud", "connector/check"},
	"connector/logfile":          {"connector/check"},
	"connector/practice":         {"connector/practice/ca", "connector/practice/ldapsim", "connector/practice/tenant", "connector/cloud", "connector/check", "connector/secret"},
	"connector/practice/ca":      {},
	"connector/practice/ldapsim": {"connector/practice/ca", "connector/directory/ntsd", "connector/check", "connector/secret"},
	"connector/practice/tenant":  {"connector/practice/ca", "connector/cloud", "connector/check", "connector/secret"},
	"connector/internal/adtest":  {"connector/directory/ntsd"},
	// setup logs the end of each check and puts the log into the support bundle.
	"connector/setup":              {"connector/directory", "connector/entra", "connector/exchange", "connector/profile", "connector/handoff", "connector/report", "connector/policy", "connector/logfile", "connector/netproblem", "connector/cloud", "connector/cloud/web", "connector/words", "connector/check", "connector/secret"},
	"connector/internal/wholewalk": {},
	"assets":                       {},
	"ui/theme":                     {"assets"},
	"ui/widgets":                   {"ui/theme", "connector/check", "connector/secret"},
	"ui/widgets/widgettest":        {"ui/theme", "ui/widgets", "connector/check"},
	"ui/page":                      {"ui/theme", "ui/widgets", "connector/setup", "connector/words", "connector/check", "connector/secret"},
	"ui":                           {"assets", "ui/theme", "ui/widgets", "ui/page", "connector/setup", "connector/words", "connector/check", "connector/secret"},
	"ui/terminal":                  {"assets", "connector/setup", "connector/words", "connector/check", "connector/secret"},
	"ui/internal/walkwindow":       {"*"},
	"ui/internal/benchwindow":      {"*"},
	"cmd/wizard":                   {"*"},
}

// outside says which of our packages may import an outside library directly.
var outside = map[string][]string{
	"fyne.io/fyne/":                      {"ui", "cmd/wizard", "assets"},
	"github.com/go-ldap/ldap/":           {"connector/directory", "connector/internal/adtest"},
	"github.com/AzureAD/":                {"connector/entra"},
	"net/http":                           {"connector/entra", "connector/exchange", "connector/cloud/web", "connector/practice/tenant"},
	"github.com/zalando/go-keyring":      {"connector/profile"},
	"github.com/go-asn1-ber/":            {"connector/directory", "connector/practice/ldapsim", "connector/internal/adtest"},
	"github.com/nicksnyder/go-i18n/":     {"connector/words"},
	module + "connector/internal/adtest": {},
	module + "connector/practice":        {"cmd/wizard", "connector/practice", "ui/internal/walkwindow"},
}

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,Deps", "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var pkgs []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p pkg
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		p.ImportPath = strings.TrimPrefix(p.ImportPath, module)
		pkgs = append(pkgs, p)
	}
	return pkgs
}

func under(dir, p string) bool { return p == dir || strings.HasPrefix(p, dir+"/") }

func TestWhoMayImportWhom(t *testing.T) {
	for _, p := range packages(t) {
		allowed, listed := mayImport[p.ImportPath]
		if !listed {
			t.Errorf("%s has no row in the dependency rule", p.ImportPath)
		}
		for _, imp := range p.Imports {
			inner, ours := strings.CutPrefix(imp, module)
			if ours && !slices.Contains(allowed, inner) && !slices.Contains(allowed, "*") {
				t.Errorf("%s imports %s: the way is cmd → ui → setup → systems → netproblem, cloud, words → check, secret", p.ImportPath, inner)
			}
			for lib, who := range outside {
				if strings.HasPrefix(imp, lib) && !slices.ContainsFunc(who, func(dir string) bool { return under(dir, p.ImportPath) }) {
					t.Errorf("%s imports %s, which belongs in %v", p.ImportPath, path.Clean(imp), who)
				}
			}
		}
	}
}

func TestNoScreenBelowTheConnector(t *testing.T) {
	for _, p := range packages(t) {
		if !under("connector", p.ImportPath) {
			continue
		}
		for _, dep := range p.Deps {
			if strings.HasPrefix(dep, "fyne.io/") || under(module+"ui", dep) {
				t.Errorf("%s reaches %s: what is true is true without a screen", p.ImportPath, dep)
			}
		}
	}
}
