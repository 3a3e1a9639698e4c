package stub

// tally counts what may happen so often in a time: codes sent to a number, requests
// for help from an address. Nothing but time takes a count back.
type tally struct {
	Count   int
	Expires int64
}

// spend counts one more, or refuses it where that would be over most within so many
// seconds of the first. The key names whom it counts for, known or not: a limit that
// only holds for people who exist would tell that they do.
func (t *tx) spend(key string, most int, within int64) error {
	now, err := load[tally](t, inTallies, key)
	if err != nil || left(now.Expires, t.now, within) == 0 {
		now = &tally{Expires: t.now + within}
		t.due(now.Expires, "tally", key)
	}
	if now.Count >= most {
		return rateLimited(left(now.Expires, t.now, within), "too often")
	}
	now.Count++
	t.put(inTallies, key, now)
	return nil
}

// settleTally forgets a count whose time is over.
func (t *tx) settleTally(key string) {
	if now, err := load[tally](t, inTallies, key); err == nil && t.now >= now.Expires {
		t.remove(inTallies, key)
	}
}

// dropTallies forgets all counts: for tests.
func (t *tx) dropTallies() {
	var keys []string
	c := t.Bucket([]byte(inTallies)).Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		keys = append(keys, string(k))
	}
	for _, k := range keys {
		t.remove(inTallies, k)
	}
}
