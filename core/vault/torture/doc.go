// Command torture ends vaults in every way that a phone or a computer may, and looks
// whether anything that was acknowledged is lost: kill -9 at random and at every call
// that writes, power cuts, damaged files, disks that fail or are full. docs/torture.md
// says what it does, what it found, and what it does not cover.
//
// It uses the vault as the app does, by its exported methods alone, and judges by what
// the vault was asked to keep, never by what it says of itself. It needs Linux.
package main
