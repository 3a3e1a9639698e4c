package vault

import (
	"encoding/json"
	"time"

	"kauth/core"
)

// The trash counts time for itself. A clock that is wrong must not empty it, and so
// neither the phone's nor a server's is believed alone.
const (
	trashKeeps = 30 * 24 * time.Hour
	// trashStep is the most that the phone's own clock can make of the time between two
	// looks. The app looks each hour; a phone that is never online and opened less than
	// once a day keeps longer than 30 days, which harms nobody.
	trashStep = 24 * time.Hour
)

// trashAge is how old the trash is, by the time that has certainly gone by. All is in
// seconds; times are Unix's.
type trashAge struct {
	Age   int64    `json:"age_seconds"`
	Phone int64    `json:"phone"`          // at the last look
	Sure  *sureAge `json:"sure,omitempty"` // the last look at which the servers agreed
}

type sureAge struct {
	Age       int64 `json:"age_seconds"`
	Phone     int64 `json:"phone"`
	Corrected int64 `json:"corrected"`
}

// at is the age at another moment. Between two moments at which the servers agreed as
// much has gone by as phone and servers both say; else no more than trashStep. A clock
// that was set back adds nothing.
func (a trashAge) at(m core.Moment) trashAge {
	phone, corrected := m.Phone.Unix(), m.Corrected.Unix()
	next := trashAge{Age: a.Age + between(phone-a.Phone, int64(trashStep/time.Second)), Phone: phone, Sure: a.Sure}
	if !m.Sure {
		return next
	}
	if s := a.Sure; s != nil {
		next.Age = max(next.Age, s.Age+between(phone-s.Phone, corrected-s.Corrected))
	}
	next.Sure = &sureAge{next.Age, phone, corrected}
	return next
}

func between(seconds, most int64) int64 { return max(0, min(seconds, most)) }

// left is how long something stays that came into the trash at that age.
func (a trashAge) left(since int64) time.Duration {
	return trashKeeps - time.Duration(between(a.Age-since, int64(trashKeeps/time.Second)))*time.Second
}

func (a trashAge) write() (write, error) {
	data, err := json.Marshal(a)
	return write{trashClock, trashClockID, data}, err
}

// trashAge reads how old the trash was at the last look. Where that is lost it is taken
// for as old as the newest thing in it: nothing goes too early.
func (v *Vault) trashAge(op string, items []trashed, m core.Moment) (a trashAge, known bool) {
	data, err := v.read(op, trashClock, trashClockID)
	if err == nil && json.Unmarshal(data, &a) == nil {
		return a, true
	}
	a = trashAge{Phone: m.Phone.Unix()}
	for _, t := range items {
		a.Age = max(a.Age, t.Since)
	}
	return a, false
}
