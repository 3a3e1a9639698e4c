package pages

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// tokens reads the colors of both themes out of the style sheet.
func tokens(t *testing.T) map[string]map[string]string {
	t.Helper()
	css, err := files.ReadFile("assets/pages.css")
	if err != nil {
		t.Fatal(err)
	}
	light, rest, _ := strings.Cut(string(css), "@media")
	dark, _, _ := strings.Cut(rest, "*, ::before")
	themes := map[string]map[string]string{"light": {}, "dark": {}}
	for name, text := range map[string]string{"light": light, "dark": dark} {
		for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9A-F]{6})`).FindAllStringSubmatch(text, -1) {
			themes[name][m[1]] = m[2]
		}
	}
	return themes
}

func TestTextHoldsItsContrast(t *testing.T) {
	pairs := []struct {
		text, on string
		least    float64
	}{
		{"ink", "bg", 7},
		{"ink", "surface", 7},
		{"ink", "stroke", 4.5},
		{"muted", "bg", 4.5},
		{"muted", "surface", 4.5},
		{"primary", "bg", 4.5},
		{"primary", "surface", 4.5},
		{"primary", "primary-soft", 4.5},
		{"on-primary", "primary", 4.5},
		{"ok", "ok-soft", 4.5},
		{"danger", "surface", 4.5},
		{"danger", "danger-soft", 4.5},
		{"warn", "warn-soft", 4.5},
		{"edge", "surface", 3}, // WCAG 1.4.11: what shows where a field is
	}
	for theme, colors := range tokens(t) {
		for _, p := range pairs {
			if got := contrast(t, colors[p.text], colors[p.on]); got < p.least {
				t.Errorf("%s: %s on %s is %.2f, needs %.1f", theme, p.text, p.on, got, p.least)
			}
		}
	}
}

// contrast is WCAG 2.2's ratio.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(t *testing.T, color string) (l float64) {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(color, "#"), 16, 32)
	if err != nil {
		t.Fatalf("color %q: %v", color, err)
	}
	for shift, weight := range map[int]float64{16: 0.2126, 8: 0.7152, 0: 0.0722} {
		c := float64(n>>shift&255) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		l += weight * c
	}
	return l
}
