//go:build deb

package e2e

import (
	"bytes"
	"debug/elf"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// programs is the folder of the package and of the two programs in it: make deb-check
// builds it, and make deb-quick another one.
func programs() string {
	if folder := os.Getenv("KAUTH_DEB"); folder != "" {
		return folder
	}
	return "../../out/deb"
}

func deb(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(programs(), "kauth.deb"))
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		t.Fatalf("%v: make deb-check builds it", err)
	}
	return path
}

func said(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(append(os.Environ(), "LC_ALL=C.UTF-8"), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// unpacked is what the package puts on a machine.
func unpacked(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	said(t, nil, "dpkg-deb", "-x", deb(t), dir)
	return dir
}

func TestDebianPackageHasWhatItPromises(t *testing.T) {
	dir := unpacked(t)
	for _, name := range []string{
		"bin/kauth", "bin/kauth-cli", "share/applications/kauth.desktop", "share/dbus-1/services/kauth.app.service",
		"share/doc/kauth/changelog.gz", "share/doc/kauth/copyright", "share/icons/hicolor/128x128/apps/kauth.png",
		"share/icons/hicolor/scalable/apps/kauth.svg", "share/lintian/overrides/kauth", "share/man/man1/kauth-cli.1.gz",
		"share/man/man1/kauth.1.gz", "share/metainfo/app.kauth.kauth.metainfo.xml",
	} {
		if _, err := os.Stat(filepath.Join(dir, "usr", name)); err != nil {
			t.Error(err)
		}
	}
	for field, want := range map[string]string{"Package": "kauth", "Architecture": strings.TrimSpace(said(t, nil, "dpkg", "--print-architecture"))} {
		if got := strings.TrimSpace(said(t, nil, "dpkg-deb", "-f", deb(t), field)); got != want {
			t.Errorf("%s is %q", field, got)
		}
	}
	if list := said(t, nil, "dpkg-deb", "-c", deb(t)); strings.Contains(list, "kauth-server") {
		t.Error("the reference server is in it")
	}
	said(t, nil, "dpkg-deb", "-e", deb(t), filepath.Join(dir, "DEBIAN"))
	sums := exec.Command("md5sum", "--strict", "--quiet", "-c", "DEBIAN/md5sums")
	sums.Dir = dir
	if out, err := sums.CombinedOutput(); err != nil {
		t.Errorf("%v %s", err, out)
	}
}

func TestDebianPackageIsTakenByTheToolsOfDebian(t *testing.T) {
	dir := unpacked(t)
	said(t, nil, "desktop-file-validate", filepath.Join(dir, "usr/share/applications/kauth.desktop"))
	said(t, nil, "appstreamcli", "validate", "--no-net", "--strict", filepath.Join(dir, "usr/share/metainfo/app.kauth.kauth.metainfo.xml"))
	if out := said(t, nil, "lintian", "--fail-on", "error,warning", "--allow-root", deb(t)); out != "" {
		t.Errorf("lintian says\n%s", out)
	}
	for _, page := range []string{"kauth", "kauth-cli"} {
		text := said(t, []string{"MANPAGER=cat", "MANWIDTH=200"}, "man", "--warnings", "-l", filepath.Join(dir, "usr/share/man/man1", page+".1.gz"))
		if strings.Contains(text, "@") && regexp.MustCompile(`@[A-Z]+@`).MatchString(text) || strings.Contains(text, "/root") {
			t.Errorf("%s", text)
		}
	}
}

// needs are the libraries that a program is linked with, and those that it opens by name.
func needs(t *testing.T, program string) []string {
	t.Helper()
	f, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := f.ImportedLibraries()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	// GLFW's X11 and Wayland sides; the others that it names are of other systems, or
	// spare ones of a library that is there.
	for _, m := range regexp.MustCompile(`\x00(lib(?:X\w+|wayland-(?:cursor|egl)|xkbcommon|EGL)\.so\.\d+)\x00`).FindAllSubmatch(data, -1) {
		all = append(all, string(m[1]))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func TestDebianPackageDependsOnAllThatItsWindowOpens(t *testing.T) {
	depends := said(t, nil, "dpkg-deb", "-f", deb(t), "Depends")
	libraries := needs(t, filepath.Join(unpacked(t), "usr/bin/kauth"))
	if len(libraries) < 12 {
		t.Fatalf("it needs %q alone", libraries)
	}
	files := []string{"-S"}
	for _, library := range libraries {
		files = append(files, "*/"+library)
	}
	owners := said(t, nil, "dpkg", files...)
	for _, library := range libraries {
		found := regexp.MustCompile(`(?m)^([^:\n]+):.*/` + regexp.QuoteMeta(library) + `$`).FindStringSubmatch(owners)
		if found == nil {
			t.Errorf("%s is in no package", library)
			continue
		}
		owner := found[1]
		if !regexp.MustCompile(`(^|[ ,])` + regexp.QuoteMeta(owner) + `($|[ ,\n])`).MatchString(depends) {
			t.Errorf("%s is in %s, which is not among %s", library, owner, depends)
		}
	}
}

// TestDebianPackageIsTheSameTwice puts the same programs into a package again, with
// other times on the files and another mask.
func TestDebianPackageIsTheSameTwice(t *testing.T) {
	dir, again := t.TempDir(), filepath.Join(t.TempDir(), "again.deb")
	for _, name := range []string{"kauth", "kauth-cli"} {
		data, err := os.ReadFile(filepath.Join(programs(), name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), data, 0o700)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	// Modules are found under HOME too.
	modules := "GOMODCACHE=" + strings.TrimSpace(said(t, nil, "go", "env", "GOMODCACHE"))
	said(t, []string{"TZ=Asia/Tokyo", "HOME=" + dir, modules}, "../../.tools/deb", filepath.Join(dir, "kauth"), filepath.Join(dir, "kauth-cli"), again)
	first, err := os.ReadFile(deb(t))
	if err != nil {
		t.Fatal(err)
	}
	second, err := os.ReadFile(again)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("the package has other bytes")
	}
}

func TestDebianPackageOpensLinksAndRuns(t *testing.T) {
	dir := unpacked(t)
	cli := filepath.Join(dir, "usr/bin/kauth-cli")
	var reply struct{ Error struct{ Kind string } }
	out, err := exec.Command(cli, "--json", "nothing of ours").Output()
	if err == nil || json.Unmarshal(out, &reply) != nil || reply.Error.Kind != "usage" {
		t.Errorf("%v %s", err, out)
	}
	env := []string{"XDG_DATA_DIRS=" + filepath.Join(dir, "usr/share"), "HOME=" + dir, "XDG_DATA_HOME=" + dir, "XDG_CONFIG_HOME=" + dir}
	said(t, env, "update-desktop-database", filepath.Join(dir, "usr/share/applications"))
	list, err := os.ReadFile(filepath.Join(dir, "usr/share/applications/mimeinfo.cache"))
	for _, scheme := range []string{"kauth", "otpauth", "otpauth-migration"} {
		if err != nil || !strings.Contains(string(list), "x-scheme-handler/"+scheme+"=kauth.desktop") {
			t.Errorf("%s: %v %s", scheme, err, list)
		}
	}
}
