package stub

// A new request is written to the phones that hold a stream while the disk is
// waited for, which takes most of the time that a request takes. That is safe: a
// request on a phone lets nobody in, and an answer to it is looked at after its
// transaction. Where that fails the phones hear that there is none. All else is told
// when it is on disk: on a statement a phone forgets its account.

// notifyAhead is notify, for a phone that is told at once when the function ends well,
// if it holds a stream.
func (t *tx) notifyAhead(device string) { t.soon = append(t.soon, device) }

// tellAhead gives the phone's stream what holds once the transaction is on disk.
func (t *tx) tellAhead(id string, alone bool) bool {
	st := t.s.polls.stream(id)
	if st == nil {
		return false
	}
	d, err := t.device(id)
	if err != nil || d.State != deviceActive {
		return false
	}
	now, err := t.snapshot(d)
	if err != nil {
		return false // its look afterwards fails too, and says so
	}
	news := &said{event: event("snapshot", "id: "+now.Cursor+"\n", now), cursor: now.Cursor}
	if !t.s.streams.tell(st, news, alone) {
		return false
	}
	if alone {
		st.finish()
	}
	return true
}

// stream is what the device holds, where that is one.
func (p *polls) stream(device string) *stream {
	p.mu.Lock()
	defer p.mu.Unlock()
	st, _ := p.held[device].(*stream)
	return st
}

// tell has news written, by the caller where it is alone and nobody is at it: it
// then calls finish. Until caughtUp, nobody is told less.
func (m *streams) tell(st *stream, news *said, alone bool) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if st.over || m.ended() {
		return false
	}
	m.ahead[st.device] = struct{}{}
	st.news = news
	st.todo |= toTell
	if !st.busy && !alone {
		m.queue(st)
	}
	return true
}

// isAhead tells a device that was told of what is not on disk yet.
func (m *streams) isAhead(device string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, ahead := m.ahead[device]
	return ahead
}

func (m *streams) caughtUp(devices []string) {
	if len(devices) == 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, id := range devices {
		delete(m.ahead, id)
	}
}
