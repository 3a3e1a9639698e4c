//go:build harness

package e2e

import (
	"testing"

	"kauth/core/coretest/computer"
)

func TestAndroidShowsARequestAgainInAnActivityThatIsMadeAnew(t *testing.T) {
	t.Parallel()
	a, s, who, _ := linkedAndroid(t)
	c := computer.New(t, s.URL)
	l := c.Login(who.User, who.Password)
	c.Ask(l)
	a.find("Are you trying to sign in?")
	a.act("recreate")
	a.find("Are you trying to sign in?")
	a.keep("10-recreated")
	a.leave("YES")
	if got := c.State(l); got != "approved" {
		t.Errorf("YES: %s", got)
	}
	a.act("recreate")
	a.act("nodes")
}
