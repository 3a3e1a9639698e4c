//go:build !android && !ios && !mobile

package bars

// Behind is nil: a desktop has no such bars.
var Behind func(dark bool)
