package stub

import (
	"time"

	"kauth/core/api"
)

// This file lists what the JSON handlers and the pages both call. Every method
// takes plain values, does all of its work in one transaction, and fails with a
// *problem (problems.go), whose Code says what happened.

// visitor is the browser at the other end, as requests and activity show it.
type visitor struct {
	IP, Place, Agent string
	Device           string // "computer", "phone", "tablet"
	Browser          string `json:"-"` // names its cookie; "" where it has none
}

// signedIn is a browser that passed both steps.
type signedIn struct {
	Session string // names the session in the store; not the cookie
	Account string // "acc_..."
	User    string // "anna@example.ch"
	Role    string // in the organization that they look at
	Since   time.Time
	Proven  time.Time // when the password was given last
	With    string    // what let it in; "password" where there was no second step
	How     passed
	Moving  bool // the sign-in address is gone: a new one comes before anything else

	Organization string   // "org_..."
	Showed       string   // the organization that the page before this one showed, where that matters
	SetUpFor     string   // the organization for whose sake two-factor has to be set up first; "" for none
	Shown        []string // the tabs that not everybody has
}

// begunLogin is a login just begun; Secret is for its cookie.
type begunLogin struct {
	api.LoginReply
	Secret string
}

// loginView is all that a page shows of a login.
type loginView struct {
	ID        string
	User      string
	App       string
	State     string // waiting, approved, denied, mismatch, expired, cancelled, superseded, lapsed, redeemed
	ExpiresIn int
	Methods   []string // kauth, totp, recovery; empty where two-factor is off
	Default   string
	Asked     bool      // the phones were asked at least once
	Ask       askView   // the newest request
	ResendAt  time.Time // by the server's clock
	Rest      int       // seconds for which no request is sent to the phones
	RestWhy   string    // "notme", "often"
}

// askView is a request to the phones, as the waiting page shows it.
type askView struct {
	Challenge string
	Match     string // the digits to type on the phone; "" for YES or NO
	Devices   []string
	Shown     []string // of these, where the person can see it
	Late      bool     // nowhere in time
	LateAt    time.Time
}

// linkView is all that a page shows of an offer to link a phone.
type linkView struct {
	ID string
	api.LinkState
	Move bool   // the new phone takes another's place
	Link string // kauth://link?..., "" once a phone has registered
	PNG  []byte // the link as a QR code
}

// authorizeRequest is a checked request of GET /authorize.
type authorizeRequest struct {
	Redirect  string
	State     string
	Challenge string // PKCE S256
	From      string // the phone whose place the new one takes, as its person chose; "" adds a phone
}

