package instance

import (
	"errors"
	"maps"
	"testing"
)

const (
	here   = `"C:\Users\Max Müller\kauth.exe" -- "%1"`
	before = `"D:\old\KAUTH.EXE" "%1"`
	others = `"C:\Program Files\other\app.exe" "%1"`
)

// list is a registry in memory.
type list map[string]string

func (l list) Command(scheme string) string { return l[scheme] }

func (l list) Set(scheme, command string) error { l[scheme] = command; return nil }

func TestOnWindowsAddressesOpenTheAppAndOthersKeepTheirs(t *testing.T) {
	for name, c := range map[string]struct{ had, want list }{
		"nobody":            {list{}, list{"kauth": here, "otpauth": here, "otpauth-migration": here}},
		"another app":       {list{"kauth": others, "otpauth": others}, list{"kauth": here, "otpauth": others, "otpauth-migration": here}},
		"moved":             {list{"kauth": before, "otpauth": before, "otpauth-migration": others}, list{"kauth": here, "otpauth": here, "otpauth-migration": others}},
		"not quoted":        {list{"otpauth": `C:\app.exe %1`}, list{"kauth": here, "otpauth": `C:\app.exe %1`, "otpauth-migration": here}},
		"a similar program": {list{"otpauth": `"C:\notkauth.exe" "%1"`}, list{"kauth": here, "otpauth": `"C:\notkauth.exe" "%1"`, "otpauth-migration": here}},
	} {
		if err := register(c.had, `C:\Users\Max Müller\kauth.exe`); err != nil || !maps.Equal(c.had, c.want) {
			t.Errorf("%s: %v, %v", name, c.had, err)
		}
	}
}

// full is a registry that takes nothing more.
type full struct{ list }

func (full) Set(string, string) error { return errors.New("full") }

func TestOnWindowsNothingIsWrittenThatIsThere(t *testing.T) {
	if err := register(full{list{"kauth": here, "otpauth": here, "otpauth-migration": others}}, `C:\Users\Max Müller\kauth.exe`); err != nil {
		t.Error(err)
	}
	if err := register(full{list{}}, `C:\Users\Max Müller\kauth.exe`); err == nil {
		t.Error("a registry that is full is not told")
	}
}
