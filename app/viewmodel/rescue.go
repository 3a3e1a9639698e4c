package viewmodel

import (
	"context"
	"io"

	"kauth/core"
)

// Found is the page that says what was wrong with the vault, and what was kept.
type Found struct {
	app     *App
	busy    bool
	saved   bool
	problem *Problem
}

// FoundState shows it.
type FoundState struct {
	Report  Report
	Unread  []Unread // accounts among them
	Others  int      // records besides accounts that cannot be read
	Again   bool     // the person came back to it: it can be put aside
	Busy    bool
	Problem *Problem
	Saved   bool // a copy of the damaged file was
}

// Screen names it.
func (FoundState) Screen() string { return "found" }

func (f *Found) state() State {
	w := f.app.found
	return FoundState{
		Report: w.report, Unread: w.unread, Others: w.others, Again: w.report.Seen,
		Busy: f.busy, Problem: f.problem, Saved: f.saved,
	}
}

// noRescue is where nothing can go wrong.
type noRescue struct{}

func (noRescue) Report() (Report, bool) { return Report{}, false }
func (noRescue) Dismiss() error         { return nil }
func (noRescue) Unread() []Unread       { return nil }
func (noRescue) Forget(string) error    { return nil }
func (noRescue) Save(io.Writer) error   { return nil }

func (a *App) rescue() Rescue {
	if a.phone == nil || a.phone.Rescue == nil {
		return noRescue{}
	}
	return a.phone.Rescue
}

// The keys of the report that the person has seen, and of the one that was put aside.
const (
	choiceReport = "vault.report"
	choiceAside  = "vault.report.aside"
)

// found is what the rescue said, last time that it was asked: a State is made each
// second, and asking may have to wait for the disk.
type found struct {
	report Report
	is     bool // there is a report
	unread []Unread
	others int
}

func (a *App) findOut() {
	r := a.rescue()
	now := found{}
	now.report, now.is = r.Report()
	now.report.Seen = now.is && a.p.Settings.String(choiceReport) == now.report.ID
	now.is = now.is && a.p.Settings.String(choiceAside) != now.report.ID
	for _, u := range r.Unread() {
		if u.Account {
			now.unread = append(now.unread, u)
		} else {
			now.others++
		}
	}
	a.found = now
}

// tellFound shows over the accounts what was found when they were opened. What the
// person has seen before leaves a banner.
func (a *App) tellFound() {
	if a.found.is && !a.found.report.Seen {
		a.push(&Found{app: a})
	}
}

// showFound opens the page again.
func (a *App) showFound() {
	if _, is := a.top().(*Found); !is && a.found.is {
		a.push(&Found{app: a})
	}
}

// Continue goes on to the accounts. What was found stays to be seen, from a banner.
func (f *Found) Continue() { f.app.do(f.back) }

func (f *Found) back() {
	if f.app.found.is {
		f.app.p.Settings.SetString(choiceReport, f.app.found.report.ID)
	}
	f.app.findOut()
	f.app.pop(f)
}

// Dismiss puts it aside for good. Asking the keyring may take a while.
func (f *Found) Dismiss() {
	f.app.do(func() {
		if f.busy || !f.app.on(f) {
			return
		}
		f.busy, f.problem = true, nil
		r, id := f.app.rescue(), f.app.found.report.ID
		work(f.app, func(context.Context) (struct{}, error) { return struct{}{}, r.Dismiss() }, func(_ struct{}, err error) {
			f.busy = false
			if f.problem = problem(err); err == nil {
				f.app.p.Settings.SetString(choiceAside, id)
				f.app.pop(f)
			}
			f.app.findOut()
		})
	})
}

// Open shows what can be done with a record that cannot be read.
func (f *Found) Open(place string) { f.app.do(func() { f.app.openUnread(place) }) }

// FoundFile is the name to offer for a copy of the damaged file.
const FoundFile = "kauth-damaged-vault.db"

// Save writes a copy of the damaged file to where the person chose; w is closed.
func (f *Found) Save(w io.WriteCloser) {
	f.app.do(func() {
		if f.busy || !f.app.keeps(f, w) {
			return
		}
		f.busy, f.saved, f.problem = true, false, nil
		r := f.app.rescue()
		work(f.app, func(context.Context) (struct{}, error) {
			err := r.Save(w)
			if e := w.Close(); err == nil {
				err = e
			}
			return struct{}{}, err
		}, func(_ struct{}, err error) {
			f.busy = false
			if err != nil {
				f.problem = &Problem{Kind: core.StorageDenied, Detail: core.Reason(err)}
				return
			}
			f.saved = true
		})
	})
}

// errand: choosing a place for the file takes its time.
func (f *Found) errand() bool { return true }
