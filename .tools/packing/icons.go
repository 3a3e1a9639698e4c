package packing

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/png"
)

// Ico is an icon of Windows: a list, and the pictures as PNG, which Windows reads in icons
// since Vista. Sides are at most 256 pixels.
func Ico(logo *image.NRGBA, sides ...int) ([]byte, error) {
	type item struct {
		Width, Height, Colors, Reserved uint8 // 256 is 0
		Planes, Bits                    uint16
		Bytes, At                       uint32
	}
	head, body := new(bytes.Buffer), new(bytes.Buffer)
	start := uint32(6 + 16*len(sides))
	_ = binary.Write(head, binary.LittleEndian, []uint16{0, 1, uint16(len(sides))})
	for _, side := range sides {
		at := start + uint32(body.Len())
		if err := png.Encode(body, Smaller(logo, side)); err != nil {
			return nil, err
		}
		_ = binary.Write(head, binary.LittleEndian, item{uint8(side), uint8(side), 0, 0, 1, 32, start + uint32(body.Len()) - at, at})
	}
	return append(head.Bytes(), body.Bytes()...), nil
}

// icns are the names that macOS gives to pictures of so many pixels: the side alone, and as
// a picture of half the side for dense displays. Those of 16 and 32 pixels would not be PNG,
// and macOS makes them of the next.
var icns = []struct {
	name string
	side int
}{
	{"ic11", 32},
	{"ic12", 64},
	{"ic07", 128},
	{"ic13", 256},
	{"ic08", 256},
	{"ic14", 512},
	{"ic09", 512},
	{"ic10", 1024},
}

// Icns is an icon of macOS: names, lengths and pictures as PNG.
func Icns(logo *image.NRGBA) ([]byte, error) {
	body := new(bytes.Buffer)
	for _, i := range icns {
		picture := new(bytes.Buffer)
		if err := png.Encode(picture, Smaller(logo, i.side)); err != nil {
			return nil, err
		}
		part(body, i.name, picture.Bytes())
	}
	all := new(bytes.Buffer)
	part(all, "icns", body.Bytes())
	return all.Bytes(), nil
}

func part(to *bytes.Buffer, name string, data []byte) {
	to.WriteString(name)
	_ = binary.Write(to, binary.BigEndian, uint32(8+len(data)))
	to.Write(data)
}
