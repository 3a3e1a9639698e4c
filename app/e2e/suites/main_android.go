// Command suites is an Android app that holds the abilities of the phone against their
// conformance suites, each of them the same that the desktop's and the fakes pass. It runs
// in the simulated Android framework (.tools/android/harness), and asks whoever started it
// for what can happen to a phone: at the address in the file "world" of its folder.
package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"

	"kauth/platform/redraw"
)

// suites are all that there are, by the ability: an ability's is added in its own file.
var suites []testing.InternalTest

func main() {
	a := app.NewWithID("kauth.app.suites")
	w := a.NewWindow("suites")
	label := widget.NewLabel("Suites")
	w.SetContent(label)
	begin := sync.OnceFunc(func() { // an activity that is made anew starts again
		go redraw.Follow(context.Background(), func() { fyne.Do(func() { w.Canvas().Refresh(label) }) })
		go run()
	})
	a.Lifecycle().SetOnStarted(begin)
	w.ShowAndRun()
}

// run says how they went in the last line of the log, which has all that they print. The
// last test does not end: testing.Main would then end the process, and the log with it.
func run() {
	only := "."
	if data, err := os.ReadFile(os.Getenv("FILESDIR") + "/only"); err == nil && len(data) > 0 {
		only = string(data)
	}
	os.Args = []string{"suites", "-test.v", "-test.run", "^Said$|" + only}
	ran, failed := 0, false
	var all []testing.InternalTest
	for _, s := range suites {
		all = append(all, testing.InternalTest{Name: s.Name, F: func(t *testing.T) {
			ran++
			defer func() { failed = failed || t.Failed() }()
			s.F(t)
		}})
	}
	all = append(all, testing.InternalTest{Name: "Said", F: func(*testing.T) {
		fmt.Printf("SUITES: %d, ok: %t\n", ran, !failed)
		select {}
	}})
	testing.Main(regexp.MatchString, all, nil, nil)
}
