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
		t.Run("PicturesAreSharpAndGivenBack", sharp)
		t.Run("OneThatIsClosedWhileItOpensIsLeftToOthers", left)
	}})
}

// sharp: the phone has three places for pictures, and none for a fourth that is kept.
func sharp(t *testing.T) {
	world(t, "turned 90")
	t.Cleanup(func() { world(t, "turned 0") })
	c := films(t)
	defer c.Close()
	for range 5 {
		if f := cameratest.Next(t, c); f.Rotation != 90 {
			t.Errorf("turned by %d", f.Rotation)
		}
		c.Release()
	}
	if world(t, "film sharp") != "yes" {
		t.Error("nothing brings what is near into focus")
	}
}

func left(t *testing.T) {
	for range 5 {
		films(t).Close()
	}
	until(t, "a camera that is left to others", func() bool { return world(t, "film open") == "0" })
}

func films(t *testing.T) camera.Camera {
	t.Helper()
	r := lens(t)
	c, err := r.Source.Open(t.Context(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	return c
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
