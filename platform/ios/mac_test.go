//go:build ipa

package ios

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The build on a Mac, with doubles of Xcode's tools: they write down what they are asked.

// double makes a tool of that name.
func double(t *testing.T, folder, name, script string) {
	t.Helper()
	script = "#!/bin/sh\necho \"" + name + " $*\" >>\"$LOG\"\n" + script + "\n"
	if err := os.WriteFile(filepath.Join(folder, name), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
}

func mac(t *testing.T, path string, env ...string) (said string, err error) {
	t.Helper()
	c := exec.Command("sh", "../../.tools/ios/mac")
	c.Env = append([]string{"PATH=" + path, "HOME=" + t.TempDir()}, env...)
	out, err := c.CombinedOutput()
	return string(out), err
}

// tools is a folder with what a script needs of any system, and nothing of Xcode's.
func tools(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"sh", "dirname", "sed", "cp", "rm", "mkdir", "cat", "echo", "touch"} {
		at, err := exec.LookPath(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(at, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestWithoutXcodeItIsSaidWhatIsMissing(t *testing.T) {
	said, err := mac(t, tools(t), "GO=/nowhere/go")
	if err == nil {
		t.Error("it went well")
	}
	for _, want := range []string{"xcrun is not here", "Install Xcode", "no /nowhere/go", "KAUTH_TEAM is not set", "KAUTH_PROFILE names no file"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in:\n%s", want, said)
		}
	}
}

func TestTheBuildOnAMacCompilesPacksSignsAndDelivers(t *testing.T) {
	path, log := tools(t), filepath.Join(t.TempDir(), "log")
	double(t, path, "xcrun", `case "$*" in *sdk-path) echo /sdk ;; *clang) echo /xcode/clang ;; *version) echo 18.0 ;; *actool*) touch .cache/ios-real/kAuth.app/Assets.car ;; esac`)
	double(t, path, "go", `case "$*" in
*./ios/pack*) cp ../.cache/ios/pack ../.cache/ios-real/pack ;;
*) [ "$GOOS $GOARCH $CGO_ENABLED" = "ios arm64 1" ] && echo "CC $CC" >>"$LOG" && cp .cache/ios/kAuth .cache/ios-real/kAuth ;;
esac`)
	for _, name := range []string{"plutil", "codesign", "zip"} {
		double(t, path, name, "")
	}
	double(t, path, "xcodebuild", "echo Build version 16A242d")
	profile := filepath.Join(t.TempDir(), "profile")
	if err := os.WriteFile(profile, []byte("profile"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll("../../bin/kAuth.app") })
	said, err := mac(t, path, "LOG="+log, "GO=go", "RELEASE=1", "KAUTH_TEAM=ABCDE12345", "KAUTH_PROFILE="+profile)
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	did, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"CC /xcode/clang -isysroot /sdk -arch arm64 -miphoneos-version-min=15.0",
		"-tags migrated_fynedo,accessibility,no_emoji,nethttpomithttp2", "actool", "--app-icon AppIcon",
		"-replace DTSDKName -string iphoneos18.0", "-insert beta-reports-active",
		"codesign --force --sign Apple Distribution --entitlements", "codesign --verify --strict", "zip -qry",
	} {
		if !strings.Contains(string(did), want) {
			t.Errorf("%q is not in:\n%s", want, did)
		}
	}
	made, err := os.ReadFile("../../.cache/ios-real/kAuth.entitlements")
	if err != nil || !strings.Contains(string(made), "<string>ABCDE12345.kauth.app</string>") || !strings.Contains(string(made), "<string>production</string>") || strings.Contains(string(made), "<true/>") {
		t.Errorf("%s, %v", made, err)
	}
	if data, err := os.ReadFile("../../bin/kAuth.app/embedded.mobileprovision"); err != nil || string(data) != "profile" {
		t.Errorf("%q, %v", data, err)
	}
}
