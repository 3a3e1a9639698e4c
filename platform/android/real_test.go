//go:build apk

package android

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// `make android` needs Google's NDK and SDK, which are not here: it is played with a
// folder of their shape, whose programs note their arguments. javac is real, and compiles
// against the simulated framework.

type sdk struct{ home, notes, keystore string }

// double makes a folder in the shape of the SDK.
func double(t *testing.T) sdk {
	t.Helper()
	s := sdk{home: t.TempDir()}
	s.notes, s.keystore = filepath.Join(s.home, "notes"), filepath.Join(s.home, "person.jks")
	const note = "#!/bin/sh\nset -e\necho \"$(basename \"$0\") $*\" >>\"$NOTES\"\n"
	// The file after -o or --output; of the linker, a package that jar makes.
	const out = "while [ $# -gt 0 ]; do case $1 in -o | --output | --out) o=$2 ;; esac; shift; done\n"
	programs := map[string]string{
		"build-tools/34.0.0/aapt2":     "exit 1\n",
		"build-tools/35.0.1/aapt2":     "verb=$1\n" + out + "[ $verb = compile ] && : >\"$o\" || (cd \"$NOTES.d\" && jar cMf \"$o\" .)\n",
		"build-tools/35.0.1/d8":        out + ": >\"$o/classes.dex\"\n",
		"build-tools/35.0.1/zipalign":  "",
		"build-tools/35.0.1/apksigner": "verb=$1\n" + out + "[ $verb = sign ] && : >\"$o\" || echo 'Verified (Scheme v2): true (Scheme v3): true'\n",
		"go": "case $1 in list) exec go \"$@\" ;; esac\ncase $PWD in */.tools) exec go \"$@\" ;; esac\necho \"with $GOOS $GOARCH $CC\" >>\"$NOTES\"\n" +
			out + "mkdir -p \"$(dirname \"$o\")\"\necho library >\"$o\"\n",
	}
	for _, target := range []string{"aarch64", "x86_64"} {
		programs["ndk/28.2.1/toolchains/llvm/prebuilt/linux-x86_64/bin/"+target+"-linux-android24-clang"] = ""
	}
	for name, body := range programs {
		put(t, filepath.Join(s.home, name), note+body, 0o755)
	}
	put(t, s.notes+".d/AndroidManifest.xml", "binary", 0o644)
	put(t, s.notes+".d/resources.pb", "binary", 0o644)
	put(t, s.keystore, "keys", 0o600)
	platform := filepath.Join(s.home, "platforms/android-35/android.jar")
	put(t, platform, framework(t), 0o644)
	return s
}

// framework is a jar of the simulated framework's classes.
func framework(t *testing.T) string {
	t.Helper()
	var jar bytes.Buffer
	z := zip.NewWriter(&jar)
	if err := errors.Join(z.AddFS(os.DirFS(made+"/framework")), z.Close()); err != nil {
		t.Fatal(err)
	}
	return jar.String()
}

// compiled has javac give what `make android-check` has compiled: one test compiles.
func (s sdk) compiled(t *testing.T) string {
	t.Helper()
	classes, err := filepath.Abs(made + "/classes")
	if err != nil {
		t.Fatal(err)
	}
	put(t, s.home+"/bin/javac", "#!/bin/sh\nset -e\nwhile [ $# -gt 0 ]; do case $1 in -d) d=$2 ;; esac; shift; done\ncp -R '"+classes+"/.' \"$d\"\n", 0o755)
	return "PATH=" + s.home + "/bin:" + os.Getenv("PATH")
}

func put(t *testing.T, file, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// signs is what a person sets to sign a release.
func (s sdk) signs() []string {
	return []string{"KAUTH_KEYSTORE=" + s.keystore, "KAUTH_KEYSTORE_PASSWORD=se cret", "KAUTH_KEY_ALIAS=kauth"}
}

// project is a copy of what a build reads.
func project(t *testing.T) string {
	t.Helper()
	work := filepath.Join(t.TempDir(), "kauth")
	_ = os.MkdirAll(work, 0o755)
	output(t, "cp", "-R", "../../.tools", "../../platform", "../../FyneApp.toml", "../../go.mod", "../../go.sum", work+"/")
	return work
}

// build runs what `make android` runs, in a copy of what it reads, and gives what was
// said and what its programs were told.
func (s sdk) build(t *testing.T, env ...string) (said, told string, err error) {
	t.Helper()
	work := project(t)
	cmd := exec.Command(work + "/.tools/android/real")
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "GO=" + s.home + "/go", "NOTES=" + s.notes, "ANDROID_HOME=" + s.home,
		"GIT_CEILING_DIRECTORIES=" + filepath.Dir(work),
	}, env...)
	out, err := cmd.CombinedOutput()
	notes, _ := os.ReadFile(s.notes)
	made, _ := filepath.Glob(work + "/bin/*")
	for _, m := range made {
		out = fmt.Appendf(out, "made %s\n", filepath.Base(m))
	}
	return string(out), strings.ReplaceAll(string(notes), work, "."), err
}

