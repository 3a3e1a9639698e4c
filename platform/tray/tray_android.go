package tray

import "context"

// Host: a phone has none.
func Host(context.Context) bool { return false }
