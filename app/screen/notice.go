package screen

import (
	"strings"

	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/core"
)

// Notice puts a request that waits beside the window into words.
func Notice(t *text.Catalog, s viewmodel.NoticeState) core.Notice {
	if s.Staying {
		return core.Notice{
			ID: s.ID, Lasts: s.Left, Title: t.T("notice.staying.title"), Body: t.T("notice.staying.sentence"),
			Choices: []core.NoticeChoice{{Answer: core.NoticeOpen, Label: t.T("notice.open")}},
		}
	}
	n := core.Notice{ID: s.ID, Urgent: true, Lasts: s.Left, Title: t.T("challenge.title"), Choices: noticeChoices(t, s)}
	switch {
	case s.Failed:
		n.Title, n.Body = t.T("notice.failed.title"), t.T("notice.failed.sentence")
		return n
	case s.Hidden:
		n.Title, n.Body = t.T("banner.request.title"), t.T("notice.hidden")
		return n
	}
	if s.To != "" {
		n.Title = t.T("move.ask", "to", text.Phone(s.To))
	}
	from := strings.Join(said(t.Agent(s.Agent), t.Place(s.Place)), " · ")
	n.Body = strings.Join(said(s.Whose, from), "\n")
	n.Plain = strings.Join(said(s.Whose, from, t.T("notice.plain")), "\n")
	return n
}

// noticeChoices: NO is always there.
func noticeChoices(t *text.Catalog, s viewmodel.NoticeState) []core.NoticeChoice {
	no := core.NoticeChoice{Answer: core.NoticeNo, Label: t.T("challenge.no")}
	open := core.NoticeChoice{Answer: core.NoticeOpen, Label: t.T("notice.open")}
	switch {
	case s.Match:
		open.Label = t.T("notice.number")
	case s.Yes:
		return []core.NoticeChoice{{Answer: core.NoticeYes, Label: t.T("challenge.yes")}, no, open}
	}
	return []core.NoticeChoice{open, no}
}

// said leaves out what is empty.
func said(words ...string) []string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}
