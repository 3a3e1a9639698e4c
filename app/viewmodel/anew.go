package viewmodel

import "context"

// Anew asks before the app begins again without the accounts that it cannot read.
type Anew struct {
	app     *App
	sure    bool
	busy    bool
	problem *Problem
}

// AnewState shows it.
type AnewState struct {
	Sure    bool // "I understand" is ticked
	Busy    bool
	Problem *Problem
}

// Screen names it.
func (AnewState) Screen() string { return "anew" }

func (n *Anew) state() State { return AnewState{Sure: n.sure, Busy: n.busy, Problem: n.problem} }

// Sure ticks "I understand".
func (n *Anew) Sure(on bool) { n.app.do(func() { n.sure = on && !n.busy || n.busy && n.sure }) }

// Keep leaves all as it is.
func (n *Anew) Keep() { n.app.do(n.back) }

func (n *Anew) back() {
	if !n.busy {
		n.app.pop(n)
	}
}

// Begin puts the files that cannot be read aside, and opens an empty vault. Nothing is
// deleted.
func (n *Anew) Begin() {
	n.app.do(func() {
		if !n.sure || n.busy || !n.app.on(n) {
			return
		}
		n.busy, n.problem = true, nil
		work(n.app, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, n.app.p.Opener.StartOver(ctx)
		}, func(_ struct{}, err error) {
			if n.busy, n.problem = false, problem(err); err != nil {
				return
			}
			n.app.stack = nil
			n.app.push(&Starting{})
			n.app.open()
		})
	})
}
