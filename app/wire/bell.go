package wire

// bell tells of changes without keeping whoever rings it: many at once are one.
type bell struct {
	rung chan struct{} // capacity 1
	over chan struct{}
}

func newBell() bell { return bell{make(chan struct{}, 1), make(chan struct{})} }

func (b bell) ring() {
	select {
	case b.rung <- struct{}{}:
	default:
	}
}

// follow calls f after each change until end.
func (b bell) follow(f func()) {
	go func() {
		for {
			select {
			case <-b.rung:
				f()
			case <-b.over:
				return
			}
		}
	}()
}

func (b bell) end() { close(b.over) }
