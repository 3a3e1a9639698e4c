package screen

import (
	"fyne.io/fyne/v2"

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
