package symbol

import "math"

// homography maps the plane of a code, in modules from its upper left corner,
// to the plane of a picture, in pixels: (a·x+b·y+c, d·x+e·y+f) / (g·x+h·y+1).
type homography [8]float64

func (m *homography) at(x, y float64) point {
	w := 1 / (m[6]*x + m[7]*y + 1)
	return point{(m[0]*x + m[1]*y + m[2]) * w, (m[3]*x + m[4]*y + m[5]) * w}
}

// mapping returns the homography that takes four points to four others, and
// false where three of them lie on a line.
func mapping(from, to [4]point) (homography, bool) {
	var a [8][9]float64
	for i := range 4 {
		x, y, u, v := from[i].x, from[i].y, to[i].x, to[i].y
		a[2*i] = [9]float64{x, y, 1, 0, 0, 0, -x * u, -y * u, u}
		a[2*i+1] = [9]float64{0, 0, 0, x, y, 1, -x * v, -y * v, v}
	}
	for col := range 8 {
		pivot := col
		for row := col + 1; row < 8; row++ {
			if math.Abs(a[row][col]) > math.Abs(a[pivot][col]) {
				pivot = row
			}
		}
		if math.Abs(a[pivot][col]) < 1e-9 {
			return homography{}, false
		}
		a[col], a[pivot] = a[pivot], a[col]
		for row := col + 1; row < 8; row++ {
			f := a[row][col] / a[col][col]
			for k := col; k < 9; k++ {
				a[row][k] -= f * a[col][k]
			}
		}
	}
	var m homography
	for row := 7; row >= 0; row-- {
		m[row] = a[row][8]
		for k := row + 1; k < 8; k++ {
			m[row] -= a[row][k] * m[k]
		}
		m[row] /= a[row][row]
	}
	return m, true
}
