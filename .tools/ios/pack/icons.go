package main

import (
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"os"
	"path/filepath"
	"strconv"

	"kauth/tools/packing"
)

// brand is the color of the logo's own square. iOS rounds the corners itself, and takes
// no icon that one can see through.
var brand = color.NRGBA{0x12, 0x57, 0xE0, 0xFF}

// slot is one icon: its side in points, and pixels for a point.
type slot struct {
	Side  float64
	Scale int
	Idiom string // of Xcode: "iphone", "ipad", "ios-marketing"
}

// slots are those of Apple's Human Interface Guidelines: notices, settings, search, home
// screen, for both kinds of device, and the store.
var slots = []slot{
	{20, 2, "iphone"},
	{20, 3, "iphone"},
	{29, 2, "iphone"},
	{29, 3, "iphone"},
	{40, 2, "iphone"},
	{40, 3, "iphone"},
	{60, 2, "iphone"},
	{60, 3, "iphone"},
	{20, 1, "ipad"},
	{20, 2, "ipad"},
	{29, 1, "ipad"},
	{29, 2, "ipad"},
	{40, 1, "ipad"},
	{40, 2, "ipad"},
	{76, 1, "ipad"},
	{76, 2, "ipad"},
	{83.5, 2, "ipad"},
	{1024, 1, "ios-marketing"},
}

func (s slot) pixels() int { return int(s.Side * float64(s.Scale)) }

func (s slot) side() string {
	side := strconv.FormatFloat(s.Side, 'f', -1, 64)
	return side + "x" + side
}

// loose is the name by which iOS finds an icon in the package itself; "" is one that it
// looks for in Assets.car alone.
func (s slot) loose() string {
	switch {
	case s.Idiom == "iphone" && s.Side == 60:
		return fmt.Sprintf("AppIcon60x60@%dx.png", s.Scale)
	case s.Idiom == "ipad" && s.Side > 60 && s.Scale == 2:
		return "AppIcon" + s.side() + "@2x~ipad.png"
	}
	return ""
}

// icons draws them into the app, and as a set for actool, which the App Store asks for.
func icons(logo, app, set string) error {
	full, err := opaque(logo)
	if err != nil {
		return err
	}
	type entry struct {
		File  string `json:"filename"`
		Idiom string `json:"idiom"`
		Scale string `json:"scale"`
		Size  string `json:"size"`
	}
	var all []entry
	folder := filepath.Join(set, "AppIcon.appiconset")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, s := range slots {
		img := packing.Smaller(full, s.pixels())
		name := fmt.Sprintf("icon-%d.png", s.pixels())
		if err := packing.Save(filepath.Join(folder, name), img); err != nil {
			return err
		}
		all = append(all, entry{name, s.Idiom, fmt.Sprintf("%dx", s.Scale), s.side()})
		if loose := s.loose(); loose != "" {
			if err := packing.Save(filepath.Join(app, loose), img); err != nil {
				return err
			}
		}
	}
	contents, err := json.MarshalIndent(map[string]any{"images": all, "info": map[string]any{"author": "kauth", "version": 1}}, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "Contents.json"), append(contents, '\n'), 0o644); err != nil {
		return err
	}
	return start(logo, app)
}

// start is what is seen until the app draws: the logo as it is, 96 points wide.
func start(logo, app string) error {
	img, err := packing.Picture(logo)
	if err != nil {
		return err
	}
	for scale := 1; scale <= 3; scale++ {
		name := map[int]string{1: "Start.png", 2: "Start@2x.png", 3: "Start@3x.png"}[scale]
		if err := packing.Save(filepath.Join(app, name), packing.Smaller(img, 96*scale)); err != nil {
			return err
		}
	}
	return nil
}

func opaque(file string) (*image.NRGBA, error) {
	img, err := packing.Picture(file)
	if err != nil {
		return nil, err
	}
	out := image.NewNRGBA(img.Bounds())
	draw.Draw(out, out.Bounds(), image.NewUniform(brand), image.Point{}, draw.Src)
	draw.Draw(out, out.Bounds(), img, image.Point{}, draw.Over)
	return out, nil
}
