//go:build browser

package main

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"kauth/server-stub/stub"
)

// The pages, in a real Chromium against the real server. Every page that a test
// sees is held to three promises: nothing is fetched from elsewhere, nothing that
// the Content-Security-Policy forbids is tried, and no script fails.

// patience is how long a test waits for what has to come: long, since a machine
// may be busy, and never waited out where all is well.
const patience = 60 * time.Second

// serve starts a server with the demo people.
func serve(t *testing.T) *stub.Server { return serveAt(t, nil) }

// serveAt starts one with another clock.
func serveAt(t *testing.T, now func() time.Time) *stub.Server {
	t.Helper()
	s, err := stub.New(stub.Options{Data: t.TempDir(), Demo: true, QA: true, CheapHash: true, Now: now})
	ok(t, err)
	ok(t, s.Listen("127.0.0.1:0", "", ""))
	t.Cleanup(func() { ok(t, s.Close()) })
	return s
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestPages is one test, so that one Chromium serves all parts and ends with them.
func TestPages(t *testing.T) {
	chromium := startChromium(t)
	for name, part := range parts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			part(&world{T: t, chromium: chromium, s: serve(t)})
		})
	}
}

// parts are the promises that the pages keep.
var parts = map[string]func(*world){
	"PasswordIsEnoughWithoutTwoFactor":  passwordIsEnough,
	"WrongCredentialsDoNotSayWhich":     wrongCredentials,
	"KeysAloneSignIn":                   keysAlone,
	"PhoneIsLinkedByQRCode":             scripted(linkByQRCode),
	"PhoneIsLinkedWithoutScript":        unscripted(linkByQRCode),
	"OtherPhoneIsRefused":               refuseLink,
	"QRCodeIsScannedOffAnyScreen":       scannedOffTheScreen,
	"YesGoesOnByItself":                 scripted(yesGoesOn),
	"YesGoesOnWithoutScript":            unscripted(yesGoesOn),
	"DigitsGoOnWithoutANetwork":         scripted(offlineGoesOn),
	"DigitsGoOnWithoutScript":           unscripted(offlineGoesOn),
	"WrongDigitsAreFinal":               scripted(offlineIsFinal),
	"AppAnswersWithoutANetwork":         offlineWalk,
	"OfflinePhoneIsChosen":              offlineAsksWhichPhone,
	"OfflinePageWaitsQuietly":           offlineWaitsQuietly,
	"PageSaysWhereItIsShown":            still(scripted(saysWhereItIsShown)),
	"ShownIsSaidWithoutScript":          still(unscripted(saysWhereItIsShown)),
	"PageOffersACodeByItself":           still(scripted(offersACodeByItself)),
	"CodeIsOfferedWithoutScript":        still(unscripted(offersACodeByItself)),
	"TypingIsNotDisturbed":              still(typingIsNotDisturbed),
	"TypingWithoutScriptIsNotRefreshed": still(typingWithoutScript),
	"RequestIsSentAgain":                still(scripted(sendsAgain)),
	"RequestIsSentAgainWithoutScript":   still(unscripted(sendsAgain)),
	"NoLetsNobodyIn":                    scripted(noLetsNobodyIn),
	"NoLetsNobodyInWithoutScript":       unscripted(noLetsNobodyIn),
	"NumberIsTypedOnThePhone":           scripted(typeTheNumber),
	"NumberIsTypedWithoutScript":        unscripted(typeTheNumber),
	"UnansweredRequestExpires":          expires,
	"ClosedPageCancelsItsRequest":       closedPage,
	"GoingOnCancelsNothing":             goingOn,
	"OneTimeCodeSignsIn":                scripted(oneTimeCode),
	"OneTimeCodeWithoutScript":          unscripted(oneTimeCode),
	"BackupCodeSignsInOnce":             scripted(backupCode),
	"BackupCodeWithoutScript":           unscripted(backupCode),
	"NewBackupCodesAreDownloaded":       downloadCodes,
	"RemovedPhoneTurnsTwoFactorOff":     removePhone,
	"AppIsAuthorizedAfterTheSecondStep": authorize,
	"BadAuthorizeRequestGoesNowhere":    badAuthorize,
	"PasswordIsChanged":                 changePassword,
	"OtherSiteCanDoNothing":             otherSite,
	"EveryPageFitsEveryWindow":          everyWindow,
}

// scripted and unscripted do a part in a browser that runs scripts, or does not.
func scripted(part func(*world, *browser)) func(*world) {
	return func(w *world) { part(w, w.open()) }
}

func unscripted(part func(*world, *browser)) func(*world) {
	return func(w *world) { part(w, w.open(withoutScript())) }
}

// world is a server and a Chromium.
type world struct {
	*testing.T
	chromium context.Context
	s        *stub.Server
	skew     time.Duration // of a server whose clock stands still (browser_shown_test.go)
}

func startChromium(t *testing.T) context.Context {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.NoSandbox, // as root there is none
		chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("lang", "en"),
	)
	allocator, end := chromedp.NewExecAllocator(context.Background(), append(options, chromedp.WSURLReadTimeout(2*time.Minute))...)
	t.Cleanup(end)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	ok(t, chromedp.Do(ctx))
	return ctx
}
