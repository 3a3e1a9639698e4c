// Package clock tells the time that codes are made by: the phone's clock,
// corrected by what servers said, and whether it is to be trusted. It asks
// nobody and changes no clock: others observe servers' answers and report them.
//
// A correction is made only beyond what a single answer can prove (half its
// round trip, plus the second that a server's whole seconds hide), and one
// server can never move another's time: where servers disagree by more than
// five seconds, Now is the phone's own.
package clock
