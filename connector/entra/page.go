package entra

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"strconv"

	"hire2retire-setup/connector/check"
)

// Page says how the last page in the browser is drawn. It never tells more than
// that an answer has arrived: what the answer is worth is shown in the program.
type Page struct {
	// Product is the name of the program; empty means its usual name.
	Product string
	// Lang is the language for the browser, such as "de"; empty means "en".
	Lang string
	// Draw draws a text; nil means in English.
	Draw func(check.Text) string
}

const pageStyle = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;display:grid;place-items:center;min-height:90vh;margin:0 2rem}main{max-width:34rem}h1{font-size:1.5rem;font-weight:600}`

var pageTemplate = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Product}}</title><style>{{.Style}}</style></head>
<body><main><p>{{.Product}}</p><h1>{{.Head}}</h1><p>{{.Text}}</p></main></body></html>
`))

// pagePolicy lets the page load nothing and be framed by nobody.
var pagePolicy = func() string {
	sum := sha256.Sum256([]byte(pageStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
}()

// write answers with the whole page, so that the listener may be closed
// afterwards; ok is whether Microsoft sent a code.
func (p Page) write(w http.ResponseWriter, ok bool) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	p = p.withDefaults()
	head := check.T("entra.page.done", "Microsoft has answered")
	text := check.T("entra.page.done.text", "Close this window and go back to {{.product}}, which now checks the answer.", "product", p.Product)
	if !ok {
		head = check.T("entra.page.failed", "The sign-in was not completed")
		text = check.T("entra.page.failed.text", "Close this window and go back to {{.product}}, which says why and what to do.", "product", p.Product)
	}
	var page bytes.Buffer
	_ = pageTemplate.Execute(&page, map[string]any{ // a buffer does not fail
		"Lang": p.Lang, "Product": p.Product, "Style": template.CSS(pageStyle), "Head": p.Draw(head), "Text": p.Draw(text),
	})
	// With its length known the page is complete once it is flushed.
	h.Set("Content-Length", strconv.Itoa(page.Len()))
	_, _ = w.Write(page.Bytes())
	_ = http.NewResponseController(w).Flush()
}

func (p Page) withDefaults() Page {
	if p.Product == "" {
		p.Product = "Hire2Retire Connection Setup"
	}
	if p.Lang == "" {
		p.Lang = "en"
	}
	if p.Draw == nil {
		p.Draw = check.Text.String
	}
	return p
}
