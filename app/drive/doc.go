// Package drive is the headless phone: the app on the toolkit's test driver, with
// no display and no C compiler, driven over loopback HTTP by scripts and by our own
// tests. docs/headless.md lists the calls.
//
// It is in no release: only the build with -tags ci links it. It sees what a person
// sees and does what a finger does; it has no way into the vault.
package drive
