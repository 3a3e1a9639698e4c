//go:build windows || (darwin && !ios)

package tray

import "context"

// Host: the system always has one.
func Host(context.Context) bool { return true }
