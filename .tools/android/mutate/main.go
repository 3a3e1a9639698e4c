// Command mutate breaks the phone's side on purpose, one thing at a time, in a copy of
// the project, and says which of these the checks let through: table.go.
//
// usage, in the project's folder after make android-check and make android-run:
// mutate [-only WORDS] [-list]
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// edit changes what is there exactly once, so that a table that is out of date is noticed.
type edit struct{ file, from, to string }

// in is the file's text before the edit.
func (e edit) in(room string) (was string, err error) {
	data, err := os.ReadFile(filepath.Join(room, e.file))
	if err != nil {
		return "", err
	}
	if n := strings.Count(string(data), e.from); n != 1 {
		return "", fmt.Errorf("%s has %q %d times", e.file, e.from, n)
	}
	return string(data), nil
}

// mutation is one mistake, and the test that finds it. Where building finds it, test is "".
type mutation struct {
	what  string
	edits []edit
	build []string // what .tools/android/build is asked to make
	test  string
}

func main() {
	only := flag.String("only", "", "those whose description has these words, or|those")
	list := flag.Bool("list", false, "name them")
	flag.Parse()
	if *list {
		for _, m := range append(table(), felt()...) {
			fmt.Printf("%-60s %s\n", m.what, m.test)
		}
		return
	}
	open, err := run(*only)
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	}
	if open > 0 {
		os.Exit(1)
	}
}

// run counts the mistakes that nothing found, or that could not be made: a table that is
// out of date in one place says so at the end of an hour, and of the others too.
func run(only string) (open int, err error) {
	room, err := os.MkdirTemp("", "kauth-mutate")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(room)
	if err := copied(room); err != nil {
		return 0, err
	}
	var chosen []mutation
	for _, m := range append(table(), felt()...) {
		if slices.ContainsFunc(strings.Split(only, "|"), func(words string) bool { return strings.Contains(m.what, words) }) {
			chosen = append(chosen, m)
		}
	}
	if err := sound(room, chosen); err != nil {
		return 0, err
	}
	for _, m := range chosen {
		begun := time.Now()
		how, err := tried(room, m)
		if err != nil {
			how = "NOT TRIED: " + err.Error()
		} else if how == "" {
			how = "SURVIVED"
		}
		if err != nil || how == "SURVIVED" {
			open++
		}
		fmt.Printf("%-60s %s (%.0f s)\n", m.what, how, time.Since(begun).Seconds())
	}
	fmt.Printf("%d mistakes, %d not found or not tried\n", len(chosen), open)
	return open, nil
}

// copied makes the copy, with what was built, and the programs that test it.
func copied(room string) error {
	return all(".", "",
		"git ls-files -z | xargs -0 cp --parents -t "+room,
		"mkdir -p "+room+"/bin && cp bin/kauth-server "+room+"/bin/",
		"cp -R --parents .cache/android "+room,
		"cd "+room+" && CGO_ENABLED=0 go test -c -tags apk -o apk.test ./platform/android",
		"cd "+room+" && CGO_ENABLED=0 go test -c -tags harness -o harness.test ./app/e2e")
}

// tried says what found the mistake; nothing, if nothing did.
func tried(room string, m mutation) (string, error) {
	if err := mended(room, m); err != nil {
		return "", err
	}
	for _, e := range m.edits {
		file := filepath.Join(room, e.file)
		was, err := e.in(room)
		if err != nil {
			return "", err
		}
		info, err := os.Stat(file)
		if err != nil {
			return "", err
		}
		defer func() { _ = os.WriteFile(file, []byte(was), info.Mode()) }()
		if err := os.WriteFile(file, []byte(strings.Replace(was, e.from, e.to, 1)), info.Mode()); err != nil {
			return "", err
		}
	}
	for _, b := range m.build { // one that fails has found it
		if built(room, b) != nil {
			return "the build", nil
		}
	}
	out, err := tested(room, m.test)
	name, _, _ := strings.Cut(m.test, "/")
	switch {
	case !strings.Contains(out, "=== RUN   "+name):
		return "", fmt.Errorf("no test %s:\n%s", m.test, out)
	case err == nil:
		return "", nil
	}
	return m.test, nil
}

// sound has every test pass where nothing is wrong: else it would find everything.
func sound(room string, chosen []mutation) error {
	seen := map[string]bool{}
	for _, m := range chosen {
		if seen[m.test] {
			continue
		}
		seen[m.test] = true
		if out, err := tested(room, m.test); err != nil {
			return fmt.Errorf("%s fails without a mistake: %w\n%s", m.test, err, out)
		}
	}
	return nil
}

func tested(room, test string) (string, error) {
	folder, program := "platform/android", "../../apk.test"
	if strings.HasPrefix(test, "TestAndroid") {
		folder, program = "app/e2e", "../../harness.test"
	}
	name, ability, _ := strings.Cut(test, "/")
	out, err := exec.Command("sh", "-c", "cd "+room+"/"+folder+" && KAUTH_SUITE="+ability+" KAUTH_SERVER="+room+"/bin/kauth-server timeout 400 "+program+" -test.run '^"+name+"$' -test.v").CombinedOutput()
	return string(out), err
}

// broken is what the last mistake was built into.
var broken []string

// mended builds anew what the last one broke and this one does not build.
func mended(room string, m mutation) error {
	for _, b := range broken {
		if !slices.Contains(m.build, b) {
			if err := built(room, b); err != nil {
				return err
			}
		}
	}
	broken = m.build
	return nil
}

// built makes one thing. What has no code yet takes the place of the package, since tests
// of the manifest look at nothing else, and signing takes ten times as long.
func built(room, what string) error {
	if err := all(room, what, ".tools/android/build "+what); err != nil {
		return err
	}
	if arch, ok := strings.CutPrefix(what, "base "); ok {
		return all(room, "", "cp .cache/android/apk/"+arch+"/base.zip .cache/android/kauth-"+arch+".apk")
	}
	return nil
}

// all runs commands in a folder until one fails.
func all(folder, name string, commands ...string) error {
	for _, c := range commands {
		cmd := exec.Command("sh", "-c", c)
		cmd.Dir = folder
		if out, err := cmd.CombinedOutput(); err != nil {
			if name == "" {
				fmt.Fprintf(os.Stderr, "%s: %v\n%s\n", c, err, out)
			}
			return err
		}
	}
	return nil
}
