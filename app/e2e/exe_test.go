//go:build exe

package e2e

import (
	"bytes"
	"debug/pe"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// The programs are bin/kauth.exe and bin/kauth-cli.exe: make windows builds them.
const exe, cliExe = "../../bin/kauth.exe", "../../bin/kauth-cli.exe"

// systems are the libraries that every Windows since 10 has.
var systems = []string{
	"advapi32.dll", "bcryptprimitives.dll", "gdi32.dll", "kernel32.dll", "msvcrt.dll", "ole32.dll", "oleaut32.dll", "opengl32.dll", "powrprof.dll",
	"shell32.dll", "uiautomationcore.dll", "user32.dll", "winmm.dll", "ws2_32.dll",
}

func TestWindowsProgramNeedsNothingThatWindowsHasNot(t *testing.T) {
	for _, program := range []string{exe, cliExe} {
		// objdump is somebody else's reader of such programs.
		out, err := exec.Command("x86_64-w64-mingw32-objdump", "-p", program).Output()
		if err != nil {
			t.Fatalf("%v: make windows builds it", err)
		}
		names := regexp.MustCompile(`DLL Name: (\S+)`).FindAllStringSubmatch(string(out), -1)
		if len(names) == 0 {
			t.Errorf("%s: no library at all", program)
		}
		for _, n := range names {
			if !slices.Contains(systems, strings.ToLower(n[1])) {
				t.Errorf("%s needs %s", program, n[1])
			}
		}
	}
}

// windowsProgram is one file of Windows, taken apart.
type windowsProgram struct {
	*pe.File
	data []byte
}

func opened(t *testing.T, name string) windowsProgram {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("%v: make windows builds it", err)
	}
	f, err := pe.NewFile(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return windowsProgram{f, data}
}

func TestWindowsProgramIsAWindowAndTheOtherAConsole(t *testing.T) {
	for name, subsystem := range map[string]uint16{exe: pe.IMAGE_SUBSYSTEM_WINDOWS_GUI, cliExe: pe.IMAGE_SUBSYSTEM_WINDOWS_CUI} {
		f := opened(t, name)
		head, ok := f.OptionalHeader.(*pe.OptionalHeader64)
		if !ok || f.Machine != pe.IMAGE_FILE_MACHINE_AMD64 || head.Subsystem != subsystem {
			t.Errorf("%s: %+v", name, f.OptionalHeader)
			continue
		}
		const safe = pe.IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE | pe.IMAGE_DLLCHARACTERISTICS_NX_COMPAT
		if head.DllCharacteristics&safe != safe {
			t.Errorf("%s: neither moved nor without code in its data: %x", name, head.DllCharacteristics)
		}
	}
}

func wide(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// says tells whether a name is there with a value, which begins at a multiple of 4 bytes.
func says(resources []byte, name, value string) bool {
	return bytes.Contains(resources, wide(name+"\x00"+value+"\x00")) || bytes.Contains(resources, wide(name+"\x00\x00"+value+"\x00"))
}

func TestWindowsProgramHasItsIconVersionAndManifest(t *testing.T) {
	f := opened(t, exe)
	section := f.Section(".rsrc")
	if section == nil {
		t.Fatal("no resources")
	}
	resources, err := section.Data()
	if err != nil {
		t.Fatal(err)
	}
	toml, err := os.ReadFile("../../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(toml), "\nVersion = \"")
	version, _, _ := strings.Cut(rest, `"`)
	for what, there := range map[string]bool{
		"the window's icon": bytes.Contains(resources, wide("GLFW_ICON")),
		"its name":          says(resources, "FileDescription", "kAuth"),
		"its version":       version != "" && says(resources, "ProductVersion", version) && says(resources, "FileVersion", version),
		"no administrator":  bytes.Contains(resources, []byte(`level="asInvoker"`)),
		"dense displays":    bytes.Contains(resources, []byte("permonitorv2")),
		"the manifest's":    bytes.Contains(resources, []byte(`name="kauth.app" version="`+version+`.`)),
	} {
		if !there {
			t.Errorf("%s is not there", what)
		}
	}
	if n := bytes.Count(resources, []byte("\x89PNG")); n != 7 {
		t.Errorf("%d pictures of the icon", n)
	}
}

func TestWindowsProgramSaysNothingOfThisMachine(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	modules, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	here = strings.TrimSuffix(here, "/app/e2e")
	for _, name := range []string{exe, cliExe} {
		for _, path := range []string{here, strings.TrimSpace(string(modules))} {
			if bytes.Contains(opened(t, name).data, []byte(path)) {
				t.Errorf("%s has %s", name, path)
			}
		}
	}
}
