//go:build harness && bench

package e2e

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	frameRounds = 7
	frameGoal   = 0.5 // s
)

// TestBenchAndroidFirstFrame takes the time from the start of the process until the first
// frame is drawn, in the simulated framework and its own start included: of the app on a
// new phone, of the app with its vault there, and in the same rounds of a Fyne app with
// nothing in it (app/bench/empty). It says nothing of a phone.
func TestBenchAndroidFirstFrame(t *testing.T) {
	kept, empty := newAndroid(t), newAndroid(t)
	empty.lib = "empty"
	kept.frame(t)
	kept.find("Log in from a computer") // its vault is made
	empty.frame(t)
	took := map[string][]float64{}
	for range frameRounds {
		took["new"] = append(took["new"], newAndroid(t).frame(t))
		took["kept"] = append(took["kept"], kept.frame(t))
		took["empty"] = append(took["empty"], empty.frame(t))
	}
	load, _ := os.ReadFile("/proc/loadavg")
	for _, what := range []string{"new", "kept", "empty"} {
		t.Logf("%-5s  %s  %.2f times the empty one", what, seconds(took[what]), mid(took[what])/mid(took["empty"]))
	}
	met := map[bool]string{true: "met", false: "missed"}
	t.Logf("goal %.1f s: %s on a new phone, %s with a vault; load %s", frameGoal, met[mid(took["new"]) <= frameGoal], met[mid(took["kept"]) <= frameGoal], strings.Fields(string(load))[0])
}

// frame starts the process anew, and gives the seconds until its first frame.
func (a *android) frame(t *testing.T) float64 {
	t.Helper()
	a.kill()
	a.looked = true
	a.start()
	a.act("create")
	drawn, err := strconv.ParseFloat(a.until("! drawn ", 0), 64)
	if err != nil {
		t.Fatal(err)
	}
	return drawn
}

func mid(all []float64) float64 { return slices.Sorted(slices.Values(all))[len(all)/2] }

func seconds(all []float64) string {
	return fmt.Sprintf("%.3f s [%.3f to %.3f]", mid(all), slices.Min(all), slices.Max(all))
}
