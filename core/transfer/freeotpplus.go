package transfer

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
)

// FreeOTP+ writes JSON, version 1 of FreeOTP an Android preferences file; a code is the
// same in both.
func isFreeOTPPlus(f file) bool { return f.has("tokens", "tokenOrder") }

func readFreeOTPPlus(_ context.Context, f file, _ Options) ([]thing, error) {
	var codes []freeOTPCode
	if json.Unmarshal(f.object["tokens"], &codes) != nil {
		return nil, cutOff()
	}
	var all []thing
	for _, c := range codes {
		all = append(all, c.thing(c.Secret.bytes(), 1))
	}
	return all, nil
}

func isFreeOTPXML(f file) bool {
	for _, value := range f.prefs {
		if strings.Contains(value, `"secret":[`) {
			return true
		}
	}
	return false
}

func readFreeOTPXML(_ context.Context, f file, _ Options) ([]thing, error) {
	var order []string
	_ = json.Unmarshal([]byte(f.prefs["tokenOrder"]), &order) // without it: by name
	var rest []string
	for name, value := range f.prefs {
		if strings.HasPrefix(strings.TrimSpace(value), "{") && !slices.Contains(order, name) {
			rest = append(rest, name)
		}
	}
	slices.Sort(rest)
	var all []thing
	for _, name := range append(order, rest...) {
		value, there := f.prefs[name]
		if !there {
			continue
		}
		var c freeOTPCode
		if json.Unmarshal([]byte(value), &c) != nil {
			return nil, cutOff()
		}
		all = append(all, c.thing(c.Secret.bytes(), 1))
	}
	return all, nil
}
