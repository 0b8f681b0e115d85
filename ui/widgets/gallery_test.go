package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hire2retire-setup/ui/theme"
	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

var lookNames = map[theme.Look]string{theme.Light: "light", theme.Dark: "dark", theme.HighContrast: "contrast"}

// gallery are all widgets in their states, sheet by sheet: for pictures, and
// for the test that every text stands on a paper it may stand on.
var gallery = map[string]func(t *testing.T) fyne.CanvasObject{
	"controls": controlsSheet,
}

func TestGallery(t *testing.T) {
	for look, name := range lookNames {
		widgettest.Look(t, look)
		for sheet, make := range gallery {
			page := container.NewStack(NewSurface(theme.Page, theme.None, 0), PadAll(theme.Wide, make(t)))
			w := widgettest.Window(t, fyne.NewSize(1000, 720), page)
			widgettest.Picture(t, "gallery-"+sheet+"-"+name, w)
		}
	}
}

func controlsSheet(*testing.T) fyne.CanvasObject {
	off := NewButton("Disabled", nil)
	off.Disable()
	offPrimary := NewPrimary("Next", nil)
	offPrimary.Disable()
	buttons := Wrap(theme.Small,
		NewPrimary("Next", nil), NewButton("Back", nil), NewSubtle("Check all again", nil).WithIcon(theme.IconAgain),
		NewDanger("Delete connection", nil), off, offPrimary, NewButton("Add host", nil).WithIcon(theme.IconAdd),
		NewIconButton(theme.IconDelete, "Remove", nil), NewLinkButton("Type the DN myself", nil).WithIcon(theme.IconEdit))
	name := NewInput("Connection name")
	name.SetText("Connection-Directory Service")
	empty := NewInput("dc1.corp.example.com")
	bad := NewInput("").Judge(func(string) string { return "“636x” is not a port. Type a number from 1 to 65535; LDAPS uses 636." })
	bad.SetText("636x")
	badField := NewField("Port", "LDAPS uses port 636.", bad)
	badField.Problem()
	noted := NewInput("").Mono()
	noted.SetText("OU=Staff,DC=corp,DC=example,DC=com")
	notedField := NewField("Base DN", "", noted)
	notedField.SetNotice(theme.Good, "Found in the directory.")
	secret := NewSecretInput(widgettest.English(), "Password")
	lines := NewMultilineInput("One DN per line", 3)
	lines.SetText("OU=Staff,DC=corp,DC=example,DC=com\nOU=Sales,DC=corp,DC=example,DC=com")
	offInput := NewInput("")
	offInput.SetText("Set by your organization")
	offInput.Disable()
	return Column(theme.Large,
		NewHeading("Service account", theme.Title),
		Wide(760, NewParagraph("This account does the work in Active Directory. It signs in to the domain controllers over LDAPS, and every right that it needs is looked at without changing anything.", theme.Body, theme.Soft)),
		buttons,
		Columns(theme.Wide, []float32{.5, .5},
			Column(theme.Large, NewField("Connection name", "Shown in Hire2Retire.", name), badField, NewField("Host", "A name or an IP address.", empty), NewField("Locked", "", offInput)),
			Column(theme.Large, notedField, NewField("Password", "Kept in Windows Credential Manager on this computer.", secret), NewField("Target OUs for users", "One DN per line.", lines))),
		NewSection(Section{Title: "Domain controllers", Lead: "The first host that answers is used.", Aside: NewLinkButton("Edit", nil).WithIcon(theme.IconEdit),
			Body: NewParagraph("A card with a title, a sentence and a body.", theme.Body, theme.Text)}),
	)
}
