package stub

import (
	"encoding/binary"
	"encoding/json"
	"slices"
	"strings"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// activityChoice is which lines of recent activity a person looks at.
type activityChoice struct {
	Hidden []string // kinds, of pages.ActivityKinds
	Count  int      // 0 is the first of activityCounts
}

// activityCounts are the numbers of lines to choose from.
var activityCounts = []int{20, 50, 100}

func (c activityChoice) count() int {
	if slices.Contains(activityCounts, c.Count) {
		return c.Count
	}
	return activityCounts[0]
}

// numbered is a line of activity with its place on file.
type numbered struct {
	Number uint64
	api.Event
}

// choose keeps what a person wants to look at.
func (s *Server) choose(who signedIn, c activityChoice) error {
	c.Hidden = slices.DeleteFunc(c.Hidden, func(kind string) bool { return !slices.Contains(pages.ActivityKinds, kind) })
	return s.update(func(t *tx) error {
		p, err := t.person(who.Account)
		if err != nil {
			return err
		}
		p.Lines = activityChoice{Hidden: c.Hidden, Count: c.count()}
		t.putPerson(p)
		return nil
	})
}

// chosenActivity lists what a person wants to see of their activity, newest first.
func (s *Server) chosenActivity(account string, c activityChoice) (list []numbered, err error) {
	err = s.view(func(t *tx) error {
		return t.eachEvent(account, func(n numbered) bool {
			if !slices.Contains(c.Hidden, pages.ActivityKind(n.What)) {
				list = append(list, n)
			}
			return len(list) < c.count()
		})
	})
	return list, err
}

// event finds one line of an account's activity.
func (s *Server) event(account string, number uint64) (found numbered, err error) {
	err = s.view(func(t *tx) error {
		err := t.eachEvent(account, func(n numbered) bool {
			if n.Number == number {
				found = n
			}
			return n.Number > number
		})
		if err == nil && found.What == "" {
			err = errNotFound
		}
		return err
	})
	return found, err
}

// eachEvent goes through an account's activity, newest first, while fn wants more.
func (t *tx) eachEvent(account string, fn func(numbered) bool) error {
	prefix := account + "/"
	c := t.Bucket([]byte(inEvents)).Cursor()
	behind, _ := c.Seek([]byte(account + "0")) // '0' comes after '/': just behind the last of them
	step := c.Prev
	if behind == nil {
		step = c.Last
	}
	k, v := step()
	for ; strings.HasPrefix(string(k), prefix); k, v = c.Prev() {
		n := numbered{Number: binary.BigEndian.Uint64(k[len(prefix):])}
		if err := json.Unmarshal(v, &n.Event); err != nil {
			return err
		}
		if !fn(n) {
			return nil
		}
	}
	return nil
}
