package screen

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// activity lists what became of the requests, by day.
type activity struct {
	c       context
	in      *viewmodel.Activity
	page    *widgets.Page
	bar     *widgets.Bar
	chips   *widgets.Chips
	notice  *notice
	broken  *widgets.Banner
	ways    *widgets.Rows
	note    *widgets.Text
	more    *widgets.Button
	waiting *widgets.Busy
	shown   viewmodel.ActivityState
	today   time.Time // the day that "Today" was written for
	begun   bool
	days    *widgets.List // of headings and rows: those in sight alone exist
	pieces  []widgets.Piece
	heights *widgets.PieceHeights
}

func newActivity(c context, in *viewmodel.Activity) page {
	t := c.t
	a := &activity{c: c, in: in, chips: widgets.NewChips(), notice: newNotice(c), ways: widgets.NewRows()}
	a.bar = widgets.NewBackBar(t.T("activity.bar"), t.T("action.back"), c.app.Back)
	a.broken = widgets.NewBanner(widgets.Danger, "warn", "", "", nil)
	a.note = widgets.NewText(widgets.Small, t.T("activity.note"))
	a.more = widgets.NewButton(widgets.Secondary, t.T("activity.more"), in.More)
	a.waiting = widgets.NewBusy(t.T("activity.reading"))
	a.heights = widgets.NewPieceHeights()
	a.days = widgets.NewList(widgets.ListSpec{
		Make:   func() fyne.CanvasObject { return widgets.NewPieceRow() },
		Show:   func(o fyne.CanvasObject, i int) { o.(*widgets.PieceRow).Set(a.pieces[i]) },
		Height: func(i int, width float32) float32 { return a.heights.Of(a.pieces[i], width) },
	})
	a.page = widgets.NewPage(widgets.PageSpec{Bar: a.bar, Margin: look.Margin, Gap: look.Gap})
	return a
}

func (a *activity) object() fyne.CanvasObject { return a.page }

func (a *activity) update(st viewmodel.State) {
	s := st.(viewmodel.ActivityState)
	today := midnight(a.c.now())
	if a.begun && sameActivity(s, a.shown) && today.Equal(a.today) {
		return
	}
	a.begun, a.shown, a.today = true, s, today
	a.waiting.Run(!s.Loaded)
	a.chips.Set(a.groups(s)...)
	a.notice.set(s.Problem)
	body := []fyne.CanvasObject{a.chips, a.notice.object()}
	if s.Broken != nil {
		a.broken.Set(widgets.Danger, "warn", a.c.t.T("activity.broken.title"), a.brokenWords(*s.Broken))
		body = append(body, a.broken)
	}
	body = append(body, a.list(s)...)
	a.ways.Set(a.wayRows(s)...)
	a.page.SetBody(append(body, a.ways, a.note)...)
}

// sameActivity compares what two States show. Days are never written to.
func sameActivity(a, b viewmodel.ActivityState) bool {
	same := len(a.Days) == len(b.Days) && (len(a.Days) == 0 || &a.Days[0] == &b.Days[0])
	a.Days, b.Days = nil, nil
	return same && a.Account == b.Account && a.Website == b.Website && a.Choose == b.Choose && a.Group == b.Group &&
		a.Loaded == b.Loaded && a.More == b.More && a.Broken == b.Broken && a.Problem == b.Problem
}

