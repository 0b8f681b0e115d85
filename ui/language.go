package ui

import (
	"golang.org/x/text/language"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/secret"
	"hire2retire-setup/connector/setup"
	"hire2retire-setup/connector/words"
	"hire2retire-setup/ui/page"
	"hire2retire-setup/ui/widgets"
)

// languageKey is the preference that remembers the language; nothing is that of
// the system.
const languageKey = "language"

// FollowChoice has the window speak the language that was chosen in an earlier
// start, if one was, and offer the one that it speaks now as that of the system.
// It is not called where the command line names a language: that one wins.
func (w *Window) FollowChoice() {
	w.system = w.words.Tag()
	if chosen := w.app.Preferences().String(languageKey); chosen != "" && chosen != w.system.String() {
		w.speak(chosen)
	}
}

// chooseLanguage offers the languages, each under the name that it has in
// itself.
func (w *Window) chooseLanguage() {
	var items []widgets.MenuItem
	chosen := w.app.Preferences().String(languageKey)
	if w.system != language.Und {
		items = append(items, widgets.MenuItem{
			Label:   w.say(check.T("language.system", "As the system ({{.name}})", "name", w.words.NameOf(w.system))),
			Checked: chosen == "", Press: func() { w.setLanguage("") }})
	}
	for _, tag := range words.Languages() {
		name := tag.String()
		checked := chosen == name || w.system == language.Und && w.words.Tag() == tag
		items = append(items, widgets.MenuItem{Label: w.words.NameOf(tag), Checked: checked, Press: func() { w.setLanguage(name) }})
	}
	widgets.ShowMenu(w.language, items)
}

// setLanguage remembers a language and draws everything in it; no name is that
// of the system.
func (w *Window) setLanguage(tag string) {
	if w.storing {
		return // the end of it belongs to the page that is shown
	}
	w.app.Preferences().SetString(languageKey, tag)
	if tag == "" {
		tag = w.system.String()
	}
	if tag == w.words.Tag().String() {
		return
	}
	w.speak(tag)
	widgets.FocusBack(w.win.Canvas(), w.language)
}

// typist is the page that holds what the flow does not give back to it: a
// password as it was typed.
type typist interface {
	Typed() secret.Text
	Retype(secret.Text)
}

// speak draws everything anew in a language. What was typed stays; checks that
// run end.
func (w *Window) speak(tag string) {
	cancelled := w.job != nil
	w.words.Speak(tag)
	w.desk.Kit = page.Kit(w.words)
	typed := w.typed()
	w.forgetPages()
	for id, text := range typed {
		w.pageOf(id).(typist).Retype(text)
		text.Wipe()
	}
	w.build()
	w.show()
	w.ended = cancelled
	w.refresh()
}

// typed returns copies of the passwords that were typed into pages.
func (w *Window) typed() map[setup.StepID]secret.Text {
	typed := map[setup.StepID]secret.Text{}
	for id, p := range w.pages {
		if t, ok := p.(typist); ok {
			typed[id] = t.Typed()
		}
	}
	return typed
}
