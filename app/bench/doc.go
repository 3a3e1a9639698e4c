// Package bench holds the app's real window against its peers from Debian (KeePassXC,
// OTPClient, Numberstation) and against an empty Fyne window: how long it takes to the
// first codes, what it costs while nothing happens, how much memory it holds and how
// long a frame takes. Everything runs under Xvfb with OpenGL in software, one after
// another in the same run, and only the ratios say something. `make bench-app` runs it.
package bench
