package screen

import (
	"strings"
	"time"

	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// foundSign: green where all is back, amber where something is missing.
func foundSign(r viewmodel.Report) (widgets.Tone, string) {
	if r.Damage == nil || r.Damage.Lost > 0 {
		return widgets.Warn, "warn"
	}
	return widgets.OK, "shield"
}

func foundTitle(t *text.Catalog, r viewmodel.Report) string {
	switch d := r.Damage; {
	case d == nil && r.Behind != nil:
		return t.T("found.behind.title")
	case d == nil:
		return t.T("found.title.some")
	case d.Lost == 0:
		return t.T("found.title.all")
	case d.Kept == 0:
		return t.T("found.title.none")
	}
	return t.T("found.title.some")
}

// foundFacts say what happened, what was kept, where the rest is, and what to do.
func foundFacts(t *text.Catalog, s viewmodel.FoundState, now time.Time) []widgets.Row {
	fact := func(icon, key, value string) widgets.Row {
		return widgets.Row{Icon: icon, Key: key, Value: value, Plain: true}
	}
	var rows []widgets.Row
	add := func(icon, key, value string) {
		if value != "" {
			rows = append(rows, fact(icon, t.T(key), value))
		}
	}
	if d := s.Report.Damage; d != nil {
		add("info", "found.happened", befell(t, *d, now))
		add("check", "found.kept", keptWords(t, *d, now))
		add("x", "found.lost", lostWords(t, *d))
		add("clock", "found.earlier", strings.Join(d.Earlier, ", "))
		add("clock", "found.changes", changesWords(t, *d))
		add("folder", "found.where", d.File)
	}
	if b := s.Report.Behind; b != nil {
		add("clock", "found.happened", behindWords(t, *b, now))
		add("check", "found.kept", t.T("found.behind.kept"))
	}
	if s.Others > 0 {
		add("file", "found.others", t.N("found.others.count", s.Others))
	}
	do := t.T(todo(s))
	if d := s.Report.Damage; d != nil && d.Lost > 0 && d.File != "" {
		do += " " + t.T("found.todo.keep")
	}
	add("go", "found.todo", do)
	return rows
}

func befell(t *text.Catalog, d viewmodel.Damage, now time.Time) string {
	key := "found.damaged"
	if d.Missing {
		key = "found.missing"
	}
	if d.Found.IsZero() {
		return t.T(key)
	}
	return t.T(key) + " " + t.T("found.when", "when", t.When(d.Found, now))
}

// keptWords says how many accounts are there, and from where.
func keptWords(t *text.Catalog, d viewmodel.Damage, now time.Time) string {
	n := t.N("found.kept.all", d.Kept)
	if d.Lost > 0 {
		n = t.T("found.kept.some", "kept", t.Number(d.Kept), "all", t.Number(d.Kept+d.Lost))
	}
	if d.Kept == 0 {
		return t.T("found.kept.none")
	}
	from := t.T("found.from." + string(d.From))
	if !d.Of.IsZero() && (d.From == viewmodel.FromSnapshot || d.From == viewmodel.FromEarlier) {
		from = t.T("found.of."+string(d.From), "when", t.When(d.Of, now))
	}
	if d.From == viewmodel.FromMain && d.Mended > 0 {
		from = t.T("found.from.mended")
	}
	return n + " " + from
}

// lostWords names what is known to be lost, or counts it.
func lostWords(t *text.Catalog, d viewmodel.Damage) string {
	if d.Lost == 0 {
		return ""
	}
	words := strings.Join(d.Names, ", ")
	if more := d.Lost - len(d.Names); words == "" {
		return t.N("found.lost.count", d.Lost)
	} else if more > 0 {
		words += " " + t.N("found.lost.more", more)
	}
	return words
}

// changesWords says what is missing besides whole accounts.
func changesWords(t *text.Catalog, d viewmodel.Damage) string {
	switch {
	case d.Changes > 0:
		return t.N("found.changes.count", d.Changes)
	case d.Unsure:
		return t.T("found.changes.unsure")
	}
	return ""
}

func behindWords(t *text.Catalog, b viewmodel.Behind, now time.Time) string {
	words := t.N("found.behind", b.Changes)
	if !b.Of.IsZero() {
		words += " " + t.T("found.behind.of", "when", t.When(b.Of, now))
	}
	return words
}

// todo is the key of what to do now.
func todo(s viewmodel.FoundState) string {
	d := s.Report.Damage
	switch {
	case s.Report.Behind != nil:
		return "found.todo.behind"
	case d != nil && d.Lost > 0 || len(s.Unread) > 0:
		return "found.todo.lost"
	case d != nil && (d.Changes > 0 || d.Unsure || len(d.Earlier) > 0):
		return "found.todo.earlier"
	}
	return "found.todo.all"
}

// unreadName is what an account that cannot be read is called.
func unreadName(t *text.Catalog, title, label string) string {
	switch {
	case title == "" && label == "":
		return t.T("unread.nameless")
	case label == "" || label == title:
		return title
	}
	return title + " " + label
}

// foundRow leads to the report, for as long as there is one.
func foundRow(s *settings, x viewmodel.SettingsState) (widgets.Row, bool) {
	return widgets.Row{Icon: "shield", Value: foundTitle(s.c.t, x.Report), Tapped: s.in.ShowFound}, x.Found
}
