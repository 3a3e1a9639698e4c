package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// machine is a system as .tools/install sees it: doubles of its tools in a folder. Its
// lists are empty until apt-get update, as on a system that was just installed.
type machine struct {
	t      *testing.T
	folder string
	env    []string
}

// newMachine has the packages that are installed, and those that its lists offer.
func newMachine(t *testing.T, installed, offers string) machine {
	t.Helper()
	m := machine{t, t.TempDir(), nil}
	for _, name := range []string{"sh", "sed", "tr", "awk", "grep", "env", "cat", "dirname"} {
		at, err := exec.LookPath(name)
		if err == nil {
			err = os.Symlink(at, filepath.Join(m.folder, name))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	m.env = []string{"PATH=" + m.folder, "M=" + m.folder, "INSTALLED=" + installed, "OFFERS=" + offers}
	m.tool("id", `echo "${ID:-0}"`)
	m.tool("dpkg-query", `for p; do case " $INSTALLED " in *" $p "*) echo "installed $p" ;; esac; done`)
	m.tool("apt-cache", `[ -f "$M/lists" ] || exit 0
shift
for p; do case " $OFFERS " in *" $p "*) printf '%s:\n  Installed: (none)\n  Candidate: 1\n' "$p" ;; esac; done`)
	m.tool("apt-get", `echo "apt-get $*" >>"$M/did"
case $1 in
update) [ -z "${OFFLINE:-}" ] || exit 100; echo >"$M/lists" ;;
install) [ -z "${OFFLINE:-}" ] || { echo "E: Failed to fetch" >&2; exit 100; } ;;
esac`)
	return m
}

func (m machine) tool(name, script string) {
	m.t.Helper()
	if err := os.WriteFile(filepath.Join(m.folder, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		m.t.Fatal(err)
	}
}

// installs runs the script, and returns what it said and what apt-get was told.
func (m machine) installs(groups string, env ...string) (said, did string, err error) {
	m.t.Helper()
	cmd := exec.Command("/bin/sh", append([]string{"../../.tools/install"}, strings.Fields(groups)...)...)
	cmd.Env = append(m.env, env...)
	out, err := cmd.CombinedOutput()
	told, _ := os.ReadFile(filepath.Join(m.folder, "did"))
	return string(out), string(told), err
}

func hasAll(t *testing.T, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%q is not in:\n%s", w, text)
		}
	}
}

const three = "clang-19 lld-19 llvm-19 clang-18 lld-18 llvm-18 clang-21"

func TestAFreshSystemGetsTheNewestClangThatItsListsHaveWhole(t *testing.T) {
	said, did, err := newMachine(t, "ca-certificates", three).installs("ios")
	if err != nil {
		t.Fatal(err, said)
	}
	hasAll(t, did, "apt-get update", " libgles-dev libplist-utils clang-19 lld-19 llvm-19\n")
}

func TestWhatIsThereIsNotAskedForAgain(t *testing.T) {
	said, did, err := newMachine(t, "ca-certificates libgles-dev libplist-utils "+three, three).installs("ios")
	if err != nil || said+did != "" {
		t.Errorf("%v, said %q, did %q", err, said, did)
	}
	_, did, err = newMachine(t, "ca-certificates libgles-dev clang-18 lld-18 llvm-18", three).installs("ios")
	if err != nil || strings.Contains(did, "clang") {
		t.Errorf("with an older clang: %v, %s", err, did)
	}
}

func TestWithoutRootItIsSaidWhatRootMayDo(t *testing.T) {
	m := newMachine(t, "", "")
	said, did, err := m.installs("oracle", "ID=1000")
	if err == nil || did != "" {
		t.Errorf("%v, did %q", err, did)
	}
	hasAll(t, said, "no sudo", "apt-get install --no-install-recommends ca-certificates oathtool zbar-tools\n")
	m.tool("sudo", `echo "sudo $*" >>"$M/did"; exec "$@"`)
	said, did, err = m.installs("oracle", "ID=1000")
	if err != nil {
		t.Fatal(err, said)
	}
	hasAll(t, did, "sudo apt-get update", "sudo env DEBIAN_FRONTEND=noninteractive")
}

func TestWithoutANetworkItIsSaidWhatIsMissing(t *testing.T) {
	said, _, err := newMachine(t, "ca-certificates zbar-tools", "oathtool").installs("oracle", "OFFLINE=yes")
	if err == nil {
		t.Error("it went well")
	}
	hasAll(t, said, "Failed to fetch", "Not installed: oathtool.", "oathtool is in none", "no network", "as root")
}

func TestAnUnknownPackageIsNamed(t *testing.T) {
	m := newMachine(t, "ca-certificates", "libplist-utils "+three)
	m.tool("apt-get", `[ "$1" = update ] && echo >"$M/lists"`)
	said, _, err := m.installs("ios")
	if err == nil || strings.Contains(said, "libplist-utils is in none") {
		t.Errorf("%v\n%s", err, said)
	}
	hasAll(t, said, "libgles-dev is in none", "universe")
}
