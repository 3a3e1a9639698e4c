package coretest

import (
	"context"
	"maps"
	"slices"
	"strings"

	"kauth/core"
)

// Fail makes Services answer with err; nil ends it.
func (w *Wakes) Fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.missing = err
}

// Come changes which services there are, and tells.
func (w *Wakes) Come(names ...string) {
	w.mu.Lock()
	w.names = names
	w.mu.Unlock()
	w.news <- core.WakeNews{What: core.WakeServices}
}

// Services implements WakePort.
func (w *Wakes) Services(context.Context) ([]string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.names), w.missing
}

// Register implements WakePort.
func (w *Wakes) Register(_ context.Context, service string, ask core.WakeAsk) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.Calls++
	why := w.why
	if !slices.Contains(w.names, service) {
		why = core.WakeSilent
	}
	if why != "" {
		return core.E("coretest.Register", core.Denied, &core.WakeRefused{Why: why})
	}
	w.asks[ask.ID] = ask
	if _, there := w.at[ask.ID]; !there {
		w.at[ask.ID] = core.WakeTarget{Kind: "webpush", Endpoint: "https://push.example.org/" + ask.ID}
	}
	w.news <- core.WakeNews{What: core.WakeGiven, ID: ask.ID, Target: w.at[ask.ID]}
	return nil
}

// Unregister implements WakePort.
func (w *Wakes) Unregister(_ context.Context, _, id string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, there := w.asks[id]; there {
		w.news <- core.WakeNews{What: core.WakeGone, ID: id}
	}
	delete(w.asks, id)
	delete(w.at, id)
	return nil
}

// News implements WakePort.
func (w *Wakes) News() <-chan core.WakeNews { return w.news }

// Registered implements WakeDesk.
func (w *Wakes) Registered() map[string]core.WakeAsk {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.asks)
}

// Reasons implements WakeDesk.
func (*Wakes) Reasons() []core.WakeWhy {
	return []core.WakeWhy{core.WakeNoNetwork, core.WakeUnauthorized, core.WakeNeedsAction, core.WakeNeedsKey, core.WakeBroken}
}

// Refuse implements WakeDesk.
func (w *Wakes) Refuse(why core.WakeWhy) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.why = why
}

// Send implements WakeDesk: what the specification forbids is not handed on, as by a
// receiver.
func (w *Wakes) Send(id string, message []byte) {
	if id != "" && len(id) <= 100 && len(message) > 0 && len(message) <= 4096 {
		w.news <- core.WakeNews{What: core.WakeCame, ID: id, Message: message}
	}
}

// Move implements WakeDesk. What is no address is not handed on.
func (w *Wakes) Move(id, endpoint string) {
	host, ok := strings.CutPrefix(endpoint, "https://push.example.org/")
	if !ok || len(endpoint) > 1000 || strings.ContainsAny(host, "# \n") {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at[id] = core.WakeTarget{Kind: "webpush", Endpoint: endpoint}
	w.news <- core.WakeNews{What: core.WakeGiven, ID: id, Target: w.at[id]}
}

// Drop implements WakeDesk.
func (w *Wakes) Drop(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.asks, id)
	delete(w.at, id)
	w.news <- core.WakeNews{What: core.WakeGone, ID: id}
}
