package viewmodel

import (
	"context"

	"kauth/core"
	"kauth/core/link"
)

// Parts is an export from another phone, which may be several QR codes: what was read
// of it so far, and what is still missing. Nothing is added before the person says so,
// and nothing that was read is forgotten without a question.
type Parts struct {
	app     *App
	parts   link.Parts
	leaving bool
	busy    bool
	problem *Problem
}

// PartsState shows it.
type PartsState struct {
	PartsProgress
	Rows    []PartsRow // what was read, in the export's order
	New     int        // how many of these are not on this phone yet
	Leaving bool       // the person wants to go without adding: ask
	Busy    bool
	Problem *Problem
}

// PartsProgress is how far an export of several codes was read.
type PartsProgress struct {
	Of      int   // how many codes there are; 0 where no export is being read
	Missing []int // those that were not read yet, from 1, ascending
}

// PartsRow is an account of the export.
type PartsRow struct {
	Title, Label string
	Identity     string // for the avatar
	Here         bool   // it is on this phone already
	Refused      bool   // its codes would be wrong here: it is left out
}

// Screen names it.
func (PartsState) Screen() string { return "parts" }

func (p *Parts) state() State {
	s := PartsState{PartsProgress: p.progress(), Leaving: p.leaving, Busy: p.busy, Problem: p.problem}
	for _, a := range p.parts.Accounts() {
		row := PartsRow{Title: a.Title(), Label: a.Label, Identity: Identity(a), Here: p.app.holds(a)}
		if !row.Here {
			s.New++
		}
		s.Rows = append(s.Rows, row)
	}
	for _, r := range p.parts.Refused() {
		a := core.Account{Issuer: r.Issuer, Label: r.Label}
		s.Rows = append(s.Rows, PartsRow{Title: a.Title(), Label: a.Label, Identity: Identity(a), Refused: true})
	}
	return s
}

func (p *Parts) progress() PartsProgress {
	return PartsProgress{Of: p.parts.Size(), Missing: p.parts.Missing()}
}

// holds tells whether an account is here, as AddCodeOnly would.
func (a *App) holds(x core.Account) bool {
	for _, have := range a.accounts {
		if have.Issuer == x.Issuer && have.Label == x.Label && have.OTP.Secret.Equal(x.OTP.Secret) {
			return true
		}
	}
	return false
}

// gathering is the export that is being read, or nil.
func (a *App) gathering() *Parts {
	for _, s := range a.stack {
		if p, ok := s.page.(*Parts); ok {
			return p
		}
	}
	return nil
}

// partsProgress is for the page that reads the next code.
func (a *App) partsProgress() PartsProgress {
	if p := a.gathering(); p != nil {
		return p.progress()
	}
	return PartsProgress{}
}

// gather takes codes of an export. The first shows what was read; further ones add to
// that, and the reading page stays until there is nothing left to read.
func (a *App) gather(codes ...*link.Export) *Problem {
	p := a.gathering()
	if p == nil {
		p = &Parts{app: a}
		a.push(p)
	}
	p.leaving, p.problem = false, nil
	var other *Problem
	for _, e := range codes {
		if !p.parts.Add(e) {
			other = &Problem{Kind: core.OtherExport}
		}
	}
	if len(p.parts.Missing()) == 0 {
		p.settle()
	}
	if a.top() == page(p) {
		p.problem, other = other, nil
	}
	return other
}

// settle takes away what reads further codes.
func (p *Parts) settle() {
	for p.app.on(p) && p.app.top() != page(p) {
		p.app.pop(p.app.top())
	}
}

// exportsIn are the codes of exports among several texts, as one drop of files gives.
func exportsIn(texts []string) (codes []*link.Export) {
	for _, t := range texts {
		if p, err := link.Parse(t); err == nil && p.Export != nil {
			codes = append(codes, p.Export)
		}
	}
	return codes
}

// Next goes on to read the codes that are missing.
func (p *Parts) Next() {
	p.app.do(func() {
		if !p.busy && p.app.top() == page(p) {
			p.leaving = false
			p.app.push(&Scan{app: p.app})
		}
	})
}

// Add puts what was read on this phone. What is here already is passed over.
func (p *Parts) Add() {
	p.app.do(func() {
		if p.busy || len(p.parts.Accounts()) == 0 {
			return
		}
		p.busy, p.problem, p.leaving = true, nil, false
		accounts, enroll := p.parts.Accounts(), p.app.phone.Enroll
		work(p.app, func(ctx context.Context) (struct{}, error) {
			for _, a := range accounts {
				if ctx.Err() != nil {
					return struct{}{}, core.E("viewmodel.Parts", core.Cancelled, nil)
				}
				if _, err := enroll.AddCodeOnly(a); err != nil && core.KindOf(err) != core.Duplicate {
					return struct{}{}, err
				}
			}
			return struct{}{}, nil
		}, func(_ struct{}, err error) { p.added(err) })
	})
}

// added shows what is here now: where the disk filled up half way, the rest can be
// added again later, and nothing comes twice.
func (p *Parts) added(err error) {
	p.busy = false
	if err != nil {
		_ = p.app.reload()
		p.problem = problem(err)
		return
	}
	p.app.home()
	p.app.say(ToastAdded)
}

// back asks before what was read is forgotten.
func (p *Parts) back() {
	switch {
	case p.busy:
	case p.leaving || p.state().(PartsState).New == 0:
		p.app.pop(p)
	default:
		p.leaving = true
	}
}

// Leave forgets what was read.
func (p *Parts) Leave() {
	p.app.do(func() {
		if !p.busy {
			p.app.pop(p)
		}
	})
}

// Stay takes the question back.
func (p *Parts) Stay() { p.app.do(func() { p.leaving = false }) }
