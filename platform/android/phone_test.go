//go:build apk

package android

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kauth/core/api"
)

// .tools/android/phone needs an emulator or a phone: it is played with doubles of adb, of
// curl and of the server, which note what they are told.

type bench struct{ work, notes string }

// plugged is the script with one phone of that serial number in that state.
func plugged(t *testing.T, serial, state string) bench {
	t.Helper()
	work := t.TempDir()
	b := bench{work, work + "/notes"}
	put(t, work+"/.tools/android/phone", source(t, "../../.tools/android/phone"), 0o755)
	const note = "#!/bin/sh\necho \"$(basename \"$0\") $*\" >>\"$NOTES\"\n"
	put(t, work+"/tools/adb", note+`case "$*" in
devices) printf 'List of devices attached\n'; [ -z "`+serial+`" ] || printf '`+serial+`\t`+state+`\n' ;;
*"getprop ro.product.cpu.abi") printf 'arm64-v8a\r\n' ;;
*install*) [ -z "${REFUSED:-}" ] || { echo "Failure [$REFUSED]"; exit 1; } ;;
esac
`, 0o755)
	put(t, work+"/tools/curl", note+`case "$*" in
*/redeem) ;;
*`+api.PathLogins+`*) printf '{"id":"lgn_1","methods":[]}' ;;
*`+api.PathLinks+`) printf '{"id":"lnk_1","link":"kauth://link?v=1\\u0026c=2","png":"x","expires_in":9}' ;;
esac
`, 0o755)
	put(t, work+"/bin/kauth-server", note+"echo '{\"url\": \"x\"}'\n", 0o755)
	put(t, work+"/bin/kauth-0.1.0-arm64-v8a-debug.apk", "", 0o644)
	put(t, work+"/bin/kauth-0.1.0-x86_64-debug.apk", "", 0o644)
	return b
}

func (b bench) run(env []string, args ...string) (said, told string, err error) {
	cmd := exec.Command(b.work+"/.tools/android/phone", args...)
	cmd.Env = append([]string{"PATH=" + b.work + "/tools:/usr/bin:/bin", "NOTES=" + b.notes, "TMPDIR=" + b.work}, env...)
	out, err := cmd.CombinedOutput()
	notes, _ := os.ReadFile(b.notes)
	return string(out), string(notes), err
}

func TestAnEmulatorIsPointedAtThisMachine(t *testing.T) {
	said, told, err := plugged(t, "emulator-5554", "device").run(nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	lacks(t, told, "kauth-server -demo -qa -addr 127.0.0.1:8420 -origin http://10.0.2.2:8420\n",
		"adb -s emulator-5554 install -r bin/kauth-0.1.0-arm64-v8a-debug.apk\n", "http://127.0.0.1:8420"+api.PathLogins,
		"http://127.0.0.1:8420"+api.PathLogins+"/lgn_1/redeem\n",
		"adb -s emulator-5554 shell am start -W -a android.intent.action.VIEW -d 'kauth://link?v=1&c=2' kauth.app\n")
	if strings.Contains(told, "reverse") {
		t.Errorf("an emulator needs none:\n%s", told)
	}
	lacks(t, said, "reaches the server at http://10.0.2.2:8420", "http://127.0.0.1:8420/qa/")
}

// TestAnOlderAdbMayTellOfItsDaemon does so among the phones.
func TestAnOlderAdbMayTellOfItsDaemon(t *testing.T) {
	said, _, err := plugged(t, `* daemon not running; starting now at tcp:5037\n* daemon started successfully\nemulator-5554`, "device").run(nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
}

// TestThePeopleThatQAIsToldOfAreOfferedALink looks for them among those of -demo.
func TestThePeopleThatQAIsToldOfAreOfferedALink(t *testing.T) {
	demo := source(t, "../../server-stub/stub/demo.go")
	for _, file := range []string{"../../docs/phones.md", "../../.tools/android/phone"} {
		named := regexp.MustCompile(`([a-z0-9]+@example\.ch):([a-z]+-[a-z]+-[a-z]+)`).FindAllStringSubmatch(source(t, file), -1)
		if len(named) == 0 {
			t.Errorf("%s names nobody", file)
		}
		for _, who := range named {
			_, line, is := strings.Cut(demo, `{User: "`+who[1]+`", Password: "`+who[2]+`"`)
			if line, _, _ = strings.Cut(line, "\n"); !is || strings.Contains(line, "TwoFactor: true") {
				t.Errorf("%s: %s has another password, or two-factor on", file, who[1])
			}
		}
	}
}

func TestAPhoneOnUSBReachesTheServerByAdbReverse(t *testing.T) {
	said, told, err := plugged(t, "R5CT1234", "device").run(nil, "-p", "9000", "-n")
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	lacks(t, told, "adb -s R5CT1234 reverse tcp:9000 tcp:9000\n", "-addr 127.0.0.1:9000 -origin http://127.0.0.1:9000\n",
		"adb -s R5CT1234 reverse --remove tcp:9000\n")
	if strings.Contains(told, "am start") || strings.Contains(told, "curl") {
		t.Errorf("a link although -n:\n%s", told)
	}
}

func TestWhatKeepsAPhoneFromTheServerIsSaid(t *testing.T) {
	for _, c := range []struct {
		name, serial, state string
		env, args           []string
		spoil, want         string
	}{
		{"no adb", "x", "device", []string{"ADB=/nowhere/adb"}, nil, "", "apt-get install adb"},
		{"nothing there", "", "", nil, nil, "", "adb sees no emulator and no phone."},
		{"two", `a\tdevice\nb`, "device", nil, nil, "", "choose one with -s SERIAL"},
		{"another", "x", "device", nil, []string{"-s", "y"}, "", "adb sees no y."},
		{"not trusted", "x", "unauthorized", nil, nil, "", "allow USB debugging"},
		{"no rules for its USB", "x", "no permissions (missing udev rules?); see [http://developer.android.com/tools/device.html]", nil, nil, "", "plugdev"},
		{"offline", "x", "offline", nil, nil, "", "x is offline"},
		{"no server", "x", "device", nil, nil, "bin/kauth-server", "make server"},
		{"no package", "x", "device", nil, nil, "bin/kauth-0.1.0-arm64-v8a-debug.apk", "no APK for arm64-v8a in bin/"},
		{"another package", "x", "device", nil, []string{"other.apk"}, "", "There is no other.apk."},
		{"another key", "x", "device", []string{"REFUSED=INSTALL_FAILED_UPDATE_INCOMPATIBLE"}, nil, "", "uninstall kauth.app"},
		{"no link", "x", "device", nil, []string{"-u", "nobody:x"}, "tools/curl", "gives nobody no link to open"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := plugged(t, c.serial, c.state)
			switch c.spoil {
			case "":
			case "tools/curl":
				put(t, filepath.Join(b.work, c.spoil), "#!/bin/sh\nexit 22\n", 0o755)
			default:
				_ = os.Remove(filepath.Join(b.work, c.spoil))
			}
			said, told, err := b.run(c.env, c.args...)
			if err == nil {
				t.Fatalf("it went well:\n%s\n%s", said, told)
			}
			lacks(t, said, c.want)
		})
	}
}
