package tenant

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// moduleFile answers EXOModuleFile: the script module that the Exchange Online
// PowerShell module loads, cut down to what the caller may run, cmdlet by
// cmdlet and parameter by parameter.
func (t *Tenant) moduleFile(w http.ResponseWriter, r *http.Request, a *account) {
	world := t.world.Load()
	if world.moduleFileStatus != 0 {
		w.WriteHeader(world.moduleFileStatus)
		return
	}
	may := world.now(t.state, "EXOModuleFile", a)
	if world.moduleDisabled {
		writeDenied(w)
		return
	}
	if len(may) == 0 {
		noRoles(a).write(w)
		return
	}
	names := slices.Sorted(maps.Keys(may))
	script := psm1(names, may)
	if world.moduleFileChanged {
		names, script = nil, "# This module has moved to a compiled assembly.\nAdd-Type -Path $PSScriptRoot\\Cmdlets.dll\n"
	}
	writeGzip(w, r, map[string]any{
		"@odata.context": t.doors.region.origin + "/adminapi/v1.0/" + ID + "/$metadata#EXOModuleFile",
		"value": []map[string]any{
			{"fileName": "ExchangeOnline.psd1", "fileContent": "@{ RootModule = 'ExchangeOnline.psm1'; ModuleVersion = '3.9.2' }\n", "exportedCmdlets": nil},
			{"fileName": "ExchangeOnline.psm1", "fileContent": script, "exportedCmdlets": strings.Join(names, ",")},
			{"fileName": "ExchangeOnline.format.ps1xml", "fileContent": "<Configuration><ViewDefinitions></ViewDefinitions></Configuration>", "exportedCmdlets": nil},
		},
	})
}

// psm1 writes the script: for every cmdlet a function whose param block lists
// the parameters. As in the real one there is more that looks alike: a helper
// that is no cmdlet, and variables in braces outside the param blocks.
func psm1(names []string, may cmdlets) string {
	var b strings.Builder
	b.WriteString("##############################################################################\n# Practice tenant: generated for the caller\n\n" +
		"function script:Execute-Command\n{\nparam(\n    [string]\n    ${CmdletName},\n\n    [hashtable]\n    ${Parameters}\n)\n    process { & ${script:Invoke} ${CmdletName} ${Parameters} }\n}\n\n")
	for _, name := range names {
		fmt.Fprintf(&b, "# Script code for %s\nfunction script:%s {\n<# .SYNOPSIS %s #>\n[CmdletBinding(DefaultParameterSetName='Identity', SupportsShouldProcess=$true, PositionalBinding=$false)]\nparam(\n", name, name, name)
		for i, parameter := range may[name] {
			if i > 0 {
				b.WriteString(",\n\n")
			}
			fmt.Fprintf(&b, "    [Parameter(ParameterSetName='Identity', ValueFromPipelineByPropertyName=$true)]\n    [System.Object]\n    ${%s}", parameter)
		}
		fmt.Fprintf(&b, ")\n    process\n    {\n        ${bound} = ${PSBoundParameters}\n        Execute-Command -CmdletName '%s' -Parameters ${bound}\n    }\n}\n\n", name)
	}
	return b.String()
}

// writeGzip answers with v, compressed where the caller takes it: the real
// file has several megabytes.
func writeGzip(w http.ResponseWriter, r *http.Request, v any) {
	w.Header().Set("Content-Type", "application/json; odata.metadata=minimal; charset=utf-8")
	if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		_ = json.NewEncoder(w).Encode(v)
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	_ = json.NewEncoder(z).Encode(v) // a caller that left is no error of ours
	_ = z.Close()
}
