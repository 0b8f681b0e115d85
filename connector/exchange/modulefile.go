package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strings"
)

// moduleVersion is the version of Microsoft's module whose file is asked for.
const moduleVersion = "3.9.2"

// Capabilities are what the caller may run: cmdlets and their parameters.
type Capabilities struct {
	// parameters by cmdlet, both in lower case; a nil map means that the
	// cmdlet is allowed and its parameters are not known.
	cmdlets map[string]map[string]bool
}

func newCapabilities() Capabilities {
	return Capabilities{cmdlets: map[string]map[string]bool{}}
}

// allow adds a cmdlet with these parameters and no others.
func (c Capabilities) allow(cmdlet string, parameters []string) {
	known := map[string]bool{}
	for _, p := range parameters {
		known[strings.ToLower(p)] = true
	}
	c.cmdlets[strings.ToLower(cmdlet)] = known
}

// Len returns how many cmdlets are allowed.
func (c Capabilities) Len() int { return len(c.cmdlets) }

// Verdict is whether a command is allowed.
type Verdict int

// The verdicts.
const (
	No Verdict = iota
	Yes
	NotTold // the cmdlet is, the parameter was not told
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
	case parameters[strings.ToLower(cmd.Parameter)]:
		return Yes
	}
	return No
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
// An answer without a single function is not understood, which is not the same
// as an account that may run nothing.
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
	if len(functions) == 0 {
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

// parseScript adds the functions of a script with their parameters.
func parseScript(script string, into map[string]map[string]bool) {
	heads := functionHead.FindAllStringSubmatchIndex(script, -1)
	for i, head := range heads {
		end := len(script)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		into[strings.ToLower(script[head[2]:head[3]])] = parameters(script[head[3]:end])
	}
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
