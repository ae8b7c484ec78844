package pos_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
)

// disk is what a directory would hold after a power cut, learned from the
// system calls of the program that wrote it. A write or a new name is certain
// only once a sync of that file or directory, begun after it ended, is done;
// until then any part of it may be there or not.
type disk struct {
	dir   string
	names map[string]*inode // as the program sees them
	kept  map[string]*inode // as they are on the disk for certain
	moves []move            // name changes not yet certain, oldest first
}

// inode is one file, whatever it is called.
type inode struct {
	kept    []byte
	pending []change // not yet certain, oldest first
}

// change is one write, or a new size when it has no data.
type change struct {
	offset int64
	data   []byte
	resize bool
	ended  int // line of the trace
}

// move changes one name, and frees another in the same instant if it is a
// rename; with a nil file it removes the name.
type move struct {
	name  string
	file  *inode
	freed string
	ended int
}

func (m move) apply(names map[string]*inode) {
	delete(names, m.freed)
	names[m.name] = m.file
	if m.file == nil {
		delete(names, m.name)
	}
}

func newDisk(dir string) *disk {
	return &disk{dir: dir, names: map[string]*inode{}, kept: map[string]*inode{}}
}

// take follows one system call. It tells whether the disk changed, and refuses
// a call it does not know, so that nothing is missed in silence.
func (d *disk) take(c call) (changed bool, err error) {
	name, inside := d.inside(c.path)
	if !inside {
		return false, nil
	}
	switch c.name {
	case "openat":
		return d.open(name, c)
	case "pwrite64":
		d.names[name].write(change{offset: c.offset, data: c.data, ended: c.ended})
	case "ftruncate":
		d.names[name].write(change{offset: c.offset, resize: true, ended: c.ended})
	case "fsync", "fdatasync":
		d.sync(name, c.began)
	case "rename", "renameat", "renameat2":
		to, _ := d.inside(c.to)
		d.move(move{name: to, file: d.names[name], freed: name, ended: c.ended})
	case "unlink", "unlinkat":
		d.move(move{name: name, ended: c.ended})
	case "mkdirat":
		return false, nil // the data directory itself
	default:
		return false, fmt.Errorf("the recorder does not know what %s of %s does", c.name, name)
	}
	return true, nil
}

// inside gives the name of a path in the directory; "." is the directory.
func (d *disk) inside(path string) (string, bool) {
	if path == d.dir {
		return ".", true
	}
	return filepath.Base(path), filepath.Dir(path) == d.dir
}

func (d *disk) open(name string, c call) (bool, error) {
	if c.truncates {
		return false, fmt.Errorf("the recorder does not follow a truncating open of %s", name)
	}
	if name == "." || !c.creates || d.names[name] != nil {
		return false, nil
	}
	d.move(move{name: name, file: &inode{}, ended: c.ended})
	return true, nil
}

func (d *disk) move(m move) {
	d.moves = append(d.moves, m)
	m.apply(d.names)
}

func (f *inode) write(c change) { f.pending = append(f.pending, c) }

// sync makes certain what had ended before the sync began.
func (d *disk) sync(name string, began int) {
	if name == "." {
		for len(d.moves) > 0 && d.moves[0].ended < began {
			d.moves[0].apply(d.kept)
			d.moves = d.moves[1:]
		}
		return
	}
	file := d.names[name]
	var open []change
	for _, c := range file.pending {
		if c.ended < began {
			file.kept = c.apply(file.kept)
		} else {
			open = append(open, c)
		}
	}
	file.pending = open
}

// apply gives the file's bytes after the change.
func (c change) apply(content []byte) []byte {
	end := c.offset + int64(len(c.data))
	if c.resize && end < int64(len(content)) {
		return slices.Clone(content[:end])
	}
	if grow := end - int64(len(content)); grow > 0 {
		content = append(slices.Clone(content), make([]byte, grow)...)
	} else {
		content = slices.Clone(content)
	}
	copy(content[c.offset:], c.data)
	return content
}

// loss says how much of what is not certain a power cut leaves.
type loss struct {
	name  string
	names func(n int) int            // how many of n name changes, oldest first: file systems keep their order
	keep  func(i, n int) (whole int) // eighths of write i of n
}

// losses are the power cuts tried at every point: everything uncertain is lost;
// half of it; any part of it, writes torn between sectors.
func losses(random *rand.Rand) []loss {
	return []loss{
		{"none", func(int) int { return 0 }, func(_, _ int) int { return 0 }},
		{"half", func(n int) int { return (n + 1) / 2 }, func(i, n int) int {
			if i < (n+1)/2 {
				return 8
			}
			return 0
		}},
		{"some", func(n int) int { return random.IntN(n + 1) }, func(_, _ int) int {
			return []int{0, 8, 0, 8, 1 + random.IntN(7)}[random.IntN(5)]
		}},
	}
}

// sector is what a disk writes whole.
const sector = 512

// image gives the files that are there after a power cut of this kind.
func (d *disk) image(l loss) map[string][]byte {
	names := maps.Clone(d.kept)
	for _, m := range d.moves[:l.names(len(d.moves))] {
		m.apply(names)
	}
	files := map[string][]byte{}
	for name, file := range names {
		content := file.kept
		for i, c := range file.pending {
			if part := l.keep(i, len(file.pending)); part > 0 {
				content = c.part(part).apply(content)
			}
		}
		files[name] = content
	}
	return files
}

// part gives the first eighths of a write, torn between sectors. A new size is
// there or not.
func (c change) part(eighths int) change {
	if eighths < 8 && !c.resize {
		c.data = c.data[:len(c.data)*eighths/8/sector*sector]
	}
	return c
}
