package exchange

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"hire2retire-setup/connector/check"
)

// wireEvidence is the file, version 1.
type wireEvidence struct {
	Version     int            `json:"version"`
	Kind        string         `json:"kind"`
	Account     string         `json:"account"`
	TenantID    string         `json:"tenantId"`
	By          string         `json:"by"`
	At          time.Time      `json:"at"`
	Assignments []wireAssigned `json:"assignments"`
	RoleGroups  []struct {
		Name    string   `json:"name"`
		Members []string `json:"members"`
	} `json:"roleGroups"`
	Entra []ReportedRole `json:"entraRoles"`
}

type wireAssigned struct {
	Role       string      `json:"role"`
	RoleType   string      `json:"roleType"`
	To         string      `json:"to"`
	ToType     string      `json:"toType"`
	WriteScope string      `json:"writeScope"`
	Entries    []wireEntry `json:"entries"`
}

type wireEntry struct {
	Cmdlet     string   `json:"cmdlet"`
	Parameters []string `json:"parameters"`
}

// MaxEvidence is how long a file of evidence may be.
const MaxEvidence = 256 << 10

// Why a file of evidence was refused.
var (
	ErrEvidenceSize = errors.New("the file is too large for evidence")
	ErrEvidenceText = errors.New("the file is not UTF-8 text")
	ErrEvidenceForm = errors.New("the file is not what the evidence script writes")
	ErrEvidenceNew  = errors.New("the file comes from a newer evidence script")
)

// ParseEvidence reads the file of the evidence script. It refuses what the
// script does not write: the rest of the file might be as wrong as that.
func ParseEvidence(data []byte) (Evidence, error) {
	if len(data) > MaxEvidence {
		return Evidence{}, ErrEvidenceSize
	}
	data, err := evidenceText(data)
	if err != nil {
		return Evidence{}, err
	}
	var version struct {
		Version int    `json:"version"`
		Kind    string `json:"kind"`
	}
	if json.Unmarshal(data, &version) != nil || version.Kind != "hire2retire-evidence" || version.Version < 1 {
		return Evidence{}, ErrEvidenceForm
	}
	if version.Version > 1 {
		return Evidence{}, ErrEvidenceNew
	}
	var w wireEvidence
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&w); err != nil {
		return Evidence{}, fmt.Errorf("%w: %w", ErrEvidenceForm, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return Evidence{}, ErrEvidenceForm
	}
	if w.Account == "" || w.At.IsZero() || repeats(json.NewDecoder(bytes.NewReader(data))) {
		return Evidence{}, ErrEvidenceForm
	}
	return w.evidence(), nil
}

// evidenceText returns the text of a file in UTF-8. The script writes that, but
// Out-File and > of Windows PowerShell 5.1, by which files are passed on, write
// UTF-16 with a byte order mark.
func evidenceText(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		data = narrow(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		data = narrow(data[2:], binary.BigEndian)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) || bytes.ContainsRune(data, 0) || bytes.ContainsRune(data, utf8.RuneError) {
		return nil, ErrEvidenceText
	}
	return data, nil
}

// narrow turns UTF-16 into UTF-8. Half a character at the end is none.
func narrow(data []byte, order binary.ByteOrder) []byte {
	if len(data)%2 != 0 {
		return []byte{0}
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

// repeats reports whether an object of a JSON text holds a key twice, in whatever
// case: readers differ in which of the two they take. The text is known to be
// well formed.
func repeats(d *json.Decoder) bool {
	opening, _ := d.Token()
	seen := map[string]bool{}
	for opening == json.Delim('{') && d.More() {
		token, _ := d.Token()
		key, _ := token.(string)
		if key = strings.ToLower(key); seen[key] || repeats(d) {
			return true
		}
		seen[key] = true
	}
	for opening == json.Delim('[') && d.More() {
		if repeats(d) {
			return true
		}
	}
	if _, nested := opening.(json.Delim); nested {
		_, _ = d.Token() // the end of it
	}
	return false
}

func (w wireEvidence) evidence() Evidence {
	e := Evidence{Account: check.Clean(w.Account), TenantID: check.Clean(w.TenantID), By: check.Clean(w.By), At: w.At, Entra: w.Entra}
	for _, a := range w.Assignments {
		if strings.EqualFold(a.ToType, "RoleAssignmentPolicy") {
			continue // what every user has
		}
		one := Assignment{Role: a.Role, Type: a.RoleType, To: a.To, ToType: a.ToType, Scope: a.WriteScope}
		if a.Entries != nil {
			one.Entries = readEntries(a.Entries)
		}
		e.Assignments = append(e.Assignments, one)
	}
	return e
}

func readEntries(list []wireEntry) *Capabilities {
	c := newCapabilities()
	for _, e := range list {
		c.allow(e.Cmdlet, e.Parameters)
	}
	return &c
}
