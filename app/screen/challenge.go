package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core"
)

// challenge is one sign-in request: YES or NO, or the number to type.
type challenge struct {
	c        context
	page     *widgets.Page
	waiting  *widgets.Banner
	account  *widgets.Text
	rows     *widgets.Rows
	boxes    *widgets.DigitBoxes
	title    *widgets.Text
	logo     *fyne.Container   // where there are no keys
	top      fyne.CanvasObject // above it
	keypad   *widgets.Keypad
	progress *widgets.Progress
	expires  *widgets.Text
	notice   *notice
	retry    *widgets.Button
	digits   *widgets.Button // instead of sending
	scanned  *widgets.Banner
	all      *widgets.Button // refuses all
	yes, no  *widgets.Button
	fixed    viewmodel.ChallengeState // what the rows were made from
	begun    bool
	tight    bool // there is little room for the keys
	moves    bool // to another phone
	prompt   *widgets.Text
}

func newChallenge(c context, in *viewmodel.Challenge, s viewmodel.ChallengeState) page {
	t := c.t
	p := &challenge{c: c, rows: widgets.NewRows(), progress: widgets.NewProgress(), notice: newNotice(c)}
	p.waiting = widgets.NewBanner(widgets.Info, "bell", "", "", nil)
	p.account = widgets.NewText(widgets.Body, "").Centered()
	p.expires = widgets.NewText(widgets.Label, "").Centered()
	p.retry = widgets.NewButton(widgets.Primary, t.T("challenge.again.yes"), in.Retry)
	p.digits = widgets.NewButton(widgets.Secondary, t.T("offline.show"), in.Digits)
	p.scanned = widgets.NewBanner(widgets.Info, "img", "", t.T("offline.scanned"), nil)
	p.all = widgets.NewButton(widgets.Secondary, t.T("challenge.refuseall"), in.RefuseAll).Early(in.Early)
	if s.Match {
		p.match(in, s)
	} else {
		p.confirm(in)
	}
	return p
}

// confirm is YES and NO, with all there is to judge by.
func (p *challenge) confirm(in *viewmodel.Challenge) {
	t := p.c.t
	p.no = widgets.NewButton(widgets.No, t.T("challenge.no"), in.No).Early(in.Early)
	p.yes = widgets.NewButton(widgets.Yes, t.T("challenge.yes"), in.Yes).Early(in.Early)
	p.logo, p.top = widgets.Centered(widgets.NewLogo(56)), widgets.Space(20)
	p.page = widgets.NewPage(widgets.PageSpec{
		Body: []fyne.CanvasObject{
			p.top, p.waiting, p.scanned, p.logo,
			widgets.VStack(4, widgets.NewText(widgets.Title, t.T("challenge.title")).Centered(), p.account),
			p.rows, p.notice.object(), p.retry, p.digits, p.all, widgets.Spring(),
		},
		Foot: []fyne.CanvasObject{
			widgets.VStack(4, p.progress, p.expires),
			widgets.Columns(look.Gap, p.no, p.yes),
		},
		Margin: look.Margin, Gap: 16, FootGap: 16, Leaves: leastFacts,
	})
}

// match is the typed number: the facts are short, the keys large.
func (p *challenge) match(in *viewmodel.Challenge, s viewmodel.ChallengeState) {
	t := p.c.t
	p.notice.brief = true
	p.boxes = widgets.NewDigitBoxes(s.Digits)
	p.keypad = widgets.NewKeypad(t.T("action.delete"), in.Digit, in.Delete)
	p.no = widgets.NewButton(widgets.No, t.T("challenge.notme"), in.No).Early(in.Early).Tall(60, look.SizeButton)
	p.title = widgets.NewText(widgets.Title, t.T("challenge.title")).Sized(20, 26).Centered()
	p.prompt = widgets.NewText(widgets.Body, t.T("challenge.type")).Centered()
	if s.To != "" {
		p.move(s.To)
	}
	p.page = widgets.NewPage(widgets.PageSpec{Margin: look.Margin, Gap: 10, FootGap: 10, Leaves: leastWords})
	p.arrange()
}

