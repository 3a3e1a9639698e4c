package viewmodel

// NetworkChanged is called when the machine is on another network or on none, or has
// slept. What listens connects anew at once, or finds that there is nobody to be reached
// and says so. While nothing listens, in the background of a phone, it asks nothing.
func (a *App) NetworkChanged() {
	a.send(func() {
		if a.phone != nil && a.polling != nil {
			a.phone.Inbox.Rejoin()
		}
	})
}
