package assets_test

import (
	"bytes"
	"encoding/json"
	"image/png"
	"regexp"
	"strings"
	"testing"

	"hire2retire-setup/assets"
)

func TestFontsAreFonts(t *testing.T) {
	for name, magic := range map[string]string{
		"Inter-Regular.otf": "OTTO", "Inter-SemiBold.otf": "OTTO", "JetBrainsMono-Regular.ttf": "\x00\x01\x00\x00",
	} {
		if got := assets.Font(name); len(got) < 100_000 || string(got[:4]) != magic {
			t.Errorf("Font(%s) is %d bytes beginning with %q", name, len(got), got[:4])
		}
	}
}

// A command must be shown sign by sign: "->" is two signs, not an arrow.
func TestMonoFontHasNoLigatures(t *testing.T) {
	if bytes.Contains(assets.Font("JetBrainsMono-Regular.ttf")[:400], []byte("GSUB")) {
		t.Error("the mono font still has a GSUB table")
	}
}

func TestIconsHaveNoArcs(t *testing.T) {
	arc := regexp.MustCompile(` d="[^"]*[Aa]`)
	for _, name := range assets.Icons() {
		svg := assets.Icon(name)
		if !bytes.HasPrefix(svg, []byte("<svg")) || arc.Match(svg) {
			t.Errorf("%s is not an SVG without arcs: %.80s", name, svg)
		}
	}
}

func TestUnknownNamesPanic(t *testing.T) {
	for name, ask := range map[string]func(){
		"font":    func() { assets.Font("none.otf") },
		"icon":    func() { assets.Icon("none") },
		"license": func() { assets.License("none.txt") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a %s that is not there did not panic", name)
				}
			}()
			ask()
		}()
	}
}

func TestAppIcon(t *testing.T) {
	img, err := png.Decode(bytes.NewReader(assets.IconPNG))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 128 || b.Dy() != 128 {
		t.Errorf("window.png is %v, want 128 x 128", b)
	}
	if !bytes.Contains(assets.IconSVG, []byte("<svg")) {
		t.Error("icon.svg is not an SVG")
	}
}

func TestBrand(t *testing.T) {
	var brand struct {
		Product, Platform string
		ConnectionNames   map[string]string
		Links             map[string]string
		ClientID          *string
		HandoffKey        *string
	}
	if err := json.Unmarshal(assets.Brand, &brand); err != nil {
		t.Fatal(err)
	}
	switch {
	case brand.Product != "Hire2Retire Connection Setup" || brand.Platform != "Hire2Retire":
		t.Errorf("names are %q and %q", brand.Product, brand.Platform)
	case brand.ConnectionNames["hybrid"] != "Connection-Directory Service":
		t.Errorf("the name of a hybrid connection is %q", brand.ConnectionNames["hybrid"])
	case brand.ClientID == nil || brand.HandoffKey == nil:
		t.Error("the client ID or the handoff key is missing; both are there and empty")
	}
	for name, link := range brand.Links {
		if link != "" && !strings.HasPrefix(link, "https://") {
			t.Errorf("link %s is %q, want https", name, link)
		}
	}
}

// What is passed on with the program is named, with its terms.
func TestNoticesHoldEveryLicense(t *testing.T) {
	for _, file := range []string{"Inter.txt", "JetBrainsMono.txt", "FluentUISystemIcons.txt"} {
		if text := strings.TrimSpace(string(assets.License(file))); !strings.Contains(assets.Notices, text) {
			t.Errorf("NOTICES.txt lacks the text of %s", file)
		}
	}
	for _, module := range []string{"fyne.io/fyne/v2 ", "github.com/go-ldap/ldap/v3 ", "github.com/AzureAD/microsoft-authentication-library-for-go "} {
		if !strings.Contains(assets.Notices, "\n"+module) {
			t.Errorf("NOTICES.txt lacks %s", module)
		}
	}
}
