// Package assets holds the files that are part of the app itself: fonts, icons, the
// logo and the words of each language. It hands out bytes and knows no toolkit.
//
// The fonts are Inter and JetBrains Mono, both under the SIL Open Font License 1.1
// (the license texts lie beside them).
package assets

import (
	"embed"
	_ "embed" // for the single files
	"slices"
	"strings"
)

// The weights of Inter that the design uses, and the fixed-width font of the codes.
var (
	//go:embed fonts/Inter-Regular.otf
	InterRegular []byte
	//go:embed fonts/Inter-Medium.otf
	InterMedium []byte
	//go:embed fonts/Inter-SemiBold.otf
	InterSemiBold []byte
	//go:embed fonts/Inter-Bold.otf
	InterBold []byte
	//go:embed fonts/JetBrainsMono-Bold.ttf
	MonoBold []byte
)

// Logo is the mark as SVG, SmallIcon the same as a PNG of 128 x 128 pixels: for
// windows and notices. The icon of stores and home screens, icon.png, is the packager's.
var (
	//go:embed logo.svg
	Logo []byte
	//go:embed icon-small.png
	SmallIcon []byte
)

//go:embed icons/*.svg
var icons embed.FS

// Icon is an icon of the family as SVG: 24 x 24 with black strokes ("#000000") of 2.
// It is nil for a name that is not in Icons.
func Icon(name string) []byte {
	data, err := icons.ReadFile("icons/" + name + ".svg")
	if err != nil {
		return nil
	}
	return data
}

// Icons lists the names of the icons, sorted.
func Icons() []string {
	files, _ := icons.ReadDir("icons") // embedded: cannot fail
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(f.Name(), ".svg"))
	}
	slices.Sort(names)
	return names
}
