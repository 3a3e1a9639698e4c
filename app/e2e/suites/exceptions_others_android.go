package main

import (
	"context"
	"testing"

	"kauth/core"
	"kauth/platform/background"
	"kauth/platform/browser"
	"kauth/platform/camera"
	"kauth/platform/network"
	"kauth/platform/notify"
	"kauth/platform/privacy"
	"kauth/platform/push"
)

func ofCamera(t *testing.T) []exception {
	world(t, "permissions yes")
	world(t, "film count")
	list := func(t *testing.T) error {
		_, err := camera.System().Devices(t.Context())
		return err
	}
	see := func(t *testing.T) error {
		c, err := camera.System().Open(t.Context(), "0")
		if err != nil {
			return err
		}
		defer c.Close()
		_, err = c.Next(t.Context())
		c.Release()
		return err
	}
	ask := func(t *testing.T) error {
		world(t, "revoke android.permission.CAMERA")
		return see(t)
	}
	trouble := []core.Kind{core.CameraSilent, core.CameraGone, core.CameraRefused}
	return []exception{
		{"camera", "Context.getSystemService", list, trouble},
		{"camera", "CameraManager.getCameraIdList", list, trouble},
		{"camera", "Activity.requestPermissions", ask, []core.Kind{core.CameraRefused, core.CameraBarred}},
		{"camera", "CameraManager.getCameraCharacteristics", see, trouble},
		{"camera", "CameraManager.openCamera", see, trouble},
		{"camera", "CameraDevice.createCaptureRequest", see, trouble},
		{"camera", "CameraDevice.createCaptureSession", see, trouble},
		{"camera", "CameraCaptureSession.setRepeatingRequest", see, trouble},
		{"camera", "ImageReader.acquireLatestImage", see, trouble},
		{"camera", "CameraDevice.close", see, nil},
	}
}

func ofTheRest(t *testing.T) []exception {
	world(t, "desk open")
	t.Cleanup(func() { world(t, "desk close") })
	world(t, "grant android.permission.POST_NOTIFICATIONS")
	n, r, b, held := notify.New(notify.Options{App: "kAuth"}), push.New(push.Options{}), browser.New(nil, nil), background.System{}
	t.Cleanup(func() { n.Close(); r.Close() })
	facts := func(t *testing.T) error {
		_, err := n.Facts(t.Context())
		return err
	}
	services := func(t *testing.T) error {
		_, err := r.Services(t.Context())
		return err
	}
	register := func(t *testing.T) error {
		return r.Register(t.Context(), "fake.distributor", core.WakeAsk{ID: "thrown", About: "kAuth"})
	}
	restricted := func(t *testing.T) error {
		_, err := held.Restricted(t.Context())
		return err
	}
	cannot := []core.Kind{core.Unsupported}
	return []exception{
		{"notify", "Context.getSystemService", facts, cannot},
		{"notify", "NotificationManager.areNotificationsEnabled", facts, cannot},
		{"notify", "Context.startActivity", func(*testing.T) error { return n.Open() }, cannot},
		{"push", "PackageManager.queryBroadcastReceivers", services, cannot},
		{"push", "Context.sendBroadcast", register, []core.Kind{core.Denied}},
		{"push", "Context.sendBroadcast", func(t *testing.T) error { return r.Unregister(t.Context(), "fake.distributor", "thrown") }, cannot},
		{"browser", "Context.startActivity", func(*testing.T) error { return b.Open("https://id.example.org/") }, cannot},
		{"background", "ActivityManager.isBackgroundRestricted", restricted, cannot},
		{"background", "ConnectivityManager.isActiveNetworkMetered", restricted, cannot},
		{"background", "Context.startActivity", func(*testing.T) error { return held.Open() }, cannot},
	}
}

// unheard are those of calls that answer nobody: a notice that is not shown, a window that
// stays hidden, a network that is not watched. The next call does what the last did not.
func unheard(t *testing.T) {
	n, g := notify.New(notify.Options{App: "kAuth"}), privacy.New()
	defer n.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	changed := make(chan network.Change, 16)
	for _, how := range ways {
		throwing := func(at string, f func()) {
			before := throws(t)
			world(t, "throw "+at+" "+how)
			f()
			until(t, at, func() bool { return throws(t) > before })
			world(t, "throw")
		}
		throwing("NotificationManager.notify", func() { n.Show(request("chl_thrown")) })
		shown(t, 0)
		n.Show(request("chl_thrown"))
		shown(t, 1)
		throwing("NotificationManager.cancel", func() { n.Withdraw("chl_thrown") })
		n.Show(request("chl_thrown"))
		n.Withdraw("chl_thrown")
		shown(t, 0)
		throwing("Window.setFlags", func() { _ = g.Hide(false) })
		if world(t, "hidden") != "true" {
			t.Error("a window that could not be shown is shown")
		}
		_ = g.Hide(true)
		throwing("Settings.getFloat", func() { world(t, "font 1") })
		throwing("ConnectivityManager.registerDefaultNetworkCallback", func() { network.Watch(ctx, func(c network.Change) { changed <- c }) })
	}
	network.Watch(ctx, func(c network.Change) { changed <- c })
	until(t, "a network that changes", func() bool {
		world(t, "network on")
		return len(changed) > 0
	})
}
