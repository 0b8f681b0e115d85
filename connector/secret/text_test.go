package secret_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"hire2retire-setup/connector/secret"
)

const plain = "pa55-Wörd-canary"

// holder has the secret in an exported and in an unexported field, where fmt
// cannot call methods.
type holder struct {
	Password secret.Text
	password secret.Text
}

func TestNothingPrintsIt(t *testing.T) {
	h := holder{secret.New(plain), secret.New(plain)}
	outs := map[string]string{}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%b", "%c", "%T %v"} {
		outs["value "+verb] = fmt.Sprintf(verb, h.Password)
		outs["struct "+verb] = fmt.Sprintf(verb, h)
		outs["pointer "+verb] = fmt.Sprintf(verb, &h)
		outs["slice "+verb] = fmt.Sprintf(verb, []secret.Text{h.Password})
		outs["map "+verb] = fmt.Sprintf(verb, map[string]secret.Text{"k": h.password})
	}
	var text, js, gobbed bytes.Buffer
	slog.New(slog.NewTextHandler(&text, nil)).Info("m", "p", h.Password, "h", h, slog.Group("g", "p", h.password))
	slog.New(slog.NewJSONHandler(&js, nil)).Info("m", "p", h.Password, "h", h)
	outs["slog text"], outs["slog json"] = text.String(), js.String()
	asJSON, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	asXML, err := xml.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	if err := gob.NewEncoder(&gobbed).Encode(h); err != nil {
		t.Fatal(err)
	}
	outs["json"], outs["xml"], outs["gob"] = string(asJSON), string(asXML), gobbed.String()
	hex := fmt.Sprintf("%x", plain)
	for name, out := range outs {
		low := strings.ToLower(out)
		if strings.Contains(out, plain) || strings.Contains(low, hex) || strings.Contains(low, "canary") {
			t.Errorf("%s shows the secret: %s", name, out)
		}
	}
}

func TestText(t *testing.T) {
	var zero secret.Text
	a, b := secret.New(plain), secret.FromBytes([]byte(plain))
	switch {
	case !zero.Empty() || zero.Reveal() != "" || zero.Len() != 0:
		t.Error("the zero value is not empty")
	case a.Reveal() != plain || a.Len() != len(plain):
		t.Errorf("Reveal() = %q, want %q", a.Reveal(), plain)
	case !a.Equal(b) || a.Equal(zero) || !zero.Equal(secret.Text{}):
		t.Error("Equal is wrong")
	}
	c := a.Clone()
	a.Wipe()
	if strings.Contains(a.Reveal(), "p") || c.Reveal() != plain {
		t.Errorf("after Wipe: %q, clone %q", a.Reveal(), c.Reveal())
	}
	zero.Wipe() // must not panic
}

func TestSame(t *testing.T) {
	a, b := secret.New(plain), secret.New(plain)
	copied := a
	if !a.Same(copied) || a.Same(b) || a.Same(a.Clone()) || a.Same(secret.Text{}) || !(secret.Text{}).Same(secret.New("")) {
		t.Error("a copy is the same secret, an equal text is not")
	}
}
