package profile

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"

	"hire2retire-setup/connector/check"
)

// The arguments of a check.Text are "any". JSON would give a nested sentence
// back as a map, and a time or an error as something else than a template
// shows. freeze makes values of them that survive, and revive makes the
// sentences whole again, so that a saved text reads as it did. Facts are made
// for JSON; their numbers only come back as what they were.

// freeze returns p with arguments that JSON keeps.
func freeze(p Profile) Profile { return mapTexts(p, frozen) }

// revive undoes what JSON did to the values of p.
func revive(p Profile) Profile {
	p = mapTexts(p, revived)
	for _, e := range p.Evidence {
		for i, r := range e.Report.Results {
			e.Report.Results[i].Facts = mapValues(r.Facts, revived)
		}
	}
	return p
}

// mapTexts returns a copy of p in which f has been applied to every argument.
func mapTexts(p Profile, f func(any) any) Profile {
	p.Reasons = mapSlice(p.Reasons, func(t check.Text) check.Text { return mapText(t, f) })
	p.Evidence = mapSlice(p.Evidence, func(e Evidence) Evidence {
		e.Report.Results = mapSlice(e.Report.Results, func(r check.Result) check.Result { return mapResult(r, f) })
		return e
	})
	return p
}

func mapResult(r check.Result, f func(any) any) check.Result {
	r.Title, r.Found = mapText(r.Title, f), mapText(r.Found, f)
	// JSON can hold a null, which is no problem.
	r.Problems = slices.DeleteFunc(slices.Clone(r.Problems), func(p *check.Problem) bool { return p == nil })
	r.Problems = mapSlice(r.Problems, func(p *check.Problem) *check.Problem {
		q := *p
		q.Err = nil
		q.Detail, q.Advice.Do = mapText(p.Detail, f), mapText(p.Advice.Do, f)
		return &q
	})
	return r
}

func mapText(t check.Text, f func(any) any) check.Text {
	t.Args = mapValues(t.Args, f)
	return t
}

func mapValues[M ~map[string]any](m M, f func(any) any) M {
	if m == nil {
		return nil
	}
	out := make(M, len(m))
	for k, v := range m {
		out[k] = f(v)
	}
	return out
}

func mapSlice[T any](in []T, f func(T) T) []T {
	if in == nil {
		return nil
	}
	out := make([]T, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}

// frozen returns a value that JSON keeps: texts, booleans, numbers, strings,
// and slices and maps of these; of all else, what a template would show.
func frozen(v any) any {
	switch v := v.(type) {
	case nil, bool, string:
		return v
	case check.Text:
		return mapText(v, frozen)
	case *check.Text:
		return mapText(*v, frozen)
	case error, fmt.Stringer:
		return fmt.Sprint(v)
	}
	r := reflect.ValueOf(v)
	switch {
	case r.Kind() == reflect.Bool:
		return r.Bool()
	case r.CanInt():
		return r.Int()
	case r.CanUint() && r.Uint() <= math.MaxInt64:
		return int64(r.Uint())
	case r.Kind() == reflect.Slice, r.Kind() == reflect.Array:
		return frozenSlice(r)
	case r.Kind() == reflect.Map:
		return frozenMap(r)
	}
	return fmt.Sprint(v)
}

func frozenSlice(s reflect.Value) []any {
	out := make([]any, s.Len())
	for i := range out {
		out[i] = frozen(s.Index(i).Interface())
	}
	return out
}

func frozenMap(m reflect.Value) map[string]any {
	out := make(map[string]any, m.Len())
	for _, k := range m.MapKeys() {
		out[fmt.Sprint(k.Interface())] = frozen(m.MapIndex(k).Interface())
	}
	return out
}

// revived undoes what JSON did to a frozen value.
func revived(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		return v.String()
	case []any:
		return mapSlice(v, revived)
	case map[string]any:
		if t, ok := textOf(v); ok {
			return t
		}
		return mapValues(v, revived)
	}
	return v
}

// textOf returns the sentence that m is, and whether it is one: it has the
// template and nothing that a sentence has not.
func textOf(m map[string]any) (check.Text, bool) {
	for k := range m {
		if k != "key" && k != "text" && k != "one" && k != "args" {
			return check.Text{}, false
		}
	}
	other, ok := m["text"].(string)
	if !ok {
		return check.Text{}, false
	}
	t := check.Text{Other: other}
	t.Key, _ = m["key"].(string)
	t.One, _ = m["one"].(string)
	if args, ok := m["args"].(map[string]any); ok {
		t.Args = mapValues(args, revived)
	}
	return t, true
}
