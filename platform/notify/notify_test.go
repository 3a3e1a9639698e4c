package notify

import (
	"testing"

	"kauth/core"
	"kauth/core/coretest"
)

var (
	_ coretest.NoticePort = (*Notices)(nil)
	_ coretest.NoticePort = (*coretest.Notices)(nil)
)

func TestFakeNoticesBehaveAsTheRealOnes(t *testing.T) {
	heard := make(chan string, 16)
	f := &coretest.Notices{Answered: func(id string, a core.NoticeAnswer) { heard <- id + " " + string(a) }}
	coretest.TestNotices(t, f, f, heard)
}
