package viewmodel

import (
	"time"

	"kauth/core"
)

// BannerKind picks a banner's words and color.
type BannerKind string

// The banners over the accounts.
const (
	BannerRequest BannerKind = "request"
	BannerFound   BannerKind = "found" // what was wrong with the vault; until it is put aside
	BannerFixed   BannerKind = "fixed" // nothing can be stored
	BannerOffline BannerKind = "offline"
	BannerServer  BannerKind = "server"
	BannerAccount BannerKind = "account"
	BannerClock   BannerKind = "clock"
	// BannerRestored tells of accounts that came from a backup: requests are off.
	BannerRestored BannerKind = "restored"
	BannerBackup   BannerKind = "backup" // codes that no backup has
	BannerCodes    BannerKind = "codes"
	BannerResting  BannerKind = "resting" // requests are not shown for a while
	BannerNotices  BannerKind = "notices" // the system shows no notices of them
)

// Banner is one thing to know, over the accounts.
type Banner struct {
	Kind    BannerKind
	Agent   string        // request: the device that asks
	Left    time.Duration // request: how long it waits
	Count   int           // request: how many wait; restored: how many accounts
	Server  string        // server: which one; account, codes: whose
	Problem *Problem      // server, account: why
	Ahead   time.Duration // clock: how far the phone is ahead; negative is behind
	Wrong   time.Time     // clock: what it says, where that cannot be; else zero
	Account core.AccountID
	Silence Silence   // account: why only a new link mends it; "" for what passes
	Missed  bool      // backup: the newest try did not succeed
	Ever    bool      // backup: there is an older one
	Report  Report    // found: what
	Until   time.Time // resting
}

// subject is one thing that a person may have to know of over the accounts.
type subject struct {
	kind BannerKind
	look func(*App) []Banner // none: nothing to say; asked each second, so it must be cheap
	open func(*Home, Banner) // what a tap does
}

// subjects are all of them, the most pressing first. A further one is a line here and
// its words in app/screen/home_banner.go: how many are shown is nobody else's matter.
func subjects() []subject {
	return []subject{
		{BannerRequest, (*App).requestBanner, (*Home).openRequest},
		{BannerResting, (*App).restingBanner, (*Home).openResting},
		{BannerFound, (*App).foundBanner, (*Home).openFound},
		{BannerClock, (*App).clockBanner, (*Home).openSettings},
		{BannerOffline, (*App).offlineBanner, (*Home).openCheck},
		{BannerServer, (*App).serverBanner, (*Home).openCheck},
		{BannerAccount, (*App).accountBanner, (*Home).openAccount},
		{BannerFixed, (*App).fixedBanner, (*Home).openFixed},
		{BannerClock, (*App).aheadBanner, (*Home).openSettings},
		{BannerNotices, (*App).noticesBanner, (*Home).openAllowed},
		{BannerRestored, (*App).restoredBanner, (*Home).openAccount},
		{BannerCodes, (*App).codesBanner, (*Home).openCodes},
		{BannerBackup, (*App).backupBanner, (*Home).openBackups},
	}
}

// banners are all that there is to know now, the most pressing first.
func (a *App) banners() []Banner {
	var all []Banner
	for _, s := range subjects() {
		all = append(all, s.look(a)...)
	}
	return all
}

// setBanners puts the most pressing one over the accounts. The others are counted, and
// shown once the person asks for them: the accounts are what the page is for.
func (h *Home) setBanners(s *HomeState) {
	all := h.app.banners()
	if len(all) == 0 {
		h.unfolded = false
		return
	}
	s.Banner = &all[0]
	if len(all) > 1 {
		s.More, s.Unfolded = all[1:], h.unfolded
	}
}

// Unfold shows the banners that were only counted, or counts them again.
func (h *Home) Unfold(on bool) { h.app.do(func() { h.unfolded = on }) }

// OpenBanner does what the most pressing banner is about.
func (h *Home) OpenBanner() {
	h.app.do(func() {
		if all := h.app.banners(); len(all) > 0 {
			h.openBanner(all[0])
		}
	})
}

// OpenMore does what a banner of HomeState.More is about, if it is still so.
func (h *Home) OpenMore(shown Banner) {
	h.app.do(func() {
		for _, b := range h.app.banners() {
			if b.Kind == shown.Kind && b.Account == shown.Account && b.Server == shown.Server {
				h.openBanner(b)
				return
			}
		}
	})
}

func (h *Home) openBanner(b Banner) {
	if !h.inSight() { // a second tap on what has opened already
		return
	}
	for _, s := range subjects() {
		if s.kind == b.Kind {
			s.open(h, b)
			return
		}
	}
}