// lacks fails for each of these that is not there.
func lacks(t *testing.T, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("no %q in\n%s", w, text)
		}
	}
}

func TestARealReleaseIsBuiltAsTheCheckedOne(t *testing.T) {
	t.Parallel()
	s := double(t)
	said, told, err := s.build(t, append(s.signs(), "LINK_HOST=id.example.org")...)
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	lacks(t, said, "made kauth-0.1.0-arm64-v8a.apk")
	lacks(t, told,
		"with android arm64 "+s.home+"/ndk/28.2.1/toolchains/llvm/prebuilt/linux-x86_64/bin/aarch64-linux-android24-clang\n",
		"go build -trimpath -buildvcs=false -buildmode=c-shared -tags migrated_fynedo,accessibility,no_emoji,nethttpomithttp2,release",
		"-Wl,-soname,libkauth.so -Wl,-z,max-page-size=16384 -Wl,--pack-dyn-relocs=android",
		"aapt2 compile --dir platform/android/res -o", "aapt2 compile --dir platform/android/res-31 -o",
		"aapt2 link -o ./.cache/android-real/base.apk --manifest ./.cache/android-real/AndroidManifest.xml -I "+s.home+"/platforms/android-35/android.jar",
		"d8 --release --min-api 24 --lib", "kauth/app/MainActivity.class", "org/golang/app/GoNativeActivity.class",
		"zipalign -c -P 16 4 ", "apksigner sign --ks "+s.keystore+" --ks-key-alias kauth --ks-pass env:KAUTH_KEYSTORE_PASSWORD",
		"--v2-signing-enabled true --v3-signing-enabled true", "apksigner verify")
	for _, never := range []string{"se cret", "res-debug", "android amd64", "-debug"} {
		if strings.Contains(told, never) {
			t.Errorf("%q in\n%s", never, told)
		}
	}
}

func TestARealManifestHasItsVersionAndItsHost(t *testing.T) {
	got := written(t, "-code", "100000", "-name", "0.1.0", "-links", "id.example.org")
	lacks(t, got, `android:versionCode="100000"`, `android:versionName="0.1.0"`, `android:debuggable="false"`, `android:host="id.example.org"`)
	if toml := source(t, "../../FyneApp.toml"); !strings.Contains(toml, `Version = "0.1.0"`) || !strings.Contains(source(t, "AndroidManifest.xml"), `android:versionName="0.1.0"`) {
		t.Error("the manifest and FyneApp.toml have different versions")
	}
}

func TestARealDebugBuildHasAKeyOfItsOwnAndTheEmulatorsCode(t *testing.T) {
	t.Parallel()
	s := double(t)
	said, told, err := s.build(t, s.compiled(t), "DEBUG=1")
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	lacks(t, said, "made kauth-0.1.0-arm64-v8a-debug.apk", "made kauth-0.1.0-x86_64-debug.apk")
	lacks(t, told, "aapt2 compile --dir platform/android/res-debug", "-R ./.cache/android-real/res/res-debug.zip", "with android amd64",
		"apksigner sign --ks ./.cache/android-real/debug.jks")
	if strings.Contains(told, ",release") || strings.Contains(told, s.keystore) {
		t.Errorf("of a release:\n%s", told)
	}
}

func TestABundleIsMadeWhereBundletoolIs(t *testing.T) {
	t.Parallel()
	s := double(t)
	// What stands for bundletool says what it was given.
	room := t.TempDir()
	put(t, room+"/Tool.java", `public class Tool { public static void main(String[] a) throws Exception {
		java.util.zip.ZipFile z = new java.util.zip.ZipFile(a[1].substring("--modules=".length()));
		for (String n : new String[] {"manifest/AndroidManifest.xml", "dex/classes.dex", "resources.pb", "lib/arm64-v8a/libkauth.so"})
			if (z.getEntry(n) == null) throw new Exception("no " + n);
		java.nio.file.Files.copy(java.nio.file.Paths.get(a[1].substring("--modules=".length())), java.nio.file.Paths.get(a[3].substring("--output=".length())));
	} }`, 0o644)
	output(t, "javac", "-d", room, room+"/Tool.java")
	output(t, "jar", "cfe", room+"/bundletool.jar", "Tool", "-C", room, "Tool.class")
	said, told, err := s.build(t, s.compiled(t), "UNSIGNED=1", "BUNDLETOOL="+room+"/bundletool.jar")
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	lacks(t, said, "made kauth-0.1.0.aab", "made kauth-0.1.0-arm64-v8a-unsigned.apk")
	lacks(t, told, "--proto-format")
	if strings.Contains(told, "apksigner") {
		t.Errorf("signed:\n%s", told)
	}
}