// The list of what there is. Knobs are in knobs.go, faults in faults.go.
//
// sign in (logins.go, logins_page.go, ask.go, otp.go, recovery_use.go)
//	beginLogin(ctx, visitor, user, password, app) (begunLogin, error)   503 where too many passwords wait
//	askPhone(visitor, id, secret) (api.AskReply, error)        a new request; replaces one that waits
//	resend(visitor, id, secret) (api.AskReply, error)          wakes the phones again; at most every 10 s
//	viewLogin(id, secret) (loginView, error)
//	watchLogin(ctx, id, secret, cursor, wait) (api.LoginWatch, error)   holds while nothing is new
//	answerTOTP(visitor, id, secret, code) error
//	answerRecovery(visitor, id, secret, code) (left int, err error)
//	viewOffline(id, secret) (offlineView, error)               the request for phones without a network (offline.go)
//	answerOffline(id, secret, digits) (state string, err error)
//	cancelLogin(id, secret) error
//	redeem(visitor, id, secret) (sessionSecret string, err error)
//
// cookies (cookies.go, visitor.go)
//	loginSecret(r, id) string; setLoginCookie(w, id, secret); clearLoginCookie(w, id)
//	setSessionCookie(w, secret); clearSessionCookie(w)
//	visitorOf(r) visitor
//
// signed in (sessions.go, password.go, links.go, methods.go, recovery_use.go, activity.go)
//	session(r) (signedIn, error)                               401 no_session
//	endSession(signedIn) error
//	sessions(signedIn) ([]api.Session, error)                  this browser first
//	endOneSession(signedIn, id) error                          id: api.Session.ID
//	endAllSessions(visitor, signedIn) error                    signs out everywhere, here too; stops sign-ins under way
//	changePassword(ctx, visitor, signedIn, old, new) (session string, err error)   ends all other sessions; 401 bad_credentials, 400 too short
//	createLink(visitor, signedIn) (linkView, error)
//	createMove(visitor, signedIn, from) (linkView, error)      the phone that scans it takes from's place (moves.go)
//	viewLink(signedIn, id) (linkView, error)
//	waitLink(ctx, signedIn, id, state, wait) (api.LinkState, error)   holds while the state is the given one
//	cancelLink(signedIn, id) error
//	methods(signedIn) (api.MethodsReply, error)
//	reactivate(visitor, signedIn, id) error                    a suspended phone; 403 forbidden after a password alone
//	removeMethod(visitor, signedIn, id) error
//	setDefault(signedIn, id) error
//
// methods besides phones (setups.go, setup_app.go, sms.go, keys_setup.go, two_factor_off.go, step_up.go)
//	proven(signedIn) error                                     403 password_needed once the password is ten minutes old
//	prove(ctx, visitor, signedIn, password) error
//	beginApp(signedIn), beginSMS(signedIn, number, country), beginKey(signedIn, host) (id string, err error)
//	viewSetup(signedIn, id) (setupView, error)
//	newKeyOptions(signedIn, host, id) (json.RawMessage, error)
//	resendSetup(signedIn, id) error; dropSetup(signedIn, id) error
//	confirm(visitor, signedIn, host, id, api.ConfirmRequest) (added, error)
//	askSMS(id, secret, method) (smsAsked, error); answerSMS(visitor, id, secret, code) error
//	askKey(host, id, secret) (json.RawMessage, error); answerKey(visitor, host, id, secret, response) error
//	removeTwoFactor(ctx, visitor, signedIn, password) error
//
// programs (app_passwords.go, dav.go)
//	appPasswords(signedIn) ([]appPassword, error)
//	makeAppPassword(visitor, signedIn, name) (appPassword, password string, err error)
//	revokeAppPassword(visitor, signedIn, id) error
//	openDAV(ctx, visitor, user, password) (api.DAVReply, error)
//
//	newRecoveryCodes(visitor, signedIn) ([]string, error)      the old ones are void
//	activity(account) ([]api.Event, error)                     newest first
//	outbox() ([]mail, error)                                   newest first
//
// getting back in (forgot*.go, contact.go, moved.go, profile.go, help*.go, upload.go)
//	forgotPassword(visitor, lang, user) (id, secret, error)    the same for names that nobody has
//	forgotIdentifier(visitor, lang, number, address) (id, secret, error)
//	sendBack(id, secret, kind, via) error                      via "mail" or "sms"; goes out after the reply
//	tryBackCode(id, secret, digits) error                      five tries, ten minutes
//	resetPassword(ctx, visitor, id, secret, password) error    ends all sessions; two-factor stays
//	saveProfile(signedIn, field, value) error                  "name", "lang", "country", "zone"
//	beginChange(ctx, visitor, signedIn, kind, value, password) error   "phone", "address", "user": sends a code there
//	endChange(visitor, signedIn, digits) (kind, error)
//	DeleteAddress(user, hosted) error                          a knob
//	askHelp(helpCase, login, loginSecret) (number, secret, error); DecideHelp(Decision) error
//	openDoor(visitor, number, code) (number, secret, error); enter(ctx, visitor, number, secret, password) (session, error)
//	readUpload(w, r, fields) (*uploadedForm, error)            a form with files, piece by piece
//	t.spend(key, most, seconds) error                          counts, or 429
//	t.tellOwner(person, what, args...)                         to all addresses of a person
//	newSentCode(now) (sentCode, digits); (*sentCode).try(digits, now) error
//
// phones (fetch.go, events.go, wakes.go, push.go, wakeups*.go, lanes.go, guard.go)
//	fetch(ctx, device, cursor, wait) (*api.FetchReply, error)   the poll
//	snapshot(device) (api.FetchReply, last bool, error)         what poll and stream tell
//	t.notify(device)                                            has both look again
//	checkPush([]api.Push) ([]api.Push, error)                   the registrations to keep
//	t.wakeUp(device)                                            plans a message to each of its registrations, 10 s apart
//	send(job); t.woken(job, answer) (again, error)              one message; forgets what is gone, plans what is to be tried again
//	guard() guard                                               guard().client() alone sends Web Push
//
// keys and policy (ring.go, keyroll.go, rekey.go, policy.go)
//	rekey(visitor, device, proven, reg) (api.RekeyReply, error)   new keys; the same again for the same
//	s.asListener(h)                                            lets a locked phone through, by its listening key (listening.go)
//	RollKey() error; RollKeyWithin(overlap) error              a new signing key
//	Policy() (Policy, error); SetPolicy(Policy) error          what phones are asked
//	t.signFor(device, type, claims) (jws, error)               by the newest key that the phone has; 403 relink
//	t.reachable(phones) (phones, error)                        without those that no key can speak to
//
// log in from this mobile device (oauth.go)
//	checkAuthorize(url.Values) (authorizeRequest, error)       a *problem: show it, never redirect; a *redirectError: redirect to its To
//	issueCode(visitor, signedIn, authorizeRequest) (redirect string, err error)
//	refuseAuthorize(authorizeRequest) (redirect string)
//
// relying parties (backchannel.go, backchannel_token.go)
//	askBackchannel(visitor, Client, form) (backchannelReply, error)   POST /bc-authorize
//	pollBackchannel(Client, form) (tokenReply, error)          POST /token, once
//
// What an api.Event may say: signed_in, wrong_password, wrong_code, recovery_used,
// approved, denied, not_me, wrong_number, expired, linked, moved, move_refused, removed, suspended,
// new_recovery_codes, password_changed, key_changed. With is a phone's name, or "totp",
// "recovery", "password".
//
// organizations (organization.go, organization_roles.go, alerts.go, blocked.go, policy_two_factor.go, invitations.go)
//	setRole(visitor, signedIn, account, role) error            403 forbidden, 409 last_one
//	alert(visitor, signedIn, account) error                    a security alert by mail; at most once an hour
//	block, unblock(visitor, signedIn, account) error           sessions end, requests vanish, phones hear account_blocked
//	requireTwoFactor(visitor, signedIn, on) error              the web is shut for those without, apps go on
//	leaveOrganization(visitor, signedIn, org) error            externals alone
//	invite(visitor, signedIn, user, role) error; withdrawInvitation(signedIn, id) error
//	answerInvitation(visitor, signedIn, id, yes) error; signUp(ctx, visitor, user, code, password, lang) error
//	switchTo(signedIn, org) error
//	t.barred(person) error; t.policyOf(person) policy; t.mustKeepTwoFactor(person) (reason, must)
//
// notices (notices.go, activity_choice.go)
//	t.noticeSignIn(person, visitor); t.noticeWrongPassword(account, visitor)
//	choose(signedIn, activityChoice) error; chosenActivity(account, activityChoice) ([]numbered, error)
//
// Headers: a page replaces the Content-Security-Policy that http.go sets.
