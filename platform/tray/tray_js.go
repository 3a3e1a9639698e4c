package tray

import "context"

// Host: a page has none.
func Host(context.Context) bool { return false }
