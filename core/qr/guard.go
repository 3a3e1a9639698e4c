package qr

// bare is set by this package's tests, which want to see what would end the app.
var bare bool

// guarded runs f and ends it where it would have ended the app: pictures come
// from strangers.
func guarded(f func()) {
	if !bare {
		defer func() { _ = recover() }()
	}
	f()
}
