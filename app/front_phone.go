//go:build ci

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"kauth/app/drive"
	"kauth/app/screen"
	"kauth/app/viewmodel"
	"kauth/core"
	"kauth/platform/camera/film"
	"kauth/platform/keystore"
	"kauth/platform/network"
	"kauth/platform/unlock/played"
)

const driven = true

// front runs the headless phone until it is told to quit. Standard output gets one
// line of JSON with the address to drive it at.
func front(ctx context.Context, stop func(), f flags) int {
	l, err := drive.Listen(f.drive)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	a := drive.NewApp()
	w := a.NewWindow("kAuth")
	w.Resize(fyne.NewSize(f.width, f.height))

	var phone *drive.Phone
	device, show := film.Slide("phone", "Camera")
	device.Fault(core.NoCamera) // until it is shown something
	var shown atomic.Pointer[image.Image]
	desktop := func(context.Context) (image.Image, error) {
		if img := shown.Load(); img != nil {
			return *img, nil
		}
		return nil, core.E("main.desktop", core.ScreenRefused, nil)
	}
	person := &played.Hardware{}
	around := surroundings{
		fingers: person,
		open:    func(address string) error { return phone.Opened(address) },
		clip:    &systemClipboard{a: a}, choices: choices{a.Preferences()}, cameras: film.Source{device}, screen: desktop,
	}
	if f.memoryKeyring {
		around.keyring = keystore.InMemory()
	}
	vm := newApp(f, around, stop)
	shell := screen.NewShell(w, vm, screen.Options{
		Language: f.language, Appearance: f.theme, TextScale: float32(f.textScale), System: systemLocale(), Still: true,
	})
	phone = drive.New(w, drive.Hooks{
		Screen: shell.Screen, OpenLink: vm.OpenLink, Drop: dropOn(vm),
		Desktop: func(img image.Image) { shown.Store(&img) },
		Camera: func(sees image.Image, fault string) {
			if sees != nil {
				show(film.Frame(sees))
			}
			device.Fault(core.Kind(fault))
		},

		Finger:     person.Say,
		Background: vm.Background, Foreground: vm.Foreground, Quit: stop, Rekey: vm.Rekey,
	})
	srv := &http.Server{Handler: phone.Handler(), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = srv.Serve(l) }()
	_ = json.NewEncoder(os.Stdout).Encode(map[string]string{"url": "http://" + l.Addr().String()})

	network.Watch(ctx, func(network.Change) { vm.NetworkChanged() })
	go vm.Run(ctx)
	if f.link != "" {
		vm.OpenLink(f.link)
	}
	a.Loop(vm.Done())
	grace, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = srv.Shutdown(grace)
	return 0
}

// dropOn has files dropped as by a hand.
func dropOn(vm *viewmodel.App) func([]drive.File) {
	return func(files []drive.File) {
		var all []viewmodel.File
		for _, f := range files {
			all = append(all, viewmodel.File{Name: f.Name, Open: func() (io.ReadCloser, error) {
				return io.NopCloser(bytes.NewReader(f.Data)), nil
			}})
		}
		vm.Drop(all)
	}
}
