package stub

import (
	"bytes"
	"encoding/binary"
	"encoding/json"

	"kauth/core/api"
)

// record writes a line of recent activity.
func (t *tx) record(account string, v visitor, what, with string) {
	b := t.Bucket([]byte(inEvents))
	n, err := b.NextSequence()
	t.fail(err)
	t.put(inEvents, account+"/"+string(binary.BigEndian.AppendUint64(nil, n)), api.Event{
		At: t.now, What: what, With: with, Agent: v.Agent, Place: v.Place, IP: v.IP,
	})
	t.trimEvents(account)
}

// What is kept of an account's activity: more than is shown, and no more than that.
const (
	keptEvents = 200
	keptFor    = 90 * 24 * 3600 // seconds
)

// trimEvents takes the oldest lines of an account away, by number and by age.
func (t *tx) trimEvents(account string) {
	prefix := []byte(account + "/")
	var keys []string
	old, c := 0, t.Bucket([]byte(inEvents)).Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		if len(keys) == old { // all before it are old
			var e api.Event
			if t.fail(json.Unmarshal(v, &e)); e.At < t.now-keptFor {
				old++
			}
		}
		keys = append(keys, string(k))
	}
	for _, k := range keys[:max(old, len(keys)-keptEvents)] {
		t.remove(inEvents, k)
	}
}

// maxEvents is how many lines of activity are shown: a reply stays small.
const maxEvents = 40

// activity lists what happened on an account, newest first.
func (s *Server) activity(account string) (events []api.Event, err error) {
	events = []api.Event{}
	err = s.view(func(t *tx) error {
		prefix := []byte(account + "/")
		c := t.Bucket([]byte(inEvents)).Cursor()
		c.Seek(append([]byte(account), '/'+1)) // just behind the last of them
		k, v := c.Prev()
		if k == nil {
			k, v = c.Last() // nothing lies behind
		}
		for ; bytes.HasPrefix(k, prefix) && len(events) < maxEvents; k, v = c.Prev() {
			var e api.Event
			if err := json.Unmarshal(v, &e); err != nil {
				return err
			}
			events = append(events, e)
		}
		return nil
	})
	return events, err
}
