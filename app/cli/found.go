package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"kauth/app/wire"
	"kauth/core"
	"kauth/core/clock"
	"kauth/core/vault"
)

// found is what was wrong with the vault, for people and for scripts.
type found struct {
	kind     core.Kind
	cause    string // for scripts: "restored", "lost", "older", "read_only", "not_copied"
	message  string
	harmless bool
}

// findings are what the person has to know of a vault that is open.
func findings(phone *wire.Phone) []found {
	var all []found
	if d, is := phone.Vault.Damage(); is && d.Settled {
		all = append(all, damageFound(d))
	}
	if b, is := phone.Vault.Behind(); is {
		all = append(all, found{kind: core.VaultDamaged, cause: "older", message: "This is an older copy of your accounts: " +
			count(int(b.Changes), "change") + " that came later on this device " + are(int(b.Changes)) + " missing. If you did not restore a backup yourself, " +
			"somebody may have put old files here."})
	}
	if phone.Vault.Fixed() {
		all = append(all, found{
			kind: core.StorageDenied, cause: "read_only", harmless: true,
			message: "The folder is read-only: codes work, and nothing can be stored.",
		})
	}
	return all
}

func damageFound(d vault.Damage) found {
	f := found{kind: core.VaultDamaged, cause: "restored", message: "The file with your accounts was damaged"}
	if d.Broken == "" && d.Serves != vault.SourceMain {
		f.message = "The file with your accounts was missing"
	}
	f.message += " (found " + at(d.When) + "). " + keptWords(d)
	if len(d.Lost) > 0 {
		f.cause = "lost"
		f.message += " Missing: " + names(d.Lost) + "."
	}
	if len(d.Earlier) > 0 {
		f.message += " As they were a while ago: " + names(d.Earlier) + "."
	}
	switch {
	case d.Changes > 0:
		f.message += " " + upper(count(int(min(d.Changes, 1<<30)), "later change")) + " " + are(int(min(d.Changes, 2))) + " missing."
	case d.Unsure:
		f.message += " Later changes may be missing."
	}
	if d.Broken != "" {
		f.message += " The damaged file is kept: " + d.Broken
	}
	return f
}

func keptWords(d vault.Damage) string {
	kept := count(d.Kept, "account")
	if all := d.Kept + len(d.Lost); len(d.Lost) > 0 {
		kept = fmt.Sprintf("%d of %s", d.Kept, count(all, "account"))
	}
	of := ""
	if !d.Of.IsZero() {
		of = " of " + at(d.Of)
	}
	switch d.Serves {
	case vault.SourceMain:
		if n := len(d.Mended); n > 0 {
			return kept + " could be read from it, " + strconv.Itoa(n) + " of them with the help of a copy."
		}
		return kept + " could be read from it."
	case vault.SourceEarlier:
		return kept + " are as they were before the last change" + of + "."
	case vault.SourceSnapshot:
		return kept + " were restored from a copy" + of + "."
	}
	return kept + " were put together from what could still be read."
}

func at(t time.Time) string { return t.Local().Format(time.DateTime) }

func names(of []vault.Loss) string {
	var all []string
	for _, l := range of {
		name := strings.TrimSpace(l.Issuer + " " + l.Label)
		if name == "" {
			name = string(l.ID)
		}
		all = append(all, name)
	}
	return strings.Join(all, ", ")
}

func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// tellFound says beside the result of any command, on standard error, what was found: as a
// sentence, or as {"notice": {...}} with --json. A result stays what scripts expect.
func (p *params) tellFound(phone *wire.Phone) {
	for _, f := range findings(phone) {
		if f.harmless {
			continue // the command that it stops says so
		}
		p.beside(problem{f.kind, f.message, "kauth-cli doctor tells more; kauth-cli doctor --seen ends this notice."})
	}
}

// beside says something on standard error, beside the result.
func (p *params) beside(told problem) {
	if p.asJSON {
		e := json.NewEncoder(p.err)
		e.SetEscapeHTML(false)
		_ = e.Encode(notice{told})
		return
	}
	fmt.Fprintf(p.err, "kauth-cli: %s\n%s\n", told.Message, told.Hint)
}

// tellClock says that a code will be wrong, where the time that it is for cannot be now.
func (p *params) tellClock(at time.Time) error {
	switch {
	case clock.Credible(at):
		return nil
	case at.Unix() < 0: // there is no code for that
		return core.Errorf("kauth-cli", core.ClockOff, "the clock says %s", at.UTC().Format(time.DateTime))
	}
	m := words.Of(core.ClockOff)
	p.beside(problem{core.ClockOff, m.Title + ". " + m.Sentence + " (the clock says " + at.UTC().Format(time.DateTime) + ")", m.Next})
	return nil
}

type notice struct {
	Notice problem `json:"notice"`
}
