package main

import (
	"strings"
	"testing"

	"kauth/core"
	"kauth/platform/hardware"
	"kauth/platform/hardware/hardwaretest"
)

func init() {
	for name, failing := range map[string]string{
		"Hardware": "signer moment", "HardwareThatCrashed": "keystore crashed", "HardwareThatIsOutOfReach": "keystore lost",
	} {
		suites = append(suites, testing.InternalTest{Name: name, F: func(t *testing.T) {
			hardwaretest.Suite(t, func(t *testing.T) hardwaretest.Phone { return chip(t, failing) })
		}})
	}
	suites = append(suites, testing.InternalTest{Name: "HardwareInAChipOfItsOwn", F: apart})
}

// apart: a chip of its own is tried first, and where it cannot make a key another does.
func apart(t *testing.T) {
	p := chip(t, "signer moment").Keys
	t.Cleanup(func() { world(t, "strongbox no") })
	for chip, want := range map[string]core.KeyLevel{"yes": core.InStrongBox, "no": core.InTEE, "breaks": core.InTEE} {
		world(t, "strongbox "+chip)
		k, err := p.Make(t.Context(), core.NewKeyName())
		if err != nil || k.Level != want {
			t.Errorf("a chip, %s: in %q, %v", chip, k.Level, err)
		}
		if err := p.Delete(t.Context(), k.Name); err != nil {
			t.Error(err)
		}
	}
}

// chip is Android's, which fails in that way.
func chip(t *testing.T, failing string) hardwaretest.Phone {
	works, _, _ := strings.Cut(failing, " ")
	works += " works"
	world(t, works)
	return hardwaretest.Phone{
		Keys: hardware.New(), Again: func() hardwaretest.Port { return hardware.New() },
		Busy: func(yes bool) { world(t, map[bool]string{true: failing, false: works}[yes]) },
		Gone: func(name string) { world(t, "signer gone "+name) },
	}
}
