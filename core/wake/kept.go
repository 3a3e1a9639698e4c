package wake

import (
	"encoding/json"

	"kauth/core"
)

// load reads the registrations as they are kept. One that cannot be read is made anew.
func (w *Wakeups) load() {
	w.write.Lock()
	defer w.write.Unlock()
	ids, err := w.k.List(Bucket)
	if err != nil {
		return // shut; what is known stays
	}
	all := map[core.AccountID]record{}
	for _, id := range ids {
		var r record
		data, err := w.k.Get(Bucket, id)
		if err == nil && json.Unmarshal(data, &r) == nil {
			all[core.AccountID(id)] = r
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.records = all
}

// Left is how an account's registration was left by an app that runs no more: what its
// server was not told by then, it does not know. None where there is none.
func Left(k Store, id core.AccountID) Standing {
	var r record
	data, err := k.Get(Bucket, string(id))
	if err != nil || json.Unmarshal(data, &r) != nil || r.ID == "" {
		return Standing{State: None}
	}
	return r.standing(true, true)
}

// update changes an account's registration and keeps it.
func (w *Wakeups) update(id core.AccountID, f func(*record)) error {
	w.write.Lock()
	defer w.write.Unlock()
	r := w.record(id)
	version := r.Version
	f(&r)
	r.Version = version + 1
	data, err := json.Marshal(r)
	if err != nil {
		return core.E("wake.update", core.Internal, err)
	}
	defer clear(data)
	if err := w.k.Put(Bucket, string(id), data); err != nil {
		return err
	}
	w.mu.Lock()
	w.records[id] = r
	w.mu.Unlock()
	w.tell()
	return nil
}

// change does it to the registration of that ID, where there is one.
func (w *Wakeups) change(id string, f func(*record)) bool {
	account, _, ok := w.byID(id)
	return ok && w.update(account, func(r *record) {
		if r.ID == id {
			f(r)
		}
	}) == nil
}

func (w *Wakeups) byID(id string) (core.AccountID, record, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for account, r := range w.records {
		if id != "" && r.ID == id {
			return account, r, true
		}
	}
	return "", record{}, false
}

func (w *Wakeups) record(id core.AccountID) record {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.records[id]
}
