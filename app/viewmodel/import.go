package viewmodel

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"kauth/core"
	"kauth/core/transfer"
)

// ImportStep is how far an import has come.
type ImportStep string

// The steps.
const (
	ImportChoose   ImportStep = "choose"   // a file
	ImportReading  ImportStep = "reading"  // it is being opened
	ImportPassword ImportStep = "password" // it is sealed
	ImportCostly   ImportStep = "costly"   // it takes much memory: shall it?
	ImportPreview  ImportStep = "preview"  // all that is in it
	ImportAdding   ImportStep = "adding"
)

// Import takes over the codes of another app, or a backup: a file, its password, a look
// at all that is in it, and only then the vault.
type Import struct {
	app      *App
	step     ImportStep
	data     []byte
	password []byte
	report   transfer.Report
	mib      int
	wrong    bool   // the password
	failed   string // why the file cannot be read
	problem  *Problem
	stop     context.CancelFunc
	began    time.Time // the work under way
	attempt  int       // counts: what comes late of an earlier one counts no more
}

// ImportState shows it.
type ImportState struct {
	Step      ImportStep
	Format    string // as transfer names it; "" where it is not known yet
	Backup    bool   // it is a backup of this app
	Add       []ImportRow
	Here, Out []ImportRow // here already; cannot be added
	Missing   []int       // numbers of the codes that an export of several QR codes lacks here
	Seconds   int         // that the work under way has taken; 0 for less than two
	MiB       int         // of memory that opening it takes
	Wrong     bool        // the password
	Failed    string      // why the file cannot be read: "not_ours", "malformed", "too_new", "database", "own_key", "too_costly"
	Problem   *Problem    // of this phone's store
}

// ImportRow is one thing in the file.
type ImportRow struct {
	Issuer, Label, Type string
	Reason              string // of a repair or a refusal, as transfer names it; "" for none
}

// Screen names it.
func (ImportState) Screen() string { return "import" }

func (i *Import) state() State {
	s := ImportState{
		Step: i.step, Format: string(i.report.Format), Backup: i.report.Format == transfer.Backup,
		MiB: i.mib, Wrong: i.wrong, Failed: i.failed, Problem: i.problem,
	}
	if worked := int(i.app.p.Now().Sub(i.began) / time.Second); i.step == ImportReading && worked >= 2 {
		s.Seconds = worked
	}
	if i.step != ImportPreview && i.step != ImportAdding {
		return s
	}
	s.Missing = i.report.Missing
	for _, e := range i.report.Entries {
		row := ImportRow{Issuer: e.Issuer, Label: e.Label, Type: e.Type, Reason: string(e.Reason)}
		switch e.Outcome {
		case transfer.Duplicate:
			s.Here = append(s.Here, row)
		case transfer.Refused:
			s.Out = append(s.Out, row)
		default:
			s.Add = append(s.Add, row)
		}
	}
	return s
}

// Import goes to taking over the codes of another app.
func (a *App) importing() { a.push(&Import{app: a, step: ImportChoose}) }

// File takes the file that a person chose or dropped. open is called on another goroutine.
func (i *Import) File(open func() (io.ReadCloser, error)) {
	i.app.do(func() { i.take(open) })
}

func (i *Import) take(open func() (io.ReadCloser, error)) {
	if i.step == ImportReading || i.step == ImportAdding {
		return
	}
	i.forget()
	i.step, i.began = ImportReading, i.app.p.Now()
	attempt := i.attempt
	work(i.app, func(context.Context) ([]byte, error) { return readAll(open) }, func(data []byte, err error) {
		if i.attempt != attempt || !i.app.on(i) {
			clear(data)
			return
		}
		if err != nil {
			i.step, i.failed = ImportChoose, string(core.NotOurs)
			return
		}
		i.data = data
		i.parse(false)
	})
}

// maxImport is more than any file has that transfer takes.
const maxImport = 20<<20 + 1

func readAll(open func() (io.ReadCloser, error)) ([]byte, error) {
	f, err := open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxImport))
}

// Password opens a sealed file.
func (i *Import) Password(text string) {
	i.app.do(func() {
		if i.step != ImportPassword || text == "" {
			return
		}
		clear(i.password)
		i.password = []byte(text)
		i.parse(false)
	})
}

