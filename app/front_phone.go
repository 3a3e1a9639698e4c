//go:build ci

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"

	"fyne.io/fyne/v2"

	"kauth/app/drive"
	"kauth/app/screen"
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
	vm := newApp(f, surroundings{
		open: func(address string) error { return phone.Opened(address) },
		clip: &systemClipboard{a: a}, choices: choices{a.Preferences()},
	}, stop)
	shell := screen.NewShell(w, vm, screen.Options{
		Language: f.language, Appearance: f.theme, TextScale: float32(f.textScale), System: systemLocale(), Still: true,
	})
	phone = drive.New(w, drive.Hooks{
		Screen: shell.Screen, OpenLink: vm.OpenLink, Drop: vm.Drop,
		Background: vm.Background, Foreground: vm.Foreground, Quit: stop, Rekey: vm.Rekey,
	})
	srv := &http.Server{Handler: phone.Handler(), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = srv.Serve(l) }()
	_ = json.NewEncoder(os.Stdout).Encode(map[string]string{"url": "http://" + l.Addr().String()})

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
