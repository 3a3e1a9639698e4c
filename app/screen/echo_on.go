//go:build accessibility

package screen

// heard tells that this build speaks to the system's screen reader.
const heard = true