// arrange gives the facts and the keys their places. Where there is little room the keys
// and what they type stay, and the facts scroll above them.
func (p *challenge) arrange() {
	whose := widgets.VStack(2, p.title, p.account)
	keys := []fyne.CanvasObject{p.keypad, widgets.VStack(4, p.progress, p.expires), p.no}
	if !p.tight {
		p.page.SetBody(widgets.Space(4), p.waiting, p.scanned, whose, p.rows, p.notice.object(), p.retry, p.digits, p.all, p.prompt, p.boxes, widgets.Spring())
		p.page.SetFoot(keys...)
		return
	}
	p.page.SetFoot(append([]fyne.CanvasObject{p.boxes}, keys...)...)
	if p.title.Hidden {
		p.page.SetBody(p.waiting, p.scanned, p.notice.object(), p.retry, p.digits, p.prompt, p.rows, whose, p.all, widgets.Spring())
	} else {
		p.page.SetBody(p.waiting, p.scanned, p.notice.object(), p.retry, p.digits, whose, p.rows, p.prompt, p.all, widgets.Spring())
	}
}

// fit looks at how much room there is.
func (p *challenge) fit() {
	tight, large := p.c.room()
	if tight == p.tight {
		return
	}
	p.tight = tight
	p.keypad.Tight(tight)
	p.boxes.Low(tight)
	p.page.Edge(below(tight))
	p.no.Tall(map[bool]float32{true: 48, false: 60}[tight], look.SizeButton)
	p.title.Hidden = large && !p.moves // the words that ask for the number say it as well
	p.arrange()
}

// lie leaves the room of the logo to the facts, where the phone lies on its side.
func (p *challenge) lie() {
	low := p.c.lying()
	if low != p.logo.Visible() {
		return
	}
	p.logo.Hidden = low
	if p.top.Show(); low {
		p.top.Hide()
	}
	p.page.Settle()
}

func (p *challenge) object() fyne.CanvasObject { return p.page }

func (p *challenge) update(st viewmodel.State) {
	s, t := st.(viewmodel.ChallengeState), p.c.t
	if s.Match {
		p.fit()
	} else {
		p.lie()
	}
	p.progress.Set(s.Fraction, s.Left.Seconds() <= 10)
	p.expires.Set(t.T("challenge.expires", "time", text.Span(s.Left)))
	if p.tight {
		p.expires.Set(text.Span(s.Left))
	}
	p.no.SetBusy(s.Sending && s.Said == "deny")
	p.no.SetEnabled(s.Armed && !s.Sending)
	p.all.SetEnabled(s.Armed && !s.Sending)
	if s.Match {
		p.boxes.Set(s.Typed, false)
		p.boxes.Say(p.c.t.T("lock.dots", "count", len(s.Typed)))
		p.keypad.SetEnabled(s.Armed && !s.Sending)
	} else {
		p.yes.SetBusy(s.Sending && s.Said == "approve")
		p.yes.SetEnabled(s.Armed && !s.Sending)
	}
	fixed := s
	fixed.Left, fixed.Fraction, fixed.Typed, fixed.Armed = 0, 0, "", false
	if p.begun && fixed == p.fixed {
		return
	}
	p.begun, p.fixed = true, fixed
	p.waiting.Set(widgets.Info, "bell", "", t.T("challenge.waiting", "count", s.Waiting))
	if s.Newer && s.Waiting < 2 {
		p.waiting.Set(widgets.Info, "refresh", "", t.T("challenge.newer"))
	}
	p.waiting.Hidden = s.Waiting < 2 && !s.Newer
	p.account.Set(whose(s))
	p.rows.Set(p.facts(s)...)
	p.notice.set(s.Problem)
	p.retry.Set(t.T(againKey(s)))
	p.retry.Hidden = s.Problem == nil || s.Sending
	p.all.Hidden = !s.Many || s.Sending
	p.digits.Hidden, p.scanned.Hidden = !s.ByDigits, !s.Scanned
	p.page.Settle()
}

// againKey says what is sent again.
func againKey(s viewmodel.ChallengeState) string {
	switch {
	case s.Said == core.Deny:
		return "challenge.again.no"
	case s.Match:
		return "challenge.again.number"
	}
	return "challenge.again.yes"
}
