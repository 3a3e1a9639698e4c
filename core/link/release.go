//go:build release

package link

// Development is false in what is given to people: https, always.
const Development = false
