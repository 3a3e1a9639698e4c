package viewmodel

// Ordering is the choice of the list's order, on a sheet.
type Ordering struct{ app *App }

// OrderingState shows it.
type OrderingState struct{ Chosen Order }

// Screen names it.
func (OrderingState) Screen() string { return "ordering" }

func (o *Ordering) over() {}

func (o *Ordering) state() State { return OrderingState{o.app.l.order} }

// Choose takes an order, keeps it, and closes the sheet.
func (o *Ordering) Choose(order Order) {
	o.app.do(func() {
		o.app.l.order = order
		o.app.p.Settings.SetString(choiceOrder, string(order))
		o.app.pop(o)
	})
}

// Close leaves the order as it is.
func (o *Ordering) Close() { o.app.do(func() { o.app.pop(o) }) }

// Order opens the choice of the list's order.
func (s *Settings) Order() { s.app.do(func() { s.app.push(&Ordering{app: s.app}) }) }

// HideCodes chooses whether codes are dots until they are tapped.
func (s *Settings) HideCodes(on bool) { s.app.do(func() { s.app.hideCodes(on) }) }
