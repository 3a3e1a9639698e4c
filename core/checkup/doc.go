// Package checkup finds out why sign-in requests do not arrive. It asks every server
// of the linked accounts at once, over the calls that requests use, and ends in one of
// a closed list of causes. It asks nobody else: whether there is a network at all is
// told from the machine and from those servers.
//
// It mends nothing, and knows nothing of windows: what the app itself may keep from a
// person (its notices, its lock) is added by who asks.
package checkup
