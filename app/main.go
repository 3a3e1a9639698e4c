// Command kauth is the authenticator app: main wires the platform, the core, the
// view-models and the screens together, and takes no decision of its own.
package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/signal"
	"syscall"

	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/wire"
	"kauth/core/vault"
	"kauth/platform/background"
	"kauth/platform/browser"
	"kauth/platform/camera"
	"kauth/platform/clipboard"
	"kauth/platform/memory"
	"kauth/platform/unlock"
)

func main() {
	memory.Keep(!driven)
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	f, err := parse(args, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return front(ctx, stop, f)
}

// surroundings are what a window, or its stand-in, lends the view-model.
type surroundings struct {
	open    func(address string) error
	clip    viewmodel.Clipboard
	choices viewmodel.Choices
	awake   bool
	notices viewmodel.Notifier // nil: none
	tray    func(ctx context.Context) bool
	raise   func() // nil: nothing to bring to the front
	behind  func() // nil: nothing to go back to from the first page
	cameras camera.Source
	screen  viewmodel.Screen // nil: the screen cannot be read
	window  viewmodel.Window // nil: nothing hides it from screenshots
	wakes   *wakes           // nil: nothing wakes the app
	fingers wire.Fingers     // nil: the system's
	keyring vault.Keyring    // nil: the system's
}

// newApp makes the view-model on the real core.
func newApp(f flags, s surroundings, quit func()) *viewmodel.App {
	words := func() (string, string) {
		c := catalog(f, s.choices)
		return c.T("browser.back.title"), c.T("browser.back.sentence")
	}
	if f.noCamera {
		s.cameras = nil
	}
	if s.wakes == nil {
		s.wakes = &wakes{}
	}
	base := s.wakes.options(s.choices)
	base.Keyring = s.keyring
	if base.Fingers = s.fingers; s.fingers == nil {
		base.Fingers = unlock.New(func() unlock.Words {
			c := catalog(f, s.choices)
			return unlock.Words{Title: c.T("lock.finger.prompt"), Other: c.T("lock.finger.other")}
		})
	}
	return viewmodel.New(viewmodel.Ports{
		Opener: opener{f: f, wakes: s.wakes, base: base}, Reader: reader{}, Clipboard: s.clip, Browser: browser.New(s.open, words),
		Settings: s.choices, Server: f.server, PhoneName: f.phoneName, Quit: quit, AlwaysAwake: s.awake,
		Restrictions: background.System{}, Notices: s.notices, Leave: leaveOf(s.notices), Raise: s.raise, Behind: s.behind, Tray: s.tray,
		Cameras: lendCameras(s.cameras), CameraSettings: cameraSettings(s.cameras), Scanner: newScanner, Screen: s.screen,
		About: aboutState(), Woken: s.wakes.woken, Window: s.window,
	})
}

// catalog has the words of the language that is spoken now.
func catalog(f flags, choices viewmodel.Choices) *text.Catalog {
	lang := f.language
	if lang == "" {
		lang = choices.String("language")
	}
	system := systemLocale()
	if lang == "" {
		lang = system
	}
	return text.New(lang).In(system)
}

// picture is what the clipboard holds besides text, or nil.
func picture(ctx context.Context) []byte {
	data, err := clipboard.Picture(ctx)
	if err != nil {
		return nil // nothing to paste, for whatever reason: the page says how else
	}
	return data
}
