package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// moduleVersion is the version of Microsoft's module whose file is asked for.
const moduleVersion = "3.9.2"

// Capabilities are what the caller may run: cmdlets and their parameters.
type Capabilities struct {
	// parameters by cmdlet, both in lower case; a nil map means that the
	// cmdlet is allowed and its parameters are not known, and a false that the
	// answer contradicts itself about that parameter.
	cmdlets map[string]map[string]bool
}

func newCapabilities() Capabilities {
	return Capabilities{cmdlets: map[string]map[string]bool{}}
}

// allow adds a cmdlet with these parameters. What a second role adds to the
// same cmdlet comes on top, as it does in Exchange.
func (c Capabilities) allow(cmdlet string, parameters []string) {
	name := strings.ToLower(cmdlet)
	if c.cmdlets[name] == nil {
		c.cmdlets[name] = map[string]bool{}
	}
	for _, p := range parameters {
		c.cmdlets[name][strings.ToLower(p)] = true
	}
}

// Len returns how many cmdlets are allowed.
func (c Capabilities) Len() int { return len(c.cmdlets) }

// Verdict is whether a command is allowed.
type Verdict int

// The verdicts.
const (
	No Verdict = iota
	Yes
	NotTold // the cmdlet is, the parameter was not told, or told in two ways
)

// Has returns whether the command is allowed.
func (c Capabilities) Has(cmd Command) Verdict {
	parameters, ok := c.cmdlets[strings.ToLower(cmd.Cmdlet)]
	switch {
	case !ok:
		return No
	case cmd.Parameter == "":
		return Yes
	case parameters == nil:
		return NotTold
	}
	told, ok := parameters[strings.ToLower(cmd.Parameter)]
	switch {
	case !ok:
		return No
	case told:
		return Yes
	}
	return NotTold
}

// Capabilities asks Exchange what the caller may run.
func (s *Session) Capabilities(ctx context.Context) (Capabilities, error) {
	return s.may.get(ctx, func(ctx context.Context) (Capabilities, error) {
		caller, err := s.Caller(ctx)
		if err != nil {
			return Capabilities{}, err
		}
		body, err := s.ask(ctx, question{method: http.MethodGet, header: map[string]string{"CommandName": "*"},
			path: "/AdminApi/v1.0/" + caller.Tenant + "/EXOModuleFile?Version=" + moduleVersion})
		if err != nil {
			return Capabilities{}, err
		}
		return parseModuleFile(body)
	})
}

// errModuleFile is an answer that is not the module file as it is known.
var errModuleFile = errors.New("the answer is not the known module file")

// parseModuleFile reads the answer of EXOModuleFile. The script holds a
// function for each cmdlet, whose param block lists the parameters:
//
//	function script:New-DistributionGroup {
//	    param( [Parameter(…)] [object] ${Name}, … )
//
// An answer without a single function is not understood, and neither is one that
// exports nothing and yet defines what this program asks about: that is not the
// same as an account that may run nothing.
func parseModuleFile(body []byte) (Capabilities, error) {
	var answer struct {
		Value []struct {
			FileName        string `json:"fileName"`
			FileContent     string `json:"fileContent"`
			ExportedCmdlets string `json:"exportedCmdlets"`
		} `json:"value"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return Capabilities{}, errModuleFile
	}
	c := newCapabilities()
	functions := map[string]map[string]bool{}
	for _, file := range answer.Value {
		for name := range strings.SplitSeq(file.ExportedCmdlets, ",") {
			if name = strings.TrimSpace(name); cmdletName.MatchString(name) {
				c.cmdlets[strings.ToLower(name)] = nil
			}
		}
		if strings.HasSuffix(strings.ToLower(file.FileName), ".psm1") {
			parseScript(file.FileContent, functions)
		}
	}
	if len(functions) == 0 || (len(c.cmdlets) == 0 && slices.ContainsFunc(table.commands(), func(cmd Command) bool { _, ok := functions[strings.ToLower(cmd.Cmdlet)]; return ok })) {
		return Capabilities{}, errModuleFile
	}
	for name := range c.cmdlets {
		c.cmdlets[name] = functions[name]
	}
	return c, nil
}

var (
	cmdletName    = regexp.MustCompile(`^[A-Za-z]+-[A-Za-z0-9]+$`)
	parameterName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*$`)
	functionHead  = regexp.MustCompile(`(?m)^function\s+(?:script:)?([A-Za-z]+-[A-Za-z0-9]+)`)
	paramHead     = regexp.MustCompile(`(?i)\bparam\s*\(`)
	variable      = regexp.MustCompile(`\$\{([A-Za-z][A-Za-z0-9]*)\}`)
)

// parseScript adds the functions of a script with their parameters. If one stands
// there twice, only the parameters of both are certain.
func parseScript(script string, into map[string]map[string]bool) {
	heads := functionHead.FindAllStringSubmatchIndex(script, -1)
	for i, head := range heads {
		end := len(script)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		name, found := strings.ToLower(script[head[2]:head[3]]), parameters(script[head[3]:end])
		if before, twice := into[name]; twice {
			found = inBoth(before, found)
		}
		into[name] = found
	}
}

// inBoth joins two lists of parameters: what stands in one of them only is false.
// A list that is not known leaves nothing known.
func inBoth(a, b map[string]bool) map[string]bool {
	if a == nil || b == nil {
		return nil
	}
	out := map[string]bool{}
	for _, list := range []map[string]bool{a, b} {
		for p := range list {
			out[p] = a[p] && b[p]
		}
	}
	return out
}

// parameters returns the parameters of a function, or nil if it has no param
// block that ends. Variables in braces elsewhere, in quoted texts for example,
// are no parameters.
func parameters(body string) map[string]bool {
	at := paramHead.FindStringIndex(body)
	if at == nil {
		return nil
	}
	var block strings.Builder
	depth, quote := 1, byte(0)
	for _, c := range []byte(body[at[1]:]) {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
			continue
		case c == '\'' || c == '"':
			quote = c
			continue
		case c == '(':
			depth++
		case c == ')':
			depth--
		}
		if depth == 0 {
			return variables(block.String())
		}
		block.WriteByte(c)
	}
	return nil
}

func variables(block string) map[string]bool {
	out := map[string]bool{}
	for _, m := range variable.FindAllStringSubmatch(block, -1) {
		out[strings.ToLower(m[1])] = true
	}
	return out
}