// list is the days, or why there are none.
func (a *activity) list(s viewmodel.ActivityState) (out []fyne.CanvasObject) {
	t := a.c.t
	switch {
	case !s.Loaded:
		return []fyne.CanvasObject{widgets.Space(24), a.waiting}
	case len(s.Days) == 0 && s.Problem != nil:
		return nil
	case len(s.Days) == 0 && s.Group != "":
		return []fyne.CanvasObject{widgets.Space(24), widgets.NewText(widgets.Body, t.T("activity.none")).Centered(), widgets.Space(24)}
	case len(s.Days) == 0:
		empty := widgets.VStack(16, widgets.Space(24), widgets.Centered(widgets.NewBigIcon(widgets.Info, "clock")),
			widgets.NewText(widgets.Title, t.T("activity.empty.title")).Centered(),
			widgets.NewText(widgets.Body, t.T("activity.empty.sentence")).Centered(), widgets.Space(24))
		return []fyne.CanvasObject{empty}
	}
	a.pieces = a.pieces[:0]
	for i, d := range s.Days {
		a.pieces = append(a.pieces, widgets.Piece{Heading: a.c.dayName(d.Day), First: i == 0})
		for n, r := range a.rows(d.Rows) {
			a.pieces = append(a.pieces, widgets.Piece{Row: r, First: n == 0, Last: n == len(d.Rows)-1})
		}
	}
	a.days.SetLength(len(a.pieces))
	a.days.Update()
	out = append(out, a.days)
	if s.More {
		out = append(out, a.more)
	}
	return out
}

func (a *activity) rows(of []viewmodel.ActivityRow) []widgets.Row {
	var rows []widgets.Row
	for _, r := range of {
		look := whatLooks[r.What]
		title := a.c.t.T("activity.what." + string(r.What))
		if r.Reported {
			title += " · " + a.c.t.T("activity.reported")
		}
		rows = append(rows, widgets.Row{
			Icon: look.icon, Sign: true, Tone: look.tone, Value: title, Key: a.about(r), ValueFirst: true,
			Trailing: a.c.t.Clock(r.At.In(a.c.now().Location())), NoArrow: true, Tapped: func() { a.in.Open(r.Owner, r.ID) },
		})
	}
	return rows
}

// about says who asked and from where; the country is on the request's own page.
func (a *activity) about(r viewmodel.ActivityRow) string {
	t := a.c.t
	if !r.Seen {
		return strings.Join(said(t.T("activity.unseen"), r.Account), "\n")
	}
	agent := t.Agent(r.Agent)
	if agent == "" {
		agent = t.T("activity.unknown")
	}
	place, _, _ := strings.Cut(t.Place(r.Place), ",")
	return strings.Join(said(strings.Join(said(agent, place), " · "), r.Account), "\n")
}

func (a *activity) groups(s viewmodel.ActivityState) []widgets.Chip {
	var out []widgets.Chip
	for _, g := range []string{"", "approved", "refused", "over"} {
		name := "all"
		if g != "" {
			name = g
		}
		out = append(out, widgets.Chip{Label: a.c.t.T("activity.group." + name), Chosen: s.Group == g, Said: a.c.t.T("settings.chosen"), Tapped: func() { a.in.Show(g) }})
	}
	return out
}

// wayRows are what can be done with the list.
func (a *activity) wayRows(s viewmodel.ActivityState) []widgets.Row {
	t := a.c.t
	var rows []widgets.Row
	if s.Choose || s.Account != "" {
		whose := s.Account
		if whose == "" {
			whose = t.T("activity.all")
		}
		row := widgets.Row{Icon: "find", Key: t.T("activity.account"), Value: whose}
		if s.Choose {
			row.Tapped = a.in.Choose
		}
		rows = append(rows, row)
	}
	if s.Website != "" {
		rows = append(rows, widgets.Row{Icon: "net", Value: t.T("activity.website"), Key: s.Website, ValueFirst: true, Tapped: a.in.Website})
	}
	return append(rows, widgets.Row{Icon: "file", Value: t.T("activity.export"), Tapped: a.in.Export})
}

func (a *activity) brokenWords(b viewmodel.ActivityBreak) string {
	t := a.c.t
	words := t.T("activity.broken.unknown")
	if b.Records > 0 {
		words = t.N("activity.broken.count", b.Records)
	}
	if b.After.IsZero() {
		return words + " " + t.T("activity.broken.next")
	}
	return words + " " + t.T("activity.broken.after", "date", t.When(b.After, a.c.now())) + " " + t.T("activity.broken.next")
}
