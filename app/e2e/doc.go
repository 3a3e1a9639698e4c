// Package e2e tests the programs as they are shipped: the server, the headless phone
// and, with -tags window, the app's real window under a virtual display with the
// server's pages in a real browser. It has no code but tests.
package e2e
