package challenge_test

import (
	"strings"
	"testing"

	"kauth/core/coretest"
	"kauth/core/link"
)

// Nothing that was not signed for this phone is shown, whatever a picture says.
func FuzzScanned(f *testing.F) {
	server := coretest.NewServer(nil)
	phone := coretest.NewPhone(server, coretest.NewStore(nil))
	a := phone.Link(f, server, coretest.Anna)
	jws := server.Ask(coretest.Anna, 2, 0).Signed(a.Device.ID)
	f.Add(link.RequestURL(jws))
	f.Add("KAUTH://REQUEST/1/MFRGG.MFRGG.MFRGG")
	f.Add(jws)
	f.Add(strings.ToLower(link.RequestURL(jws)))
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := phone.Inbox.Scanned(text); err == nil || c.ID != "" || len(phone.Inbox.Pending()) != 0 {
			t.Fatalf("%q is shown as %+v", text, c)
		}
	})
}
