package report_test

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/report"
)

// hostile is a text from outside that tries to be more than text.
const hostile = "</td><script>alert(1)</script><img src=x onerror=alert(1)>\x1b[31m\u202Egnp\x00\r\nX: y \"'&{{.}}"

func hostileDocument() report.Document {
	v := check.Verbatim(hostile)
	return report.Document{Product: hostile, Version: hostile, Connection: hostile, Lang: `en" onload="x`,
		Subject: []report.Line{{Label: v, Value: hostile}},
		Parts: []report.Part{{Computer: hostile, Person: hostile, Report: check.Report{StartedAt: at, FinishedAt: at, Results: []check.Result{
			{ID: check.ID(hostile), Host: hostile, Target: hostile, Title: v, Status: check.Failed, Found: v, Facts: check.Facts{hostile: hostile, "f": func() {}},
				Problems: []*check.Problem{{Code: check.Code(hostile), Detail: v, Cause: hostile, Advice: check.Advice{Do: v, Who: check.Who(hostile), Command: hostile + "\nsecond line", Field: hostile}}}}}}}}}
}

// elements returns every element of a page.
func elements(t *testing.T, page string) []*html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var all []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			all = append(all, n)
		}
	}
	return all
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// The page needs nothing from elsewhere and runs nothing, whatever the texts
// in it say.
func TestPageIsInert(t *testing.T) {
	allowed := map[string]bool{"html": true, "head": true, "meta": true, "title": true, "style": true, "body": true, "main": true, "header": true, "section": true,
		"h1": true, "h2": true, "h3": true, "p": true, "dl": true, "dt": true, "dd": true, "ul": true, "li": true, "div": true, "span": true, "strong": true,
		"code": true, "pre": true, "table": true, "thead": true, "tbody": true, "tr": true, "th": true, "td": true}
	attributes := map[string]bool{"lang": true, "charset": true, "name": true, "content": true, "http-equiv": true, "class": true, "id": true, "scope": true, "aria-hidden": true, "aria-labelledby": true}
	for name, d := range map[string]report.Document{"hostile": hostileDocument(), "ordinary": document()} {
		page := draw(t, "html", d)
		for _, n := range elements(t, page) {
			if !allowed[n.Data] {
				t.Errorf("%s: the page has an element <%s>", name, n.Data)
			}
			for _, a := range n.Attr {
				if !attributes[a.Key] {
					t.Errorf("%s: <%s> has an attribute %s=%q", name, n.Data, a.Key, a.Val)
				}
			}
		}
		if strings.Contains(page, "url(") || strings.Contains(page, "@import") || !strings.Contains(page, "default-src &#39;none&#39;") && !strings.Contains(page, "default-src 'none'") {
			t.Errorf("%s: the page may load something", name)
		}
	}
}

// Nothing in any format steers a terminal or reverses the text; the JSON keeps
// the text for programs, escaped.
func TestHostileText(t *testing.T) {
	for _, format := range []string{"txt", "html"} {
		for _, r := range draw(t, format, hostileDocument()) {
			if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
				t.Errorf("%s holds %U", format, r)
			}
		}
	}
	if out := draw(t, "json", hostileDocument()); strings.ContainsAny(out, "\x1b\x00\r") {
		t.Error("the JSON holds a control character that is not escaped")
	}
	if out := draw(t, "txt", hostileDocument()); !strings.Contains(out, "\n                     second line\n") {
		t.Errorf("a command lost its second line:\n%s", out)
	}
}

func TestPageReadsAloud(t *testing.T) {
	page := draw(t, "html", document())
	count, level := map[string]int{}, 0
	ids := map[string]bool{}
	for _, n := range elements(t, page) {
		count[n.Data]++
		ids[attr(n, "id")] = true
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			if now := int(n.Data[1] - '0'); now > level+1 {
				t.Errorf("heading level jumps from %d to %d", level, now)
			}
			level = int(n.Data[1] - '0')
		}
		if n.Data == "th" && attr(n, "scope") == "" {
			t.Error("a table heading without scope")
		}
	}
	for _, n := range elements(t, page) {
		if by := attr(n, "aria-labelledby"); by != "" && !ids[by] {
			t.Errorf("<%s> is labelled by %q, which does not exist", n.Data, by)
		}
		if n.Data == "table" && attr(n, "aria-labelledby") == "" {
			t.Error("a table without a label")
		}
	}
	if count["h1"] != 1 || count["main"] != 1 || count["title"] != 1 || count["table"] != 5 {
		t.Errorf("%v, want one h1, main and title, and five tables", count)
	}
	for word, status := range map[string]string{"passed": "✓", "failed": "✗", "warning": "!", "not checked": "-", "could not check": "?"} {
		if !strings.Contains(page, `<span aria-hidden="true">`+status+" </span>"+word) {
			t.Errorf("the status %s stands on its symbol alone", word)
		}
	}
}

var color = regexp.MustCompile(`--([a-z]+):#([0-9a-f]{3,6})`)

// Every text colour has a contrast of 4.5 on every background it stands on:
// https://www.w3.org/TR/WCAG22/#contrast-minimum
func TestPageContrast(t *testing.T) {
	page := draw(t, "html", document())
	schemes := strings.Split(page[strings.Index(page, ":root"):strings.Index(page, "*{box")], ":root")[1:]
	if len(schemes) != 3 {
		t.Fatalf("%d colour schemes, want light, dark and print", len(schemes))
	}
	for i, scheme := range schemes {
		colors := map[string]string{}
		for _, m := range color.FindAllStringSubmatch(scheme, -1) {
			colors[m[1]] = m[2]
		}
		for _, ink := range []string{"fg", "soft", "passed", "warned", "failed", "unknown", "skipped"} {
			for _, ground := range []string{"bg", "card"} {
				if c := contrast(t, colors[ink], colors[ground]); c < 4.5 {
					t.Errorf("scheme %d: %s on %s has a contrast of %.1f", i, ink, ground, c)
				}
			}
		}
		if c := contrast(t, colors["fg"], colors["practice"]); c < 4.5 {
			t.Errorf("scheme %d: the practice mark has a contrast of %.1f", i, c)
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 3 {
		hex = fmt.Sprintf("%[1]c%[1]c%[2]c%[2]c%[3]c%[3]c", hex[0], hex[1], hex[2])
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		t.Fatalf("%q is no colour", hex)
	}
	linear := func(c uint64) float64 {
		v := float64(c&0xFF) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n>>16) + 0.7152*linear(n>>8) + 0.0722*linear(n)
}

// No line is wider than 80 columns, unless it is a command or a single word.
func TestTextWidth(t *testing.T) {
	d := document()
	d.Subject = append(d.Subject, report.Line{Label: check.T("t.ou", "Target OUs"), Value: strings.Repeat("several words ", 20)})
	for line := range strings.Lines(draw(t, "txt", d)) {
		line = strings.TrimRight(line, "\n")
		if n := len([]rune(line)); n > 80 {
			t.Errorf("%d columns: %s", n, line)
		}
		if strings.TrimRight(line, " ") != line {
			t.Errorf("spaces at the end of %q", line)
		}
	}
}

func TestPracticeIsMarked(t *testing.T) {
	d := document()
	for format, mark := range map[string]string{"txt": "Practice:", "html": "Practice:", "json": `"practice": true`} {
		d.Practice = false
		if strings.Contains(draw(t, format, d), mark) {
			t.Errorf("%s: a real report is marked as practice", format)
		}
		d.Practice = true
		if !strings.Contains(draw(t, format, d), mark) {
			t.Errorf("%s: a practice report is not marked", format)
		}
	}
}
