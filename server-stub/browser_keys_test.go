//go:build browser

package main

import (
	"context"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

func init() {
	parts["SecurityKeySignsIn"] = securityKey
	parts["SecurityKeyNeedsAName"] = keyNeedsAName
	parts["SecurityKeyNeedsScript"] = keyNeedsScript
	parts["ForeignSecurityKeyIsRefused"] = foreignKey
	parts["CopiedSecurityKeyIsSuspended"] = copiedKey
}

// call sends Chromium a command of its own protocol.
func call[P, R any](b *browser, command cdp.Command[P, R], params P) (reply R) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) (err error) {
		reply, err = cdp.Call(ctx, t, command, params)
		return err
	}))
	return reply
}

// plugIn gives a window a security key that is touched whenever it is asked.
func (b *browser) plugIn() webauthn.AuthenticatorID {
	b.t.Helper()
	call(b, webauthn.Enable, webauthn.EnableParams{})
	return call(b, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportUsb,
		HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}}).AuthenticatorID
}

func (b *browser) credentials(id webauthn.AuthenticatorID) []*webauthn.Credential {
	b.t.Helper()
	return call(b, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: id}).Credentials
}

// named is the server by a name, where security keys work.
func (w *world) named(b *browser) *browser {
	b.origin = strings.Replace(w.s.Origin(), "127.0.0.1", "localhost", 1)
	return b
}

// withKey signs anna in, with a key on her account.
func (w *world) withKey() (*browser, webauthn.AuthenticatorID) {
	b := w.named(w.open())
	key := b.plugIn()
	b.visit("/login")
	b.password(anna, annaPass)
	b.wait(".pill.off")
	b.visit("/2fa/add")
	b.send("/2fa/add/webauthn")
	b.wait("form[data-key] button:not([hidden])")
	b.fill("name", "YubiKey 5C")
	b.shot("key-add")
	b.press("form[data-key] button")
	b.wait(".codes")
	return b, key
}

func (b *browser) toKey() {
	b.t.Helper()
	b.send("/logout")
	b.visit("/login")
	b.password(anna, annaPass)
	b.wait("form[data-key] button:not([hidden])")
}

func securityKey(w *world) {
	b, key := w.withKey()
	b.says("Backup codes")
	b.visit("/2fa")
	b.says("Security key", "YubiKey 5C · added", "Backup codes · 10 left")
	b.shot("manager-key")
	b.toKey()
	b.shot("key")
	b.press("form[data-key] button")
	b.wait(".pill.ok")
	b.says("Signed in with a security key")
	if made := b.credentials(key); len(made) != 1 || made[0].RpID != "localhost" || made[0].IsResidentCredential {
		w.Fatalf("the key holds %+v", made)
	}

	b.visit("/2fa/add") // the same key once more
	b.send("/2fa/add/webauthn")
	b.wait("form[data-key] button:not([hidden])")
	b.do(chromedp.Click(chromedp.CSS("form[data-key] button")))
	b.tells("This key is on your account already")
	b.shot("key-known")
	b.visit("/2fa")
	b.press(`a[href$="/remove"]`)
	b.says("Turn two-factor off?")
	b.press("form .button.danger")
	b.wait(".pill.off")
}

func keyNeedsAName(w *world) {
	b := w.open() // at 127.0.0.1
	b.visit("/login")
	b.password(anna, annaPass)
	b.wait(".pill.off")
	b.visit("/2fa/add")
	b.send("/2fa/add/webauthn")
	b.says("Security keys need a name", "localhost:")
	b.shot("key-address")
	b.forgives = strings.Replace(w.s.Origin(), "127.0.0.1", "localhost", 1)
	b.press(".buttons .button:not(.second)")
	b.wait("#user")
	w.named(b)
	b.password(anna, annaPass)
	b.wait(`form[action="/2fa/add/webauthn"]`)
}

func keyNeedsScript(w *world) {
	w.withKey()
	b := w.named(w.open(withoutScript()))
	b.visit("/login")
	b.password(anna, annaPass)
	b.says("A security key works only with JavaScript", "Use another method")
	b.shot("key-noscript")
	b.press(`a[href$="/methods"]`)
	b.says("Another method", "Security key", "Backup code", "Ask for help")
}

func foreignKey(w *world) {
	w.withKey()
	b := w.named(w.open())
	b.plugIn() // an empty one
	b.visit("/login")
	b.password(anna, annaPass)
	b.wait("form[data-key] button:not([hidden])")
	b.do(chromedp.Click(chromedp.CSS("form[data-key] button")))
	b.tells("The key did not answer")
	b.shot("key-failed")
}

func copiedKey(w *world) {
	b, key := w.withKey()
	first := b.credentials(key)[0] // as it would be in a copy made at the start
	for range 2 {
		b.toKey()
		b.press("form[data-key] button")
		b.wait(".pill.ok")
	}
	call(b, webauthn.SetCredentialProperties, webauthn.SetCredentialPropertiesParams{
		AuthenticatorID: key, CredentialID: first.CredentialID, SignCount: &first.SignCount,
	})
	b.toKey()
	b.press("form[data-key] button")
	b.wait("#problem")
	b.says("There may be a copy of this key")
	b.shot("key-copied")
	b.press(`a[href$="/methods"]`)
	b.says("Backup code")
	if strings.Contains(b.words(), "Security key") {
		w.Fatal("a suspended key is offered")
	}
}
