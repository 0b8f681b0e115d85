//go:build ignore

package main

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/png"
	"os"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
)

// appIcon draws icon.svg as icon.png, as window.png, which every start reads, and
// as windows/icon.ico with the sizes that Windows asks for at 100 to 250 %.
func appIcon() error {
	big, err := draw(512)
	if err != nil {
		return err
	}
	if err := os.WriteFile("icon.png", big, 0o644); err != nil {
		return err
	}
	window, err := draw(128)
	if err != nil {
		return err
	}
	if err := os.WriteFile("window.png", window, 0o644); err != nil {
		return err
	}
	var pictures [][]byte
	sizes := []int{16, 20, 24, 32, 40, 48, 64, 96, 128, 256}
	for _, size := range sizes {
		p, err := draw(size)
		if err != nil {
			return err
		}
		pictures = append(pictures, p)
	}
	return os.WriteFile("windows/icon.ico", ico(sizes, pictures), 0o644)
}

func draw(size int) ([]byte, error) {
	svg, err := oksvg.ReadIcon("icon.svg", oksvg.StrictErrorMode)
	if err != nil {
		return nil, err
	}
	svg.SetTarget(0, 0, float64(size), float64(size))
	img := image.NewRGBA(image.Rect(0, 0, size, size))
	scan := rasterx.NewScannerGV(size, size, img, img.Bounds())
	svg.Draw(rasterx.NewDasher(size, size, scan), 1)
	var out bytes.Buffer
	err = png.Encode(&out, img)
	return out.Bytes(), err
}

// ico packs PNG pictures, which Windows reads since Vista in every size.
func ico(sizes []int, pictures [][]byte) []byte {
	var out bytes.Buffer
	le := func(v any) { binary.Write(&out, binary.LittleEndian, v) } // a bytes.Buffer never fails
	le([]uint16{0, 1, uint16(len(sizes))})
	offset := 6 + 16*len(sizes)
	for i, size := range sizes {
		le([]uint8{uint8(size), uint8(size), 0, 0}) // 256 is written as 0
		le([]uint16{1, 32})
		le([]uint32{uint32(len(pictures[i])), uint32(offset)})
		offset += len(pictures[i])
	}
	for _, p := range pictures {
		out.Write(p)
	}
	return out.Bytes()
}
