// Package notify shows notices beside the app, by the system's own means, with
// buttons where the system has them: on Linux and the BSDs the Desktop Notifications
// Specification 1.2 over D-Bus. It decides neither what is shown nor what an answer
// does.
//
// An answer counts only for the notice whose button was pressed: each button carries a
// random word that is known for that notice alone, and no longer once it is withdrawn
// or shown with other words. So a late tap, a number that a restarted service gives
// out again, or another program that guesses one answers nothing.
package notify

import (
	"image"

	"kauth/core"
)

// Options say who shows the notices.
type Options struct {
	App     string // the name that people read
	Desktop string // the name of its .desktop file, without the ending
	Icon    image.Image
	// Answered hears what a person said, on the goroutine that hears the bus:
	// it must not block.
	Answered func(id string, a core.NoticeAnswer)
	// Taken hears that the service took a notice, under the same rule.
	Taken func(id string)
}

func (o *Options) fill() {
	if o.Answered == nil {
		o.Answered = func(string, core.NoticeAnswer) {}
	}
	if o.Taken == nil {
		o.Taken = func(string) {}
	}
}
