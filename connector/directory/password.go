package directory

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/secret"
)

// maxPassword is the longest password of an account, in UTF-16 units.
const maxPassword = 256

// CheckPassword judges a password before it is ever sent. It is used exactly as
// typed: never trimmed, never normalised. The notices tell what may be a slip
// of the hand. The error is a *check.Problem of the field "password".
func CheckPassword(password secret.Text, user Name) ([]check.Text, error) {
	s := password.Reveal()
	switch {
	case s == "":
		return nil, passwordRefused("password.empty", check.T("password.empty", "No password was given. An empty one is never sent: a domain controller would take it for an anonymous visitor."))
	case !utf8.ValidString(s):
		return nil, passwordRefused("password.encoding", check.T("password.encoding", "The password is not UTF-8 text. Save the file or set the terminal to UTF-8."))
	case strings.ContainsRune(s, 0):
		return nil, passwordRefused("password.character", check.T("password.nul", "The password holds a NUL character, which no password can have."))
	case len(utf16.Encode([]rune(s))) > maxPassword:
		return nil, passwordRefused("password.long", check.T("password.long", "The password has more than {{.max}} characters, the most that Active Directory allows.", "max", maxPassword))
	}
	return passwordNotices(s, user), nil
}

func passwordRefused(code check.Code, detail check.Text) *check.Problem {
	return refuse(code, FieldPassword, detail, check.T("password.do", "Type the password of the service account."))
}

func passwordNotices(s string, user Name) []check.Text {
	var notices []check.Text
	switch {
	case strings.Trim(s, " ") == "":
		notices = append(notices, check.T("password.only-spaces", "The password consists of spaces. It is sent exactly so."))
	case strings.ContainsAny(s, "\r\n"):
		notices = append(notices, check.T("password.line-break", "The password holds a line break, perhaps from pasting. It is sent exactly so."))
	case trim(s) != s:
		notices = append(notices, check.T("password.space", "The password begins or ends with a space. It is sent exactly so."))
	}
	if nfc(s) != s {
		notices = append(notices, check.T("password.composed", "The password holds accents typed as characters of their own, which a Windows keyboard does not make. It is sent exactly so."))
	}
	if strings.EqualFold(s, user.User) || strings.EqualFold(s, user.String()) {
		notices = append(notices, check.T("password.user-name", "The password is the same as the user name."))
	}
	return notices
}
