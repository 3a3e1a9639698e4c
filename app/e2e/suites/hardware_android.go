package main

import (
	"testing"

	"kauth/platform/hardware"
	"kauth/platform/hardware/hardwaretest"
)

func init() {
	suites = append(suites, testing.InternalTest{Name: "Hardware", F: func(t *testing.T) { hardwaretest.Suite(t, chip) }})
}

func chip(t *testing.T) hardwaretest.Phone {
	world(t, "signer works")
	return hardwaretest.Phone{
		Keys: hardware.New(), Again: func() hardwaretest.Port { return hardware.New() },
		Busy: func(yes bool) { world(t, map[bool]string{true: "signer moment", false: "signer works"}[yes]) },
		Gone: func(name string) { world(t, "signer gone "+name) },
	}
}
