package symbol

// penalty scores how hard a symbol may be to read by the four rules of
// ISO/IEC 18004, 7.8.3; the mask with the lowest score is used.
func penalty(s *Symbol) int {
	total, darks := 0, 0
	for i := range s.size {
		total += linePenalty(s.size, func(j int) bool { return s.dark[i*s.size+j] })
		total += linePenalty(s.size, func(j int) bool { return s.dark[j*s.size+i] })
		for j := range s.size {
			d := s.dark[i*s.size+j]
			if d {
				darks++
			}
			if i > 0 && j > 0 && d == s.Dark(j-1, i) && d == s.Dark(j, i-1) && d == s.Dark(j-1, i-1) {
				total += 3
			}
		}
	}
	// Ten points for every whole 5 % the dark share is away from one half.
	all := s.size * s.size
	away := max(2*darks-all, all-2*darks)
	return total + away*10/all*10
}

// linePenalty scores the runs of a row or column: three points for five of a
// colour and one for each more, forty for what looks like a finder pattern
// with four light modules on one side.
func linePenalty(n int, dark func(int) bool) int {
	const before, after = 0b00001011101, 0b10111010000
	total, run, window := 0, 0, 0
	for j := range n {
		if j > 0 && dark(j) == dark(j-1) {
			run++
		} else {
			run = 1
		}
		if run == 5 {
			total += 3
		} else if run > 5 {
			total++
		}
		window = window << 1 & 0x7ff
		if dark(j) {
			window |= 1
		}
		if j >= 10 && (window == before || window == after) {
			total += 40
		}
	}
	return total
}
