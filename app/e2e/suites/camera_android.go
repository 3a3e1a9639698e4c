package main

import (
	"strconv"
	"testing"
	"time"

	"kauth/platform/camera"
	"kauth/platform/camera/cameratest"
)

func init() {
	suites = append(suites, testing.InternalTest{Name: "Camera", F: func(t *testing.T) {
		cameratest.Suite(t, func(t *testing.T, keep func(*testing.T, cameratest.Rig)) { keep(t, lens(t)) })
	}})
}

func lens(t *testing.T) cameratest.Rig {
	world(t, "permissions yes")
	world(t, "film count")
	played := func() int {
		n, err := strconv.Atoi(world(t, "film played"))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	all, err := camera.System().Devices(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("%v, %v", all, err)
	}
	return cameratest.Rig{
		Source: camera.System(), ID: all[0].ID,
		Unplug:  func() { world(t, "unplug") },
		Silence: func() { world(t, "film silence") },
		Garble:  func() { world(t, "film garble") },
		Deny:    func() { world(t, "trouble disabled") },
		Lit:     func() bool { return world(t, "film lit") == "yes" },
		Pass: func() {
			for from := played(); played() < from+30; time.Sleep(10 * time.Millisecond) {
				if world(t, "film filming") == "no" {
					return
				}
			}
		},
		Late: 5 * time.Second,
	}
}
