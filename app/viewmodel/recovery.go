package viewmodel

import (
	"context"
	"io"

	"kauth/core"
)

// Recovery shows the recovery passphrase, once.
type Recovery struct {
	app        *App
	passphrase string
	kept       bool
	problem    *Problem
}

// RecoveryState shows it.
type RecoveryState struct {
	Passphrase string
	Kept       bool // "I have written it down" is ticked
	Problem    *Problem
	Toast      Toast
}

// Screen names it.
func (RecoveryState) Screen() string { return "recovery" }

func (r *Recovery) state() State {
	return RecoveryState{Passphrase: r.passphrase, Kept: r.kept, Problem: r.problem, Toast: r.app.toast}
}

// RecoveryFile is the name to offer for a file that keeps it.
const RecoveryFile = "kauth-recovery-passphrase.txt"

// Copy puts it on the clipboard, for a while.
func (r *Recovery) Copy() { r.app.do(func() { r.app.copySecret(r.passphrase) }) }

// Save writes it to a file that the person chose; w is closed.
func (r *Recovery) Save(w io.WriteCloser) {
	r.app.do(func() {
		if !r.app.keeps(r, w) {
			return
		}
		text := "kAuth\n\n" + r.passphrase + "\n"
		work(r.app, func(context.Context) (struct{}, error) {
			_, err := io.WriteString(w, text)
			if e := w.Close(); err == nil {
				err = e
			}
			return struct{}{}, err
		}, func(_ struct{}, err error) {
			r.problem = nil
			if err != nil {
				r.problem = &Problem{Kind: core.StorageDenied, Detail: err.Error()}
				return
			}
			r.app.say(ToastSaved)
		})
	})
}

// Keep ticks "I have written it down".
func (r *Recovery) Keep(kept bool) { r.app.do(func() { r.kept = kept }) }

// Done goes back to the settings.
func (r *Recovery) Done() { r.app.Back() }

// back leaves only when it was written down: it is shown once.
func (r *Recovery) back() {
	if r.kept {
		r.forget()
		r.app.pop(r)
	}
}

func (r *Recovery) forget() { r.passphrase = "" }

// errand: writing takes paper, a pen, and more than a minute.
func (r *Recovery) errand() bool { return true }
