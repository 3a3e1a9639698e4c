package screen

import (
	"strings"
	"testing"

	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/core"
)

func TestANoticeSaysWhoAsksAndOffersOnlyWhatCounts(t *testing.T) {
	c := text.New("en")
	asks := viewmodel.NoticeState{ID: "chl_1", Yes: true, Whose: "anna@example.ch", Agent: "Firefox on Windows", Place: "Lausanne"}
	labels := func(n core.Notice) string {
		var all []string
		for _, b := range n.Choices {
			all = append(all, b.Label)
		}
		return strings.Join(all, " ")
	}
	n := Notice(c, asks)
	if n.Body != "anna@example.ch\nFirefox on Windows · Lausanne" || labels(n) != "YES NO Open" || !strings.HasSuffix(n.Plain, "Open kAuth to answer.") || !n.Urgent {
		t.Errorf("%+v", n)
	}
	asks.Yes = false
	if n := Notice(c, asks); labels(n) != "Open NO" {
		t.Errorf("%+v", n)
	}
	asks.Match = true
	if n := Notice(c, asks); labels(n) != "Type the number NO" {
		t.Errorf("%+v", n)
	}
	hidden := Notice(c, viewmodel.NoticeState{ID: "chl_1", Hidden: true})
	if hidden.Title != "A sign-in is waiting" || hidden.Body == "" || labels(hidden) != "Open NO" {
		t.Errorf("%+v", hidden)
	}
	if n := Notice(c, viewmodel.NoticeState{Staying: true}); n.Title != "kAuth keeps running" || labels(n) != "Open" || n.Urgent {
		t.Errorf("%+v", n)
	}
	for _, lang := range text.Languages() {
		if n := Notice(text.New(lang), viewmodel.NoticeState{Failed: true}); n.Title == "" || n.Body == "" {
			t.Errorf("%s: %+v", lang, n)
		}
	}
}
