package screen

import (
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// visitor is the request that waits before the lock: NO, and no name.
type visitor struct {
	c           context
	card        *widgets.Card
	title, more *widgets.Text
	progress    *widgets.Progress
	expires     *widgets.Text
	notice      *notice
	no, all     *widgets.Button
	ended       *widgets.Banner
}

func newVisitor(c context, in *viewmodel.Door) *visitor {
	t := c.t
	v := &visitor{c: c, progress: widgets.NewProgress(), notice: newNotice(c)}
	v.notice.brief = true
	v.title = widgets.NewText(widgets.BarText, "")
	v.more = widgets.NewText(widgets.Label, t.T("lock.request.sentence"))
	v.expires = widgets.NewText(widgets.Label, "")
	v.no = widgets.NewButton(widgets.No, t.T("challenge.no"), in.No).Early(in.Early).Tall(52, 18)
	v.all = widgets.NewButton(widgets.TextOnly, t.T("challenge.refuseall"), in.RefuseAll).Early(in.Early)
	v.card = widgets.NewCard(widgets.VStack(12,
		widgets.VStack(2, v.title, v.more), v.notice.object(),
		widgets.VStack(6, v.progress, v.expires), v.no, v.all))
	v.card.Hide()
	v.ended = widgets.NewBanner(widgets.Info, "check", "", "", nil)
	v.ended.Hide()
	return v
}

// tick shows what time changes.
func (v *visitor) tick(r *viewmodel.DoorRequest) {
	if r == nil {
		return
	}
	v.progress.Set(r.Fraction, r.Left.Seconds() <= 10)
	v.expires.Set(v.c.t.T("challenge.expires", "time", text.Span(r.Left)))
	v.no.SetEnabled(r.Armed && !r.Sending)
	v.all.SetEnabled(r.Armed && !r.Sending)
}

func (v *visitor) set(s viewmodel.DoorState) {
	v.card.Hidden = s.Request == nil
	if r := s.Request; r != nil {
		v.title.Set(v.c.t.N("lock.request", r.Count))
		v.no.SetBusy(r.Sending)
		v.all.Hidden = !r.Many || r.Sending
		v.notice.set(r.Problem)
	}
	v.ended.Hidden = s.Ended == "" || s.Request != nil
	if s.Ended != "" {
		r := viewmodel.ResultState{What: s.Ended}
		title, more := resultWords(v.c.t, r)
		tone, icon := resultSign(r)
		if s.Ended == viewmodel.ResultDenied {
			tone = widgets.OK // a refusal that worked is good news
		}
		v.ended.Set(tone, icon, title, more)
	}
}
