package android

import (
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// What F-Droid shows of the app, in the languages that the app has.

const shop = "../../fastlane/metadata/android/"

// spelled are F-Droid's names of our languages.
var spelled = map[string]string{"en": "en-US", "de": "de-DE", "fr": "fr-FR", "it": "it-IT", "es": "es-ES"}

func readText(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(data))
}

// TestFDroidCanShowTheApp keeps to the lengths at which F-Droid cuts
// (f-droid.org/docs/All_About_Descriptions_Graphics_and_Screenshots).
func TestFDroidCanShowTheApp(t *testing.T) {
	folders, err := os.ReadDir("../../assets/translations")
	if err != nil || len(folders) != len(spelled) {
		t.Fatalf("%d languages, %v", len(folders), err)
	}
	for _, language := range folders {
		folder := shop + spelled[language.Name()]
		for file, most := range map[string]int{"title.txt": 50, "short_description.txt": 80, "full_description.txt": 4000, "changelogs/100000.txt": 500} {
			text := readText(t, filepath.Join(folder, file))
			if n := utf8.RuneCountInString(text); n == 0 || n > most {
				t.Errorf("%s/%s: %d characters of %d", folder, file, n, most)
			}
			if file == "short_description.txt" && strings.HasSuffix(text, ".") {
				t.Errorf("%s ends as a sentence", folder)
			}
		}
	}
}

// TestFDroidSaysTheSameInEveryLanguage counts what the parts say.
func TestFDroidSaysTheSameInEveryLanguage(t *testing.T) {
	for _, folder := range spelled {
		text := readText(t, shop+folder+"/full_description.txt")
		if points, parts := strings.Count(text, "\n* "), strings.Count(text, "\n\n"); points != 7 || parts != 4 {
			t.Errorf("%s: %d points in %d parts", folder, points, parts)
		}
		if folder == "fr-FR" && regexp.MustCompile(` [:;?!»]|« `).MatchString(text) {
			t.Error("French has a blank that breaks")
		}
		if strings.ContainsRune(text, 'ß') {
			t.Errorf("%s: Swiss spelling has no ß", folder)
		}
	}
}

func TestFDroidsPicturesAreThoseOfTheDocumentation(t *testing.T) {
	files, _ := filepath.Glob(shop + "*/images/phoneScreenshots/*.png")
	if len(files) < 5 {
		t.Fatalf("%v", files)
	}
	for _, file := range files {
		_, name, _ := strings.Cut(filepath.Base(file), "-")
		got, _ := os.ReadFile(file)
		want, err := os.ReadFile("../../docs/pictures/" + name)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s is another picture than docs/pictures/%s (%v): copy it", file, name, err)
		}
	}
	f, err := os.Open(shop + "en-US/images/icon.png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if c, err := png.DecodeConfig(f); err != nil || c.Width != 512 || c.Height != 512 {
		t.Errorf("%v, %v", c, err)
	}
}

// TestFDroidBuildsThisVersion holds the recipe and what the sources say together.
func TestFDroidBuildsThisVersion(t *testing.T) {
	recipe := readText(t, "fdroid.yml")
	version := regexp.MustCompile(`(?m)^Version = "(.+)"$`).FindStringSubmatch(readText(t, "../../FyneApp.toml"))[1]
	compiler := regexp.MustCompile(`(?m)^go (.+)$`).FindStringSubmatch(readText(t, "../../go.mod"))[1]
	for _, want := range []string{
		"- go@go" + compiler + "\n", "- versionName: " + version + "\n", "versionCode: 100000\n", "commit: v" + version + "\n", "CurrentVersion: " + version + "\n",
		"output: bin/kauth-" + version + "-arm64-v8a-unsigned.apk\n", "UNSIGNED=1 make android", "License: Apache-2.0\n",
	} {
		if !strings.Contains(recipe, want) {
			t.Errorf("no %q", want)
		}
	}
	if !strings.Contains(readText(t, "../../LICENSE"), "Apache License") {
		t.Error("another license")
	}
}