// Costly opens a file that takes much memory.
func (i *Import) Costly() {
	i.app.do(func() {
		if i.step == ImportCostly {
			i.parse(true)
		}
	})
}

// Stop ends opening the file.
func (i *Import) Stop() {
	i.app.do(func() {
		if i.step == ImportReading && i.stop != nil {
			i.stop()
		}
	})
}

// parse opens the file with what is known, and goes on to what it takes.
func (i *Import) parse(costly bool) {
	i.attempt++
	i.step, i.wrong, i.failed, i.began = ImportReading, false, "", i.app.p.Now()
	o := transfer.Options{Password: bytes.Clone(i.password), Costly: costly}
	data, reader, attempt := bytes.Clone(i.data), i.app.p.Reader, i.attempt // forget clears its own
	ctx, stop := context.WithCancel(i.app.ctx)
	i.stop = stop
	work(i.app, func(context.Context) (transfer.Report, error) {
		defer stop()
		defer clear(o.Password)
		defer clear(data)
		return parseAny(ctx, data, reader, o)
	}, func(r transfer.Report, err error) {
		if i.attempt == attempt && i.app.on(i) {
			i.parsed(r, err)
		}
	})
}

// parseAny reads a file, or the codes in a picture.
func parseAny(ctx context.Context, data []byte, reader Reader, o transfer.Options) (transfer.Report, error) {
	r, err := transfer.Parse(ctx, bytes.NewReader(data), o)
	if core.KindOf(err) != core.NotOurs || reader == nil {
		return r, err
	}
	texts, failed := reader.Read(ctx, bytes.NewReader(data))
	if failed != nil {
		return r, err
	}
	return transfer.Parse(ctx, strings.NewReader(strings.Join(texts, "\n")), o)
}

func (i *Import) parsed(r transfer.Report, err error) {
	i.stop = nil
	i.report = r
	if err == nil {
		i.preview()
		return
	}
	var cost *transfer.CostError
	switch kind := core.KindOf(err); {
	case kind == core.Locked:
		i.step = ImportPassword
	case kind == core.WrongPass:
		i.step, i.wrong = ImportPassword, true
	case errors.As(err, &cost):
		i.step, i.mib = ImportCostly, int(cost.Memory>>20)
	case kind == core.Cancelled:
		i.begin()
	default:
		i.begin()
		i.failed = string(kind)
	}
}

// begin lets the person choose a file again.
func (i *Import) begin() {
	i.forget()
	i.step = ImportChoose
}

// preview sets against what is here, and shows all of it.
func (i *Import) preview() {
	i.step = ImportPreview
	clear(i.password)
	clear(i.data)
	i.password, i.data = nil, nil
	i.report = i.report.Against(i.app.accounts)
}

// Add stores what can be added, all of it or nothing.
func (i *Import) Add() {
	i.app.do(func() {
		if i.step != ImportPreview || i.report.Count(transfer.Read)+i.report.Count(transfer.Repaired) == 0 {
			return
		}
		i.step, i.problem = ImportAdding, nil
		list := i.report.Accounts(i.app.p.Now(), transfer.After(i.app.accounts))
		accounts := i.app.phone.Accounts
		work(i.app, func(context.Context) (struct{}, error) {
			return struct{}{}, accounts.AddAccounts(list)
		}, func(_ struct{}, err error) {
			if err != nil {
				i.step, i.problem = ImportPreview, problem(err)
				return
			}
			i.forget()
			i.app.home()
			i.app.say(ToastImported)
		})
	})
}

// forget drops what came from the file.
func (i *Import) forget() {
	i.attempt++
	if i.stop != nil {
		i.stop()
		i.stop = nil
	}
	clear(i.password)
	clear(i.data)
	i.password, i.data, i.report, i.mib, i.wrong, i.failed, i.problem = nil, nil, transfer.Report{}, 0, false, "", nil
}

func (i *Import) back() {
	switch i.step {
	case ImportAdding: // it comes to its end at once
	case ImportReading, ImportPassword, ImportCostly, ImportPreview:
		i.begin()
	default:
		i.forget()
		i.app.pop(i)
	}
}
