//go:build !android && !ios && !js && !(darwin && cgo)

package instance

// hearLinks has nothing to do: an address that opens the app is the argument of a second
// start.
func hearLinks(func(link string)) {}

func hearNoLinks() {}
