package screen

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"kauth/app/look"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// backupView shows how the backups stand.
type backupView struct {
	c           context
	in          *viewmodel.BackupPage
	page        *widgets.Page
	title, more *widgets.Text
	notice      *notice
	facts, rest *widgets.Rows
	now, setup  *widgets.Button
	restore     *widgets.Button
	later       *widgets.Button
}

func backupRow(s *settings, x viewmodel.SettingsState) (widgets.Row, bool) {
	t := s.c.t
	return widgets.Row{Icon: "folder", Value: t.T("backup.bar"), Key: t.T("backup.row"), ValueFirst: true, Tapped: s.in.Backups}, x.Backups
}

func newBackup(c context, in *viewmodel.BackupPage) page {
	t := c.t
	b := &backupView{c: c, in: in, notice: newNotice(c), facts: widgets.NewRows(), rest: widgets.NewRows()}
	b.title, b.more = widgets.NewText(widgets.Title, ""), widgets.NewText(widgets.Body, "")
	b.now = widgets.NewButton(widgets.Primary, t.T("backup.now"), in.Now)
	b.setup = widgets.NewButton(widgets.Primary, t.T("backup.setup"), in.Setup)
	b.restore = widgets.NewButton(widgets.Secondary, t.T("backup.restore"), in.Restore)
	b.later = widgets.NewButton(widgets.TextOnly, t.T("remind.later"), in.Rest)
	b.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar(t.T("backup.bar"), t.T("action.back"), c.app.Back),
		Body:   []fyne.CanvasObject{b.title, b.more, b.notice.object(), b.facts, b.rest},
		Foot:   []fyne.CanvasObject{b.now, b.setup, b.restore, b.later},
		Margin: look.TextMargin, Gap: 14,
	})
	return b
}

func (b *backupView) object() fyne.CanvasObject { return b.page }

func (b *backupView) update(st viewmodel.State) {
	s, t := st.(viewmodel.BackupState), b.c.t
	title, more := "backup.none", "backup.none.sentence"
	switch {
	case s.Set && s.Missed != "":
		title, more = "backup.missed", "backup.missed.sentence"
	case s.Set && s.Behind:
		title, more = "backup.behind", "backup.behind.sentence"
	case s.Set:
		title, more = "backup.good", "backup.good.sentence"
	}
	b.title.Set(t.T(title))
	b.more.Set(t.T(more))
	b.notice.set(s.Problem)
	b.facts.Set(b.rows(s)...)
	b.facts.Hidden, b.later.Hidden = !s.Set, !s.Rest
	b.rest.Set(b.choices(s)...)
	b.setup.Hidden, b.now.Hidden = s.Set, !s.Set
	b.setup.SetEnabled(s.Known)
	b.now.SetBusy(s.Busy)
	b.page.Toast(toast(t, s.Toast))
	b.page.Settle()
}

func (b *backupView) rows(s viewmodel.BackupState) []widgets.Row {
	t := b.c.t
	last := t.T("backup.never")
	if !s.Last.IsZero() {
		last = t.When(s.Last.Local(), s.Now.Local())
	}
	return []widgets.Row{
		{Icon: "clock", Key: t.T("backup.last"), Value: last},
		{Icon: "key", Key: t.T("backup.holds"), Value: t.N("backup.accounts", s.Accounts)},
		{Icon: "folder", Key: t.T("backup.folder"), Value: s.Folder},
	}
}

func (b *backupView) choices(s viewmodel.BackupState) []widgets.Row {
	t := b.c.t
	said := t.T("switch.off")
	if s.Auto {
		said = t.T("switch.on")
	}
	remind := widgets.Row{Icon: "bell", Key: t.T("remind.row"), Value: remindWords(t, s.Remind), Tapped: b.in.Remind}
	if !s.Set {
		return []widgets.Row{remind}
	}
	return []widgets.Row{
		{
			Value: t.T("backup.auto"), Key: t.T("backup.auto.sentence"), ValueFirst: true, Switch: widgets.SwitchOf(s.Auto), Said: said,
			Tapped: func() { b.in.Auto(!s.Auto) },
		},
		remind,
		{Icon: "edit", Value: t.T("backup.another"), Tapped: b.in.Setup},
	}
}

// remindWords say when somebody is reminded of a backup.
func remindWords(t *text.Catalog, days string) string {
	n, err := strconv.Atoi(days)
	if err != nil {
		return t.T("remind.never")
	}
	return t.N("remind.after", n)
}

// newRemind chooses when.
func newRemind(c context, in *viewmodel.Remind) page {
	p := newChoice(c, "remind.row", in.Choose)
	p.chosen = func(s viewmodel.State) string { return s.(viewmodel.RemindState).Chosen }
	for _, days := range viewmodel.RemindTimes {
		p.offer(remindWords(c.t, days), days)
	}
	return p
}

// backupSetup chooses a passphrase and a folder.
type backupSetup struct {
	c            context
	in           *viewmodel.BackupSetup
	page         *widgets.Page
	first, again *widgets.Field
	notice       *notice
	goOn         *widgets.Button
}

func newBackupSetup(c context, in *viewmodel.BackupSetup) page {
	t := c.t
	b := &backupSetup{c: c, in: in, notice: newNotice(c)}
	b.first = widgets.NewField(t.T("backup.passphrase"), "").Password(t.T("unlock.show"))
	b.again = widgets.NewField(t.T("unlock.again"), "").Password(t.T("unlock.show"))
	b.again.OnSubmit = func(string) { b.choose() }
	b.goOn = widgets.NewButton(widgets.Primary, t.T("backup.choose"), b.choose)
	b.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("backup.bar"), t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			widgets.NewText(widgets.Title, t.T("backup.setup.title")), widgets.NewText(widgets.Body, t.T("backup.setup.sentence")),
			b.notice.object(), b.first, b.again,
		},
		Foot:   []fyne.CanvasObject{b.goOn},
		Margin: look.TextMargin, Gap: 14,
	})
	return b
}

// choose asks for a folder once the passphrase will do.
func (b *backupSetup) choose() {
	b.in.Check(b.first.Text(), b.again.Text(), func() {
		fyne.Do(func() {
			dialog.NewFolderOpen(func(l fyne.ListableURI, err error) {
				if err == nil && l != nil {
					b.in.Folder(b.first.Text(), b.again.Text(), l.Path())
				}
			}, b.c.w).Show()
		})
	})
}

func (b *backupSetup) object() fyne.CanvasObject { return b.page }

func (b *backupSetup) focus() fyne.Focusable { return b.first.Entry() }

func (b *backupSetup) update(st viewmodel.State) {
	s, t := st.(viewmodel.BackupSetupState), b.c.t
	b.first.SetError("")
	b.again.SetError("")
	if s.Short {
		b.first.SetError(t.T("unlock.short"))
	}
	if s.Differ {
		b.again.SetError(t.T("unlock.differ"))
	}
	b.notice.set(s.Problem)
	b.goOn.SetBusy(s.Busy)
	b.page.Settle()
}
