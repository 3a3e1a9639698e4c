// Package screen draws the States of package viewmodel and forwards taps to their
// pages: one file a screen, built once and then updated. It decides nothing, knows
// no server and no vault, and reads no clock but to write "Today at 9:41".
//
// Shell is the only thing that main needs.
package screen
