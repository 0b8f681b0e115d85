//go:build ignore

package main

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

var pathData = regexp.MustCompile(` d="([^"]+)"`)

// withoutArcs returns svg with every path written in absolute M, L, C, Q and Z
// only. The SVG reader of Fyne misreads the compact form of arcs ("a8 8 0 110
// 16", legal by SVG 1.1 §8.3.9) and draws half circles.
func withoutArcs(svg string) (string, error) {
	var failed error
	out := pathData.ReplaceAllStringFunc(svg, func(attr string) string {
		d, err := curves(pathData.FindStringSubmatch(attr)[1])
		if err != nil {
			failed = err
		}
		return ` d="` + d + `"`
	})
	return out, failed
}

type point struct{ x, y float64 }

// pen walks along path data and writes it again.
type pen struct {
	in        string
	out       strings.Builder
	at, start point
	control   point // of the last curve, for the reflection in S and T
	curve     byte  // C or Q when the last command was one of that family
	err       error
}

func curves(d string) (string, error) {
	p := &pen{in: d}
	cmd := byte(0)
	for p.skipSpace(); p.in != "" && p.err == nil; p.skipSpace() {
		if c := p.in[0]; (c|0x20) >= 'a' && (c|0x20) <= 'z' {
			cmd, p.in = c, p.in[1:]
		}
		p.command(cmd)
		if cmd == 'm' || cmd == 'M' { // further pairs are lines
			cmd--
		}
	}
	return p.out.String(), p.err
}

func (p *pen) command(cmd byte) {
	var from point
	if cmd >= 'a' {
		from = p.at
	}
	curve := byte(0)
	switch cmd &^ 0x20 {
	case 'Z':
		p.out.WriteByte('Z')
		p.at = p.start
	case 'M':
		p.at = p.pair(from)
		p.start = p.at
		p.write('M', p.at)
	case 'L':
		p.line(p.pair(from))
	case 'H':
		p.line(point{p.number() + from.x, p.at.y})
	case 'V':
		p.line(point{p.at.x, p.number() + from.y})
	case 'C':
		c1 := p.pair(from)
		p.cubic(c1, p.pair(from), p.pair(from))
		curve = 'C'
	case 'S':
		p.cubic(p.reflected('C'), p.pair(from), p.pair(from))
		curve = 'C'
	case 'Q':
		c := p.pair(from)
		p.quadratic(c, p.pair(from))
		curve = 'Q'
	case 'T':
		p.quadratic(p.reflected('Q'), p.pair(from))
		curve = 'Q'
	case 'A':
		p.arc(from)
	default:
		p.err = fmt.Errorf("path command %q at %q", cmd, p.in)
	}
	p.curve = curve
}

// reflected returns the first control point that S and T leave out.
func (p *pen) reflected(family byte) point {
	if p.curve != family {
		return p.at
	}
	return point{2*p.at.x - p.control.x, 2*p.at.y - p.control.y}
}

func (p *pen) quadratic(c, to point) {
	p.write('Q', c, to)
	p.control, p.at = c, to
}

func (p *pen) line(to point) {
	p.write('L', to)
	p.at = to
}

func (p *pen) cubic(c1, c2, to point) {
	p.write('C', c1, c2, to)
	p.control, p.at = c2, to
}

// arc writes an elliptical arc as curves of at most a quarter turn; see SVG 1.1
// appendix F.6.5 for the centre and F.6.6 for radii that are too small.
func (p *pen) arc(from point) {
	rx, ry, turn := math.Abs(p.number()), math.Abs(p.number()), p.number()*math.Pi/180
	large, sweep := p.flag(), p.flag()
	to := p.pair(from)
	if rx == 0 || ry == 0 {
		p.line(to)
		return
	}
	cos, sin := math.Cos(turn), math.Sin(turn)
	dx, dy := (p.at.x-to.x)/2, (p.at.y-to.y)/2
	x, y := cos*dx+sin*dy, cos*dy-sin*dx
	if over := x*x/(rx*rx) + y*y/(ry*ry); over > 1 {
		rx, ry = rx*math.Sqrt(over), ry*math.Sqrt(over)
	}
	k := math.Sqrt(math.Max(0, (rx*rx*ry*ry)/(rx*rx*y*y+ry*ry*x*x)-1))
	if large == sweep {
		k = -k
	}
	cx, cy := k*rx*y/ry, -k*ry*x/rx
	begin := math.Atan2((y-cy)/ry, (x-cx)/rx)
	delta := math.Atan2((-y-cy)/ry, (-x-cx)/rx) - begin
	switch {
	case sweep && delta < 0:
		delta += 2 * math.Pi
	case !sweep && delta > 0:
		delta -= 2 * math.Pi
	}
	centre := point{cos*cx - sin*cy + (p.at.x+to.x)/2, sin*cx + cos*cy + (p.at.y+to.y)/2}
	on := func(a, along float64) point { // the point at angle a, moved along the tangent
		ex := rx * (math.Cos(a) - along*math.Sin(a))
		ey := ry * (math.Sin(a) + along*math.Cos(a))
		return point{centre.x + ex*cos - ey*sin, centre.y + ex*sin + ey*cos}
	}
	n := math.Max(1, math.Ceil(math.Abs(delta)/(math.Pi/2)-1e-9))
	step := delta / n
	t := 4.0 / 3 * math.Tan(step/4)
	for i := range int(n) {
		a := begin + float64(i)*step
		p.cubic(on(a, t), on(a+step, -t), on(a+step, 0))
	}
	p.at = to
}

func (p *pen) skipSpace() { p.in = strings.TrimLeft(p.in, " ,\n\t\r") }

var numeral = regexp.MustCompile(`^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?`)

func (p *pen) number() float64 {
	p.skipSpace()
	s := numeral.FindString(p.in)
	v, err := strconv.ParseFloat(s, 64)
	if err != nil && p.err == nil {
		p.err = fmt.Errorf("want a number at %q", p.in)
		p.in = ""
	}
	p.in = p.in[min(len(s), len(p.in)):]
	return v
}

// flag reads one digit: flags of an arc need nothing after them.
func (p *pen) flag() bool {
	p.skipSpace()
	if p.in == "" || (p.in[0] != '0' && p.in[0] != '1') {
		p.err = fmt.Errorf("want a flag at %q", p.in)
		return false
	}
	set := p.in[0] == '1'
	p.in = p.in[1:]
	return set
}

func (p *pen) pair(from point) point {
	x := p.number()
	return point{x + from.x, p.number() + from.y}
}

func (p *pen) write(cmd byte, points ...point) {
	p.out.WriteByte(cmd)
	for i, q := range points {
		if i > 0 {
			p.out.WriteByte(' ')
		}
		fmt.Fprintf(&p.out, "%s %s", short(q.x), short(q.y))
	}
}

// short prints three decimals at most: on a grid of 20 that is a 50th of a
// pixel at 400 %.
func short(v float64) string {
	return strconv.FormatFloat(math.Round(v*1000)/1000+0, 'f', -1, 64)
}
