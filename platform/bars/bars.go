// Package bars has the signs of the system's own bars, at the top and the bottom of a
// phone's screen, stand out from what the app draws behind them.
package bars
