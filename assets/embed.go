// Package assets holds the files that are built into the program: fonts, icons,
// help texts, the brand and the notices of other people's work.
//
// It hands out bytes and decodes nothing, so that it can be imported from
// anywhere above connector. The fonts and the icons are made by generate.go
// from their published packages; licenses/ says under which terms they may be
// passed on, and NOTICES.txt tells the user.
package assets

import "embed"

// The application's own mark: as SVG, and as a PNG of 128 x 128, the largest that
// a title bar or a taskbar shows at 250 %. Every start decodes it.
var (
	//go:embed icon.svg
	IconSVG []byte
	//go:embed window.png
	IconPNG []byte
)

// Brand is brand.json: names, links, the default client ID and the public key
// of the platform. A policy can override and lock what is in it.
//
//go:embed brand.json
var Brand []byte

// Notices is the text about other people's work in this program.
//
//go:embed NOTICES.txt
var Notices string

//go:embed fonts
var fonts embed.FS

//go:embed icons
var icons embed.FS

//go:embed licenses
var licenses embed.FS

//go:embed help
var help embed.FS

// Font returns a font file by its file name, for example "Inter-Regular.otf".
// A name that is not there is a mistake of the program: Font panics.
func Font(name string) []byte { return must(fonts.ReadFile("fonts/" + name)) }

// Icon returns an icon of one colour as SVG, by its file name without the
// ending, for example "copy_16_regular". A name that is not there is a mistake
// of the program: Icon panics.
func Icon(name string) []byte { return must(icons.ReadFile("icons/" + name + ".svg")) }

// Icons returns the names that Icon knows.
func Icons() []string {
	entries, err := icons.ReadDir("icons")
	if err != nil {
		panic("assets: " + err.Error())
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name()[:len(e.Name())-len(".svg")])
	}
	return names
}

// Help returns the help text of a step in a language ("de"), or in English where
// that language has none. A step that is not there is a mistake of the program:
// Help panics.
func Help(language, step string) string {
	if text, err := help.ReadFile("help/" + language + "/" + step + ".md"); err == nil {
		return string(text)
	}
	return string(must(help.ReadFile("help/en/" + step + ".md")))
}

// License returns a licence text of licenses/ by its file name.
func License(name string) []byte { return must(licenses.ReadFile("licenses/" + name)) }

func must(b []byte, err error) []byte {
	if err != nil {
		panic("assets: " + err.Error())
	}
	return b
}
