//go:build browser

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"slices"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"kauth/core/coretest/photo"
	"kauth/core/qr"
)

// scannedOffTheScreen holds what people do before everything else: they point a phone
// at the code on a monitor. Each kind of monitor is read as it is, by a still and by a
// camera's frame, and then as a camera sees it.
func scannedOffTheScreen(w *world) {
	for name, m := range map[string]struct {
		wide, high int64
		scale      float64
		look       []chromedp.Action[chromedp.Void]
	}{
		"small laptop":           {1280, 720, 1, nil},
		"laptop at 125 %, dark":  {1366, 768, 1.25, []chromedp.Action[chromedp.Void]{dark()}},
		"large monitor at 150 %": {1920, 1080, 1.5, nil},
		"fine monitor, dark":     {1440, 900, 2, []chromedp.Action[chromedp.Void]{dark()}},
		"another phone":          {390, 844, 3, nil},
	} {
		b := w.open(append(m.look, monitor(m.wide, m.high, m.scale))...)
		offer(b)
		shown, screen := b.text("[data-address]"), screenAround(b, m.scale)
		if !readsStill(screen, shown) || !readsLive(screen, shown) {
			w.Errorf("%s: the screen itself is not read", name)
		}
		module := float64(screen.Rect.Dx()) / 90 // of about 65 modules with room around
		for _, trouble := range []photo.Trouble{photo.None, photo.Rotated, photo.Tilted, photo.Noise, photo.Uneven} {
			// The frames too, as a busy machine may not leave a still its five seconds.
			if seen := photo.Show(screen, module, trouble, 1); !readsStill(seen, shown) && !readsLive(seen, shown) {
				w.Errorf("%s, %s: not read off the screen", name, trouble)
			}
		}
	}
}

func monitor(wide, high int64, scale float64) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
			Width: wide, Height: high, DeviceScaleFactor: scale,
		})
		return err
	})
}

// screenAround is the screen's part with the code, as gray pixels.
func screenAround(b *browser, scale float64) *image.Gray {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	data, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	ok(b.t, err)
	page, err := png.Decode(bytes.NewReader(data))
	ok(b.t, err)
	var at struct{ X, Y, Width, Height float64 }
	ok(b.t, json.Unmarshal([]byte(ask[string](b, `JSON.stringify(document.querySelector(".qr").getBoundingClientRect())`)), &at))
	top := ask[float64](b, `window.scrollY`)
	around := image.Rect(int(scale*(at.X-30)), int(scale*(at.Y+top-30)), int(scale*(at.X+at.Width+30)), int(scale*(at.Y+top+at.Height+30))).Intersect(page.Bounds())
	g := image.NewGray(image.Rect(0, 0, around.Dx(), around.Dy()))
	draw.Draw(g, g.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(g, g.Rect, page, around.Min, draw.Over)
	return g
}

func readsStill(g *image.Gray, want string) bool {
	codes, _ := qr.Find(context.Background(), g)
	return slices.ContainsFunc(codes, func(c qr.Code) bool { return c.Text == want })
}

// readsLive gives a camera's scanner as many frames as it has ways to look.
func readsLive(g *image.Gray, want string) bool {
	s := qr.NewScanner()
	l := qr.Luma{Pix: g.Pix, Stride: g.Stride, Width: g.Rect.Dx(), Height: g.Rect.Dy()}
	for range 6 {
		if slices.ContainsFunc(s.Frame(l, time.Now().Add(patience)), func(c qr.Code) bool { return c.Text == want }) {
			return true
		}
	}
	return false
}
