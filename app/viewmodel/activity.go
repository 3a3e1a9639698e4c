package viewmodel

import (
	"context"
	"time"

	"kauth/core"
	"kauth/core/history"
)

// activityPage is how many requests are shown at first, and more by each tap.
const activityPage = 50

// Activity is what became of the requests: of all accounts, or of one.
type Activity struct {
	app     *App
	account core.AccountID // "": all
	group   history.Group
	wanted  int
	loaded  bool
	busy    bool
	again   bool // something came while it was being read
	days    []ActivityDay
	more    bool
	broken  *ActivityBreak
	problem *Problem
}

// ActivityState shows it.
type ActivityState struct {
	Account string // whose; "" for all of them
	Website string // the server that knows more; "" for none
	Choose  bool   // there are several accounts to choose from
	Group   string // "", "approved", "refused", "over"
	Days    []ActivityDay
	Loaded  bool
	More    bool
	Broken  *ActivityBreak
	Problem *Problem
}

// ActivityDay is the requests of one day.
type ActivityDay struct {
	Day  time.Time // its first moment
	Rows []ActivityRow
}

// ActivityRow is one request.
type ActivityRow struct {
	ID      string
	Owner   core.AccountID
	What    ActivityWhat
	Agent   string
	Place   string
	Account string // where all accounts are shown
	At      time.Time
	Seen    bool // this phone had it; otherwise only its end is known
	// Reported: "this was not me" was said afterwards.
	Reported bool
}

// ActivityBreak says that the history was tampered with or damaged.
type ActivityBreak struct {
	Records int       // that are gone, changed or moved; 0: nobody can say how many
	After   time.Time // the last good record before them; zero: from the beginning
}

// Screen names it.
func (ActivityState) Screen() string { return "activity" }

func newActivity(a *App, account core.AccountID) *Activity {
	v := &Activity{app: a, account: account, wanted: activityPage}
	v.load()
	v.check()
	return v
}

func (v *Activity) state() State {
	s := ActivityState{
		Group: string(v.group), Days: v.days, Loaded: v.loaded, More: v.more, Broken: v.broken, Problem: v.problem,
	}
	linked := 0
	for _, acc := range v.app.accounts {
		if acc.Device == nil {
			continue
		}
		linked++
		if acc.ID == v.account {
			s.Account, s.Website = acc.Label, host(acc.Device.Origin)
		}
	}
	s.Choose = linked > 1
	return s
}

// load reads what is to be shown, and once more where something came meanwhile.
func (v *Activity) load() {
	past := v.app.phone.Past
	if past == nil {
		v.loaded = true
		return
	}
	if v.busy {
		v.again = true
		return
	}
	v.busy, v.again = true, false
	q, n := history.Query{Account: v.account, Group: v.group}, v.wanted
	type read struct {
		records []core.Record
		more    bool
	}
	list := func(context.Context) (read, error) {
		records, more, err := past.List(q, 0, n)
		return read{records, more}, err
	}
	work(v.app, list, func(r read, err error) {
		v.busy, v.loaded = false, true
		if v.problem = problem(err); err == nil {
			v.days, v.more = v.byDay(r.records), r.more
		}
		if v.again {
			v.load()
		}
	})
}

func (v *Activity) byDay(records []core.Record) (days []ActivityDay) {
	where := v.app.p.Now().Location()
	for _, r := range records {
		d := day(r.When(), where)
		if len(days) == 0 || !days[len(days)-1].Day.Equal(d) {
			days = append(days, ActivityDay{Day: d})
		}
		row := ActivityRow{
			ID: r.ID, Owner: r.Account, What: whatOf(r), Agent: r.Context.Agent, Place: r.Context.Place,
			At: r.When(), Seen: r.Seen(), Reported: !r.Reported.IsZero() && r.Outcome != core.Refused,
		}
		if v.account == "" {
			row.Account = r.Label
		}
		last := &days[len(days)-1]
		last.Rows = append(last.Rows, row)
	}
	return days
}

// check looks whether the chain still holds, beside all else: it reads everything.
func (v *Activity) check() {
	past := v.app.phone.Past
	if past == nil {
		return
	}
	verify := func(context.Context) (history.Report, error) { return past.Verify() }
	work(v.app, verify, func(r history.Report, err error) {
		if err != nil || r.OK() {
			return // what cannot be read is said by the list
		}
		b := &ActivityBreak{After: r.Breaks[0].After}
		for _, x := range r.Breaks {
			if x.Fault != history.NoHead {
				b.Records += int(x.To - x.From + 1)
			}
		}
		v.broken = b
	})
}

// followPast has the pages that show the history follow it.
func (a *App) followPast() {
	if a.phone.Past == nil {
		return
	}
	a.phone.Past.Observe(func() {
		a.send(func() {
			for _, s := range a.stack {
				if p, ok := s.page.(interface{ load() }); ok {
					p.load()
				}
			}
		})
	})
}

// Show picks a group: "", "approved", "refused", "over".
func (v *Activity) Show(group string) {
	v.app.do(func() {
		if v.group != history.Group(group) {
			v.group, v.wanted = history.Group(group), activityPage
			v.load()
		}
	})
}

// More shows the next ones too.
func (v *Activity) More() {
	v.app.do(func() {
		if v.more && !v.busy {
			v.wanted += activityPage
			v.load()
		}
	})
}

// Open shows all facts of one request.
func (v *Activity) Open(owner core.AccountID, id string) {
	v.app.do(func() {
		if v.app.top() == page(v) {
			v.app.push(newActivityRecord(v.app, owner, id))
		}
	})
}

// Website opens the server's own page of recent activity.
func (v *Activity) Website() {
	v.app.do(func() {
		if acc, ok := v.app.account(v.account); ok {
			v.app.browse(acc, "/activity")
		}
	})
}

// Choose opens the choice of an account.
func (v *Activity) Choose() {
	v.app.do(func() { v.app.push(&ActivityChoice{app: v.app, of: v}) })
}

// Export opens the page that writes it all to a file.
func (v *Activity) Export() {
	v.app.do(func() { v.app.push(&ActivityExport{app: v.app, account: v.account}) })
}
