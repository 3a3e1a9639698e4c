//go:build !accessibility

package screen

// heard tells that this build speaks to no screen reader: Fyne has none for Linux yet
// (fyne-io/fyne#1093), and elsewhere only with -tags accessibility.
const heard = false
