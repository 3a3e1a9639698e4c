package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

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
