package theme

import (
	"bytes"
	"fmt"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"hire2retire-setup/assets"
)

// Icon is a drawing of one colour: the name of its file in assets.
type Icon string

// Icons of 16 pixels, for buttons and small hints.
const (
	IconAdd         Icon = "add_16_regular"
	IconCheck       Icon = "checkmark_16_regular"
	IconChevronDown Icon = "chevron_down_16_regular"
	IconChevron     Icon = "chevron_right_16_regular"
	IconChevronUp   Icon = "chevron_up_16_regular"
	IconClose       Icon = "dismiss_16_regular"
	IconCopy        Icon = "copy_16_regular"
	IconDelete      Icon = "delete_16_regular"
	IconDocument    Icon = "document_16_regular"
	IconDown        Icon = "arrow_down_16_regular"
	IconDownload    Icon = "arrow_download_16_regular"
	IconEdit        Icon = "edit_16_regular"
	IconExport      Icon = "arrow_export_16_regular"
	IconFind        Icon = "search_16_regular"
	IconHide        Icon = "eye_off_16_regular"
	IconImport      Icon = "arrow_import_16_regular"
	IconMore        Icon = "more_horizontal_16_regular"
	IconOpen        Icon = "open_16_regular"
	IconOpenFile    Icon = "folder_open_16_regular"
	IconAgain       Icon = "arrow_clockwise_16_regular"
	IconSave        Icon = "save_16_regular"
	IconSeal        Icon = "certificate_16_regular"
	IconShare       Icon = "share_16_regular"
	IconShow        Icon = "eye_16_regular"
	IconUp          Icon = "arrow_up_16_regular"
)

// Icons of 20 pixels.
const (
	IconAppearance   Icon = "dark_theme_20_regular"
	IconBuilding     Icon = "building_20_regular"
	IconCertificate  Icon = "certificate_20_regular"
	IconCircle       Icon = "circle_20_regular"
	IconClock        Icon = "clock_20_regular"
	IconCommunity    Icon = "people_community_20_regular"
	IconComputer     Icon = "desktop_20_regular"
	IconDark         Icon = "weather_moon_20_regular"
	IconFailed       Icon = "error_circle_20_filled"
	IconFile         Icon = "document_20_regular"
	IconFolder       Icon = "folder_20_regular"
	IconGlobe        Icon = "globe_20_regular"
	IconHelp         Icon = "question_circle_20_regular"
	IconHistory      Icon = "history_20_regular"
	IconHourglass    Icon = "hourglass_half_20_regular"
	IconInbox        Icon = "mail_inbox_20_regular"
	IconInfo         Icon = "info_20_filled"
	IconKey          Icon = "key_20_regular"
	IconLanguage     Icon = "local_language_20_regular"
	IconLight        Icon = "weather_sunny_20_regular"
	IconLink         Icon = "link_20_regular"
	IconLock         Icon = "lock_closed_20_regular"
	IconMail         Icon = "mail_20_regular"
	IconOrganization Icon = "organization_20_regular"
	IconPassed       Icon = "checkmark_circle_20_filled"
	IconPeople       Icon = "people_20_regular"
	IconPerson       Icon = "person_20_regular"
	IconPersonKey    Icon = "person_key_20_regular"
	IconPlug         Icon = "plug_connected_20_regular"
	IconPractice     Icon = "beaker_20_regular"
	IconRecheck      Icon = "arrow_sync_20_regular"
	IconServer       Icon = "server_20_regular"
	IconSettings     Icon = "settings_20_regular"
	IconShield       Icon = "shield_20_regular"
	IconShieldCheck  Icon = "shield_checkmark_20_regular"
	IconSkipped      Icon = "subtract_circle_20_regular"
	IconUnknown      Icon = "question_circle_20_filled"
	IconWarning      Icon = "warning_20_filled"
)

// stockIcons replaces icons that Fyne's own parts show in our window.
var stockIcons = map[fyne.ThemeIconName]Icon{
	theme.IconNameMoveDown:     IconChevronDown,
	theme.IconNameNavigateNext: IconChevron,
	theme.IconNameConfirm:      IconCheck,
	theme.IconNameError:        IconFailed,
	theme.IconNameWarning:      IconWarning,
}

// Colored returns the icon in an ink, which follows the theme.
func (i Icon) Colored(ink fyne.ThemeColorName) fyne.Resource { return inked{i, ink} }

// inked is an icon in an ink. Fyne's own coloured resource reads and writes the
// SVG as XML each time it is asked, half a millisecond for every icon of a page;
// our icons are known to have no colour of their own.
type inked struct {
	icon Icon
	ink  fyne.ThemeColorName
}

// Name implements fyne.Resource. It holds the colour, because Fyne keeps drawn
// icons by their name.
func (r inked) Name() string { return string(r.icon) + "-" + r.hex() + ".svg" }

// Content implements fyne.Resource.
func (r inked) Content() []byte {
	return bytes.ReplaceAll(svgOf(r.icon), []byte("<path "), []byte(`<path fill="#`+r.hex()+`" `))
}

func (r inked) hex() string {
	c := color.NRGBAModel.Convert(Color(r.ink)).(color.NRGBA)
	return fmt.Sprintf("%02x%02x%02x", c.R, c.G, c.B)
}

var svgs sync.Map // Icon to []byte: reading assets copies

func svgOf(i Icon) []byte {
	if svg, ok := svgs.Load(i); ok {
		return svg.([]byte)
	}
	svg, _ := svgs.LoadOrStore(i, assets.Icon(string(i)))
	return svg.([]byte)
}

// AppIcon is the icon of the window.
func AppIcon() fyne.Resource { return fyne.NewStaticResource("window.png", assets.IconPNG) }
