package viewmodel

import (
	"maps"
	"slices"
	"strings"
	"time"

	"kauth/core"
)

// A second costs the same for ten accounts and for a thousand: the rows are made when
// the accounts or the search change, and codes for the rows in sight alone.

// listed are the rows, and what they were made from.
type listed struct {
	reads  int // the App's, of the accounts
	query  string
	order  Order
	silent map[core.AccountID]Silence
	rows   []AccountRow
	places []int // of the rows, in the App's accounts
}

// guess is how many rows a screen may show before it has said how many it does.
const guess = 12

// rows are the accounts that match, made anew only where that can have changed.
func (h *Home) rows() []AccountRow {
	silent := h.app.silent()
	if h.listed.reads == h.app.reads && h.listed.query == h.query && h.listed.order == h.app.l.order && maps.Equal(h.listed.silent, silent) {
		return h.listed.rows
	}
	l := listed{reads: h.app.reads, query: h.query, order: h.app.l.order, silent: silent}
	words, place := strings.Fields(fold(h.query)), map[core.AccountID]int{}
	for i := range h.app.accounts {
		place[h.app.accounts[i].ID] = i
	}
	for _, acc := range h.app.ordered() {
		if h.app.standsIn(&acc) || !matches(acc, words) {
			continue
		}
		row := rowOf(acc)
		row.Silent = silent[acc.ID] != ""
		l.rows, l.places = append(l.rows, row), append(l.places, place[acc.ID])
	}
	for _, u := range h.app.found.unread {
		if finds(words, fold(u.Title+"\n"+u.Label)) {
			l.rows = append(l.rows, unreadRow(u)) // it has no place, and no code
		}
	}
	if slices.Equal(l.rows, h.listed.rows) {
		l.rows = h.listed.rows // read again, and as they were: the screen has nothing to do
	}
	h.listed, h.kept = l, map[core.AccountID]keptCode{}
	return l.rows
}

// matches finds every word of a search in one of the account's names.
func matches(a core.Account, words []string) bool {
	return len(words) == 0 || finds(words, fold(a.Name+"\n"+a.Issuer+"\n"+a.Label))
}

func rowOf(acc core.Account) AccountRow {
	return AccountRow{
		ID: acc.ID, Title: acc.Title(), Label: acc.Label, Identity: Identity(acc),
		Pending: acc.State == core.Unconfirmed || acc.State == core.Registering,
		Counter: acc.State != core.Unconfirmed && acc.State != core.Registering && acc.OTP.Type == core.HOTP,
	}
}

// Sees says which rows the screen shows, or will soon: end is the one after the last.
// A screen says so by itself, also where it is only drawn, with no App behind it.
func (h *Home) Sees(first, end int) {
	if h.app == nil {
		return
	}
	h.app.send(func() {
		if now := [2]int{first, end}; h.sight != now {
			h.sight = now
			h.app.vigil.touch() // who scrolls is there
		}
	})
}

// codes are those of the rows in sight: the last ones, where a search left fewer.
func (h *Home) codes() (first int, codes []CodeView) {
	n := len(h.listed.rows)
	end := min(max(h.sight[1], guess), n)
	first = max(min(h.sight[0], end-(h.sight[1]-h.sight[0])), 0)
	codes = make([]CodeView, end-first)
	for i := range codes {
		if r := &h.listed.rows[first+i]; !r.Pending && !r.Counter && !r.Unread {
			codes[i] = h.app.veiled(r.ID, h.code(&h.app.accounts[h.listed.places[first+i]]))
		}
	}
	return first, codes
}

// keptCode is a code for as long as it holds.
type keptCode struct {
	view   CodeView
	until  time.Time
	period time.Duration
}

// code is an account's code for now. Its digits are made once for their period.
func (h *Home) code(acc *core.Account) CodeView {
	t := h.app.timeFor(*acc)
	if k, ok := h.kept[acc.ID]; ok {
		if left := k.until.Sub(t.Round(0)); left > 0 && left <= k.period {
			return k.view.with(left, k.period)
		}
	}
	v, left := codeAt(acc.OTP, t)
	h.kept[acc.ID] = keptCode{view: v, until: t.Round(0).Add(left), period: acc.OTP.Period}
	return v
}
