// Package tray tells whether the system shows a tray, in which the app can stay when
// its window is closed. The icon and its menu are the toolkit's to draw.
//
// On Linux and the BSDs that is a host of StatusNotifierItems on the session bus. Some
// desktops have none: an app that hid its window there could not be found again, and
// the toolkit, asked for a tray without a bus, would start a bus of its own.
package tray
