//go:build !race

package viewmodel

import (
	"context"
	"net/url"
	"slices"
	"testing"

	"kauth/core"
)

// rememberingBrowser knows where it was sent.
type rememberingBrowser struct{ opened []string }

func (*rememberingBrowser) Listen(context.Context) (string, <-chan url.Values, error) {
	return "", nil, core.E("fake", core.Unsupported, nil)
}

func (b *rememberingBrowser) Open(address string) error {
	b.opened = append(b.opened, address)
	return nil
}

func TestChangingThePhoneLeadsToEachWayOut(t *testing.T) {
	accounts := append(linked(), linked()[0])
	accounts[1].ID, accounts[1].Label = "acc_2", "max@example.ch" // on the same server
	play(t, accounts, func(s *scene) {
		b := &rememberingBrowser{}
		s.app.p.Browser = b
		s.shown.Intents.(*Home).Settings()
		s.rest()
		s.shown.Intents.(*Settings).NewPhone()
		s.rest()
		if x := is[NewPhoneState](s); !slices.Equal(x.Servers, []string{"manager.example.ch"}) || !x.Accounts || x.Help != "manager.example.ch" {
			t.Errorf("shows %+v", x)
		}
		page := s.shown.Intents.(*NewPhone)
		page.Manager("manager.example.ch")
		page.Lost()
		s.rest()
		if want := []string{"https://manager.example.ch/2fa/new-phone", "https://manager.example.ch/help/lost"}; !slices.Equal(b.opened, want) {
			t.Errorf("opened %v", b.opened)
		}
		page.Add()
		s.rest()
		is[WelcomeState](s)
		s.app.Back()
		page.Codes()
		s.rest()
		is[HomeState](s)
	})
}

func TestWhoHasNoAccountIsStillHelped(t *testing.T) {
	play(t, nil, func(s *scene) {
		s.shown.Intents.(*Welcome).Settings()
		s.rest()
		s.shown.Intents.(*Settings).NewPhone()
		s.rest()
		if x := is[NewPhoneState](s); len(x.Servers) > 0 || x.Accounts || x.Help != "" {
			t.Errorf("shows %+v", x)
		}
		s.shown.Intents.(*NewPhone).Lost() // no server is known: nothing to open
		s.rest()
	})
}

func TestALanguageIsTakenAtOnceAndKept(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.shown.Intents.(*Home).Settings()
		s.rest()
		s.shown.Intents.(*Settings).Language()
		s.rest()
		s.shown.Intents.(*Language).Choose("es")
		s.rest()
		if is[LanguageState](s).Chosen != "es" || s.shown.Look.Language != "es" {
			t.Errorf("shows %+v in %+v", s.shown.State, s.shown.Look)
		}
		s.app.Back()
		s.rest()
		if is[SettingsState](s).Look.Language != "es" {
			t.Error("the settings show another language")
		}
	})
}