func TestWhatIsMissingForARealBuildIsSaidBeforeIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, remove string
		env          []string
		want         []string
	}{
		{"no SDK", "", []string{"ANDROID_HOME="}, []string{"ANDROID_HOME is not set", "sdkmanager"}},
		{"another folder", "", []string{"ANDROID_HOME=/nowhere/sdk"}, []string{"/nowhere/sdk, and there is no such folder"}},
		{"no NDK", "ndk", nil, []string{"no NDK", "sdkmanager 'ndk;"}},
		{"another NDK", "", []string{"ANDROID_NDK_HOME=/nowhere/ndk"}, []string{"no NDK"}},
		{"no platform", "platforms", nil, []string{"platforms/android-35/android.jar", "sdkmanager 'platforms;android-35'"}},
		{"no aapt2", "build-tools/35.0.1/aapt2", nil, []string{"no aapt2 in", "sdkmanager 'build-tools;"}},
		{"old build tools", "build-tools/35.0.1", nil, []string{"build-tools 34.0.0: zipalign knows pages of 16 KiB since 35"}},
		{"no key", "", []string{"KAUTH_KEYSTORE="}, []string{"the key that signs this release", "keytool -genkeypair", "UNSIGNED=1"}},
		{"no password", "", []string{"KAUTH_KEYSTORE_PASSWORD="}, []string{"KAUTH_KEYSTORE_PASSWORD"}},
		{"another key", "", []string{"KAUTH_KEYSTORE=/nowhere/k.jks"}, []string{"/nowhere/k.jks, and there is no such file"}},
		{"no bundletool", "", []string{"BUNDLETOOL=/nowhere/b.jar"}, []string{"/nowhere/b.jar, and there is no such file"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := double(t)
			if c.remove != "" {
				if err := os.RemoveAll(filepath.Join(s.home, c.remove)); err != nil {
					t.Fatal(err)
				}
			}
			said, told, err := s.build(t, append(s.signs(), c.env...)...)
			if err == nil || told != "" {
				t.Fatalf("%v, after\n%s", err, told)
			}
			lacks(t, said, append(c.want, "The Android package can't be built. Missing:")...)
			if n := len(said); n > 1500 {
				t.Errorf("%d bytes to read", n)
			}
		})
	}
}

// TestAVersionComesFromTheTag: a number that only rises, and a tag that says the same as
// the sources.
func TestAVersionComesFromTheTag(t *testing.T) {
	work := project(t)
	git := func(args ...string) {
		output(t, "git", append([]string{"-C", work, "-c", "user.name=x", "-c", "user.email=x@example.org"}, args...)...)
	}
	version := func() string { return strings.TrimSpace(output(t, work+"/.tools/android/real", "version")) }
	git("init", "-q")
	if got := version(); got != "0.1.0 100000" {
		t.Errorf("without a tag: %s", got)
	}
	git("commit", "-q", "--allow-empty", "-m", "x")
	git("tag", "v0.1.0")
	if got := version(); got != "0.1.0 100000" {
		t.Errorf("at its tag: %s", got)
	}
	git("commit", "-q", "--allow-empty", "-m", "y")
	if got := version(); !strings.HasPrefix(got, "0.1.0-1-g") || !strings.HasSuffix(got, " 100001") {
		t.Errorf("a commit later: %s", got)
	}
	git("tag", "v0.2.0")
	lacks(t, version(), "the newest tag is v0.2.0, and FyneApp.toml", "say 0.1.0")
}

func TestPackPutsLibrariesOnPages(t *testing.T) {
	dir := t.TempDir()
	put(t, dir+"/a.txt", "base", 0o644)
	output(t, "jar", "cMf", dir+"/base.zip", "-C", dir, "a.txt")
	put(t, dir+"/x.so", strings.Repeat("x", 99), 0o644)
	output(t, made+"/pack", dir+"/base.zip", dir+"/out.zip", "lib/a/x.so="+dir+"/x.so", "lib/b/x.so="+dir+"/x.so")
	r, err := zip.OpenReader(dir + "/out.zip")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, f := range r.File[1:] {
		if at, err := f.DataOffset(); err != nil || at%page != 0 || f.Method != zip.Store {
			t.Errorf("%s at %d, %v", f.Name, at, err)
		}
	}
}
