package main

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/coretest"
	"kauth/platform/push"
)

func init() {
	suites = append(suites, testing.InternalTest{Name: "Push", F: func(t *testing.T) {
		world(t, "desk open")
		t.Cleanup(func() { world(t, "desk close") })
		r := push.New(push.Options{})
		t.Cleanup(r.Close)
		coretest.TestReceiver(t, r, desk{t}, "fake.distributor")
		t.Run("AMessageIsAcknowledged", func(t *testing.T) { acknowledged(t, r) })
	}})
}

// acknowledged: AND_3 lets a distributor drop a registration whose messages nobody takes.
func acknowledged(t *testing.T, r *push.Receiver) {
	const id = "kauth-acknowledged"
	if err := r.Register(t.Context(), "fake.distributor", core.WakeAsk{ID: id, About: "a test"}); err != nil {
		t.Fatal(err)
	}
	said := func() string { return world(t, "said ! broadcast org.unifiedpush.android.distributor.MESSAGE_ACK "+id) }
	before := said()
	desk{t}.Send(id, []byte("a message"))
	for end := time.Now().Add(time.Minute); said() == before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the distributor waits for a word")
		}
	}
}

// desk is a distributor as the specification AND_3.0.0 has them.
type desk struct{ t *testing.T }

var reasons = map[core.WakeWhy]string{
	core.WakeBroken: "INTERNAL_ERROR", core.WakeNoNetwork: "NETWORK", core.WakeNeedsAction: "ACTION_REQUIRED", core.WakeNeedsKey: "VAPID_REQUIRED",
}

// Registered implements coretest.WakeDesk, as do those that follow.
func (d desk) Registered() map[string]core.WakeAsk {
	all := map[string]core.WakeAsk{}
	for part := strings.Split(world(d.t, "desk registered"), "\t"); len(part) >= 3; part = part[3:] {
		all[part[0]] = core.WakeAsk{ID: part[0], Sender: part[1], About: part[2]}
	}
	return all
}

func (d desk) Reasons() (all []core.WakeWhy) {
	for why := range reasons {
		all = append(all, why)
	}
	return all
}

func (d desk) Refuse(why core.WakeWhy) { world(d.t, "desk refuse "+reasons[why]) }

func (d desk) Send(id string, message []byte) { d.say("send", id, string(message)) }

func (d desk) Move(id, endpoint string) { d.say("move", id, endpoint) }

func (d desk) Drop(id string) { d.say("drop", id) }

func (d desk) say(what string, all ...string) {
	for _, a := range all {
		what += " ." + base64.StdEncoding.EncodeToString([]byte(a))
	}
	world(d.t, "desk "+what)
}
