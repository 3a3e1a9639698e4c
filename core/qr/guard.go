package qr

// guarded runs f and ends it where it would have ended the app: pictures come
// from strangers. The tests of the single steps run without.
func guarded(f func()) {
	defer func() { _ = recover() }()
	f()
}
