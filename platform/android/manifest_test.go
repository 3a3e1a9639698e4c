//go:build apk

package android

import (
	"debug/buildinfo"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// debugAPK is for an emulator, and for development.
const debugAPK = made + "/kauth-amd64.apk"

func TestTheAppAsksForNoMorePermissionsThanItNeeds(t *testing.T) {
	want := []string{
		"android.permission.INTERNET", "android.permission.ACCESS_NETWORK_STATE", "android.permission.CAMERA",
		"android.permission.POST_NOTIFICATIONS", "android.permission.USE_BIOMETRIC",
	}
	for _, of := range []string{apk, debugAPK} {
		m := tree(t, of, "AndroidManifest.xml")
		if got := m.values("uses-permission", "name"); !slices.Equal(got, want) {
			t.Errorf("%s: %v", of, got)
		}
		if n := len(m.all("uses-permission-sdk-23")) + len(m.all("permission")); n > 0 {
			t.Errorf("%s: %d more", of, n)
		}
	}
}

func TestAPhoneWithoutACameraCanHaveTheApp(t *testing.T) {
	found := 0
	for _, f := range tree(t, apk, "AndroidManifest.xml").all("uses-feature") {
		if strings.HasPrefix(f.has["name"], "android.hardware.camera") {
			found++
			if f.has["required"] != no {
				t.Errorf("%v", f.has)
			}
		}
	}
	if found != 2 {
		t.Errorf("%d features of a camera", found)
	}
}

func TestThePackageIsForAndroid7AndMeansAndroid15(t *testing.T) {
	for _, of := range []string{apk, debugAPK} {
		sdk := tree(t, of, "AndroidManifest.xml").all("uses-sdk")
		if len(sdk) != 1 || sdk[0].has["minSdkVersion"] != "0x18" || sdk[0].has["targetSdkVersion"] != "0x23" || sdk[0].has["maxSdkVersion"] != "" {
			t.Errorf("%s: %v", of, sdk)
		}
	}
}

// application is the element of that name.
func application(t *testing.T, apk string) *element {
	t.Helper()
	return tree(t, apk, "AndroidManifest.xml").all("application")[0]
}

func TestOnlyABuildForDevelopmentCanBeDebugged(t *testing.T) {
	if got := application(t, apk).has["debuggable"]; got != no {
		t.Errorf("release: %q", got)
	}
	if got := application(t, debugAPK).has["debuggable"]; got != yes {
		t.Errorf("debug: %q", got)
	}
	for of, is := range map[string]string{apk: "release", debugAPK: "debug"} {
		m := application(t, of).has
		if m["testOnly"] != "" || m["sharedUserId"] != "" || m["profileable"] != "" {
			t.Errorf("%s: %v", is, m)
		}
	}
}

// network gives the domains that plain http is allowed to, and whether it is otherwise.
func network(t *testing.T, apk string) (domains []string, base []string) {
	t.Helper()
	c := tree(t, apk, "res/xml/network.xml")
	for _, d := range c.all("domain-config") {
		if d.has["cleartextTrafficPermitted"] != no {
			domains = append(domains, d.values("domain", "text")...)
			if slices.ContainsFunc(d.values("domain", "includeSubdomains"), func(s string) bool { return s != no }) {
				t.Errorf("%s: names below a domain too", apk)
			}
		}
	}
	return domains, c.values("base-config", "cleartextTrafficPermitted")
}

func TestPlainHTTPIsForDevelopmentAndForThisMachineAlone(t *testing.T) {
	for of, want := range map[string][]string{apk: nil, debugAPK: {"10.0.2.2", "localhost", "127.0.0.1"}} {
		a := application(t, of)
		domains, base := network(t, of)
		if !slices.Equal(domains, want) || !slices.Equal(base, []string{no}) {
			t.Errorf("%s: %v, otherwise %v", of, domains, base)
		}
		if a.has["usesCleartextTraffic"] != no || !strings.HasPrefix(a.has["networkSecurityConfig"], "@0x7f") {
			t.Errorf("%s: %v", of, a.has)
		}
	}
}

// TestTheLibraryOfAReleaseRefusesPlainHTTP too: Go asks no configuration of Android's.
func TestTheLibraryOfAReleaseRefusesPlainHTTP(t *testing.T) {
	for abi, want := range map[string]bool{"arm64-v8a": true, "x86_64": false} {
		info, err := buildinfo.ReadFile(made + "/lib/" + abi + "/libkauth.so")
		if err != nil {
			t.Fatal(err)
		}
		release := false
		for _, s := range info.Settings {
			release = release || s.Key == "-tags" && slices.Contains(strings.Split(s.Value, ","), "release")
		}
		if release != want {
			t.Errorf("%s: release is %v", abi, release)
		}
	}
}

func TestNoBackupAndNoNewPhoneGetsTheVaultFromTheSystem(t *testing.T) {
	for _, of := range []string{apk, debugAPK} {
		a := application(t, of)
		if a.has["allowBackup"] != no || a.has["fullBackupContent"] != no || a.has["backupAgent"] != "" {
			t.Errorf("%s: %v", of, a.has)
		}
		rules := tree(t, of, "res/xml/extraction.xml")
		for _, way := range []string{"cloud-backup", "device-transfer"} {
			got := rules.all(way)
			if len(got) != 1 || len(got[0].all("include")) > 0 ||
				!slices.Equal(got[0].values("exclude", "domain"), []string{"root", "file", "database", "sharedpref", "external"}) {
				t.Errorf("%s: %s", of, way)
			}
		}
	}
	if !strings.Contains(source(t, "AndroidManifest.xml"), `android:dataExtractionRules="@xml/extraction"`) {
		t.Error("Android 12 is not told")
	}
}

func source(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// exported are the parts that other apps can reach, with what each hears.
func exported(m *element) (all []string) {
	for _, kind := range []string{"activity", "activity-alias", "receiver", "service", "provider"} {
		for _, p := range m.all(kind) {
			if p.has["exported"] != no {
				all = append(all, p.has["name"]+" "+p.has["exported"])
			}
		}
	}
	return all
}

func TestOtherAppsReachTheseThreePartsAlone(t *testing.T) {
	want := []string{"kauth.app.MainActivity " + yes, "kauth.app.PushReceiver " + yes, "kauth.app.PushService " + yes}
	for _, of := range []string{apk, debugAPK} {
		m := tree(t, of, "AndroidManifest.xml")
		if got := exported(m); !slices.Equal(got, want) {
			t.Errorf("%s: %v", of, got)
		}
		parts := len(m.all("activity")) + len(m.all("receiver")) + len(m.all("service")) + len(m.all("provider"))
		if parts != 4 {
			t.Errorf("%s: %d parts: AnswerReceiver is the one that nobody reaches", of, parts)
		}
		if got := m.all("activity")[0].has["taskAffinity"]; got != "" {
			t.Errorf("%s: %q may hold pages of another app", of, got)
		}
		if _, said := m.all("activity")[0].has["taskAffinity"]; !said {
			t.Errorf("%s: the task's name is the package's, which other apps may take", of)
		}
	}
}

// filters are the intents that a part hears, each in a line.
func filters(part *element) (all []string) {
	for _, f := range part.all("intent-filter") {
		all = append(all, strings.Join(slices.Concat(f.values("action", "name"), f.values("category", "name"), f.values("data", "scheme")), " "))
	}
	return all
}

func TestLinksOpenTheAppAndNothingElseDoes(t *testing.T) {
	want := []string{
		"android.intent.action.MAIN android.intent.category.LAUNCHER",
		"android.intent.action.VIEW android.intent.category.DEFAULT android.intent.category.BROWSABLE kauth app.kauth otpauth otpauth-migration",
	}
	a := tree(t, apk, "AndroidManifest.xml").all("activity")[0]
	if got := filters(a); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if a.has["launchMode"] != "0x2" {
		t.Errorf("launchMode %s: a link would make a second window", a.has["launchMode"])
	}
}

func TestUnifiedPushReachesItsReceiver(t *testing.T) {
	m := tree(t, apk, "AndroidManifest.xml")
	all := map[string]string{}
	for _, p := range append(m.all("receiver"), m.all("service")...) {
		all[p.has["name"]] = strings.Join(filters(p), "|")
	}
	const c = "org.unifiedpush.android.connector."
	if want := c + "MESSAGE " + c + "NEW_ENDPOINT " + c + "REGISTRATION_FAILED " + c + "UNREGISTERED"; all["kauth.app.PushReceiver"] != want {
		t.Errorf("%q", all)
	}
	if all["kauth.app.PushService"] != c+"RAISE_TO_FOREGROUND" || all["kauth.app.AnswerReceiver"] != "" {
		t.Errorf("%q", all)
	}
	if got := m.all("queries"); len(got) != 1 || !slices.Contains(got[0].values("action", "name"), "org.unifiedpush.android.distributor.REGISTER") {
		t.Error("no distributor would be seen")
	}
}

func TestTheIconTakesTheShapeAndColorOfThePhone(t *testing.T) {
	icon := tree(t, apk, "res/mipmap-anydpi-v26/ic_launcher.xml")
	var layers []string
	for _, p := range icon.parts {
		layers = append(layers, p.name)
		if !strings.HasPrefix(p.has["drawable"], "@0x7f") {
			t.Errorf("%s: %v", p.name, p.has)
		}
	}
	if icon.name != "adaptive-icon" || !slices.Equal(layers, []string{"background", "foreground", "monochrome"}) {
		t.Errorf("%s: %v", icon.name, layers)
	}
}

func TestThePhoneOffersTheLanguagesThatTheAppHas(t *testing.T) {
	folders, err := os.ReadDir("../../assets/translations")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, f := range folders {
		want = append(want, f.Name())
	}
	got := tree(t, apk, "res/xml/locales.xml").values("locale", "name")
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
}

// TestNoticesHaveTheirWordsInEveryLanguage that the app has: these come from the package,
// where the app's code does not run.
func TestNoticesHaveTheirWordsInEveryLanguage(t *testing.T) {
	name := regexp.MustCompile(`<string name="(\w+)">[^<]+</string>`)
	for _, l := range tree(t, apk, "res/xml/locales.xml").values("locale", "name") {
		var got []string
		for _, m := range name.FindAllStringSubmatch(source(t, "res/values"+map[bool]string{false: "-" + l}[l == "en"]+"/words.xml"), -1) {
			got = append(got, m[1])
		}
		if !slices.Equal(got, []string{"channel", "knock_title", "knock_text"}) {
			t.Errorf("%s: %v", l, got)
		}
	}
}

// written is the manifest as the command writes it.
func written(t *testing.T, args ...string) string {
	t.Helper()
	return output(t, made+"/manifest", append(args, "AndroidManifest.xml")...)
}

// TestTheCheckedManifestLacksWhatIsNewerAlone: what is checked here is what people get,
// but for attributes that Debian's aapt cannot write.
func TestTheCheckedManifestLacksWhatIsNewerAlone(t *testing.T) {
	old, full := written(t, "-api", "29"), written(t)
	rest := full
	for _, newer := range []string{`android:dataExtractionRules="@xml/extraction"`, `android:localeConfig="@xml/locales"`, `android:enableOnBackInvokedCallback="false"`} {
		if strings.Count(full, newer) != 1 || strings.Contains(old, newer) {
			t.Errorf("%s", newer)
		}
		rest = strings.Replace(rest, newer, "", 1)
	}
	space := regexp.MustCompile(`\s+`)
	if space.ReplaceAllString(rest, " ") != space.ReplaceAllString(old, " ") {
		t.Errorf("they differ in more:\n%s\n%s", full, old)
	}
	if old != source(t, made+"/apk/arm64/AndroidManifest.xml") {
		t.Error("the package has another one")
	}
}

func TestHTTPSLinksAreForTheHostThatABuildIsFor(t *testing.T) {
	if strings.Contains(written(t), `autoVerify="true"`) {
		t.Error("claimed without a host")
	}
	one := written(t, "-links", "id.example.org")
	for _, want := range []string{`<intent-filter android:autoVerify="true">`, `android:scheme="https" android:host="id.example.org" android:path="/kauth/link"`} {
		if !strings.Contains(one, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, bad := range []string{"*", "example", "HTTPS://x.org", `a.org" x="`, "a..org", "-a.org"} {
		if out, err := exec.Command(made+"/manifest", "-links", bad, "AndroidManifest.xml").CombinedOutput(); err == nil || !strings.Contains(string(out), "no host") {
			t.Errorf("%q was taken: %s", bad, out)
		}
	}
}
