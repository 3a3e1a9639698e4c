// Package viewmodel holds what every screen shows and what a tap means, without
// drawing anything: a State for each screen (plain data, replaced whole), intents
// (methods, callable from any goroutine) and one App that owns them all.
//
// One goroutine owns the App; intents and results of background work are sent to
// it, so no State needs a lock. Observers get a View after each change. Nothing
// here imports the toolkit, opens a file or dials.
package viewmodel
