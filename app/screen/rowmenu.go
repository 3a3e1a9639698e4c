package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// rowmenu is what can be done with an account of the list.
type rowmenu struct {
	c     context
	in    *viewmodel.RowMenu
	sheet *widgets.Sheet
	head  *widgets.AccountHead
	rows  *widgets.Rows
}

func newRowMenu(c context, in *viewmodel.RowMenu) page {
	m := &rowmenu{c: c, in: in, head: widgets.NewAccountHead("", "", ""), rows: widgets.NewRows()}
	m.sheet = widgets.NewSheet(widgets.SheetSpec{
		Head: m.head, Body: []fyne.CanvasObject{m.rows}, CloseLabel: c.t.T("action.close"), Close: in.Close,
	})
	return m
}

func (m *rowmenu) object() fyne.CanvasObject { return m.sheet }

func (m *rowmenu) focus() fyne.Focusable { return m.rows.Entrance() }

func (m *rowmenu) update(st viewmodel.State) {
	s, t := st.(viewmodel.RowMenuState), m.c.t
	var rows []widgets.Row
	add := func(on bool, icon, key string, tapped func()) {
		if on {
			rows = append(rows, widgets.Row{Icon: icon, Value: t.T(key), Compact: true, NoArrow: true, Danger: icon == "trash", Tapped: tapped})
		}
	}
	add(s.Copy, "copy", "rowmenu.copy", m.in.Copy)
	add(s.Next, "copy", "rowmenu.next", m.in.CopyNext)
	add(s.Pending, "go", "rowmenu.finish", m.in.Open)
	add(!s.Pending, "go", "rowmenu.open", m.in.Open)
	add(true, "edit", "detail.rename", m.in.Rename)
	add(s.Up, "up", "rowmenu.up", func() { m.in.Move(-1) })
	add(s.Down, "down", "rowmenu.down", func() { m.in.Move(1) })
	add(s.Order, "sort", "ordering.title", m.in.Order)
	add(s.Activity, "clock", "detail.activity", m.in.Activity)
	add(true, "trash", "detail.remove", m.in.Remove)
	m.head.Set(s.Identity, s.Title, s.Label)
	m.rows.Set(rows...)
	m.sheet.Settle()
}

// ordering is the choice of the list's order.
type ordering struct {
	c     context
	in    *viewmodel.Ordering
	sheet *widgets.Sheet
	rows  *widgets.Rows
}

func newOrdering(c context, in *viewmodel.Ordering) page {
	o := &ordering{c: c, in: in, rows: widgets.NewRows()}
	o.sheet = widgets.NewSheet(widgets.SheetSpec{
		Head: widgets.NewText(widgets.BarText, c.t.T("ordering.title")),
		Body: []fyne.CanvasObject{o.rows, widgets.NewText(widgets.Label, c.t.T("ordering.note"))}, CloseLabel: c.t.T("action.close"), Close: in.Close,
	})
	return o
}

func (o *ordering) object() fyne.CanvasObject { return o.sheet }

func (o *ordering) focus() fyne.Focusable { return o.rows.Entrance() }

var orders = []viewmodel.Order{viewmodel.ByHand, viewmodel.ByName, viewmodel.ByUse}

// orderKey is the word for an order.
func orderKey(o viewmodel.Order) string {
	switch o {
	case viewmodel.ByName:
		return "ordering.name"
	case viewmodel.ByUse:
		return "ordering.used"
	}
	return "ordering.hand"
}

func (o *ordering) update(st viewmodel.State) {
	chosen := st.(viewmodel.OrderingState).Chosen
	var rows []widgets.Row
	for _, order := range orders {
		r := widgets.Row{Value: o.c.t.T(orderKey(order)), Chosen: order == chosen, NoArrow: true, Tapped: func() { o.in.Choose(order) }}
		if r.Chosen {
			r.Said = o.c.t.T("settings.chosen")
		}
		rows = append(rows, r)
	}
	o.rows.Set(rows...)
	o.sheet.Settle()
}

// orderRow leads to the order of the accounts.
func orderRow(s *settings, x viewmodel.SettingsState) (widgets.Row, bool) {
	t := s.c.t
	return widgets.Row{Icon: "sort", Value: t.T("ordering.title"), Trailing: t.T(orderKey(x.Order)), NoArrow: true, Tapped: s.in.Order}, true
}

// hideRow switches whether codes are hidden.
func hideRow(s *settings, x viewmodel.SettingsState) (widgets.Row, bool) {
	t := s.c.t
	return widgets.Row{
		Icon: "eye", Value: t.T("settings.hide"), Key: t.T("settings.hide.more"), ValueFirst: true, Switch: widgets.SwitchOf(x.HideCodes),
		NoArrow: true, Tapped: func() { s.in.HideCodes(!x.HideCodes) },
	}, true
}

// nothingOpen is what stands where no account is open beside the list.
func nothingOpen(c context) fyne.CanvasObject {
	return widgets.NewPage(widgets.PageSpec{
		Body: []fyne.CanvasObject{
			widgets.Spring(), widgets.Centered(widgets.NewBigIcon(widgets.Neutral, "key")),
			widgets.NewText(widgets.Body, c.t.T("home.choose")).Centered(), widgets.Spring(),
		},
		Margin: look.WideMargin, Gap: 16,
	})
}
