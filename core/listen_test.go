package core_test

import (
	"reflect"
	"testing"

	"kauth/core"
)

func newKey(t *testing.T) core.DeviceKey {
	t.Helper()
	k, err := core.NewDeviceKey()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestWhatListensHoldsNothingThatApproves(t *testing.T) {
	d := core.Device{
		Origin: "https://a.example", ID: "dev_1", Account: "acc_1", Name: "Pixel", Key: newKey(t), NextKey: newKey(t),
		Listen: newKey(t), NextListen: newKey(t), KeysAt: 2, LinkCode: core.NewSecret([]byte("code")), Moves: true, MovesFrom: "Pixel 9",
	}
	heard := d.Listening()
	if !heard.Locked() || d.Locked() {
		t.Fatal("the key that approves is still there, or went from the original")
	}
	if heard.Listen != d.Listen || heard.NextListen != d.NextListen || heard.Account != d.Account || heard.KeysAt != 2 {
		t.Errorf("it cannot listen: %+v", heard)
	}
	// A field that is added to Device is thought about here: may a locked phone hold it?
	heard.Listen, heard.NextListen = core.DeviceKey{}, core.DeviceKey{}
	if want := (core.Device{Origin: d.Origin, ID: d.ID, Account: d.Account, Name: d.Name, KeysAt: 2, Moves: true, MovesFrom: "Pixel 9"}); !reflect.DeepEqual(heard, want) {
		t.Errorf("%+v", heard)
	}
	if n := reflect.TypeOf(d).NumField(); n != 17 {
		t.Errorf("Device has %d fields: does Listening leave the right ones out?", n)
	}
}
