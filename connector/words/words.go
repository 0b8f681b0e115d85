// Package words draws a check.Text in the admin's language.
//
// English is the source and stands beside the code that says it; every other
// language is one file, locales/<tag>.json, with the same keys. A sentence that
// a file lacks is drawn in English. Dates, numbers, names and commands are
// arguments and are never translated.
//
// The file format is go-i18n's: {"key": {"one": "…", "other": "…"}}.
package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"hire2retire-setup/connector/check"
)

//go:embed all:locales
var locales embed.FS

// English is the language of the source.
var English = language.English

// Printer draws sentences in one language, which can be changed while the
// program runs. It is safe for use by several goroutines.
type Printer struct {
	speech atomic.Pointer[speech]
}

// speech is one language of a printer.
type speech struct {
	tag       language.Tag
	localizer *i18n.Localizer
}

// Languages returns the languages there are, English first.
func Languages() []language.Tag {
	tags := []language.Tag{English}
	files, _ := fs.Glob(locales, "locales/*.json")
	slices.Sort(files)
	for _, f := range files {
		tags = append(tags, language.Make(strings.TrimSuffix(path.Base(f), ".json")))
	}
	return tags
}

// New returns a printer for the best language among the wanted ones (BCP 47
// tags such as "de-AT"), which is English when none fits.
func New(wanted ...string) (*Printer, error) {
	p := &Printer{}
	tag := best(wanted)
	s, err := speechOf(tag)
	if err != nil {
		return nil, fmt.Errorf("load the words of %s: %w", tag, err)
	}
	p.speech.Store(s)
	return p, nil
}

func best(wanted []string) language.Tag {
	tags := Languages()
	_, i := language.MatchStrings(language.NewMatcher(tags), wanted...)
	return tags[i]
}

// speeches are the languages that were asked for; a program that speaks English
// reads no file.
var speeches sync.Map // language.Tag to *speech

func speechOf(tag language.Tag) (*speech, error) {
	if s, ok := speeches.Load(tag); ok {
		return s.(*speech), nil
	}
	bundle := i18n.NewBundle(English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	if tag != English {
		if _, err := bundle.LoadMessageFileFS(locales, "locales/"+tag.String()+".json"); err != nil {
			return nil, err
		}
	}
	s, _ := speeches.LoadOrStore(tag, &speech{tag: tag, localizer: i18n.NewLocalizer(bundle, tag.String())})
	return s.(*speech), nil
}

// Speak changes the language to the best one among the wanted ones, as New does;
// one that cannot be read changes nothing. Whoever holds the printer draws in it
// from then on.
func (p *Printer) Speak(wanted ...string) {
	if s, err := speechOf(best(wanted)); err == nil {
		p.speech.Store(s)
	}
}

// Tag returns the language that is drawn.
func (p *Printer) Tag() language.Tag { return p.speech.Load().tag }

// NameOf returns what a language is called in itself: "Deutsch".
func (p *Printer) NameOf(tag language.Tag) string {
	name := check.T("language.name", "English")
	if s, err := speechOf(tag); err == nil && tag != English {
		return s.translated(name)
	}
	return name.String()
}

// Draw returns the sentence in the printer's language, with the sentences among
// its arguments drawn as well.
func (p *Printer) Draw(t check.Text) string {
	args := make(map[string]any, len(t.Args))
	for name, v := range t.Args {
		if inner, ok := v.(check.Text); ok {
			v = p.Draw(inner)
		}
		args[name] = v
	}
	t.Args = args
	s := p.speech.Load()
	if t.Key == "" || s.tag == English {
		return t.String()
	}
	return s.translated(t)
}

func (s *speech) translated(t check.Text) string {
	conf := &i18n.LocalizeConfig{MessageID: t.Key, TemplateData: t.Args}
	if t.One != "" {
		conf.PluralCount = t.Args["n"]
	}
	text, err := s.localizer.Localize(conf)
	if err != nil || text == "" {
		return t.String()
	}
	return text
}
