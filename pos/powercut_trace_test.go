package pos_test

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// call is one system call of the recorded program that succeeded.
type call struct {
	name      string
	path, to  string // of the file or descriptor; the new name of a rename
	data      []byte // of a write
	offset    int64  // of a write; the size of a truncation
	creates   bool   // an open with O_CREAT
	truncates bool   // an open with O_TRUNC
	began     int    // line of the trace at which it was called
	ended     int    // line at which it returned
}

// traced are the calls that can change a file; every one of them is recorded,
// also those the disk refuses to follow.
const traced = "openat,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,ftruncate,truncate,fallocate," +
	"rename,renameat,renameat2,unlink,unlinkat,link,linkat,symlinkat,mkdirat,sync_file_range,copy_file_range,sendfile,splice"

// readTrace reads what `strace -f -y -xx` wrote, in the order in which the
// calls began.
func readTrace(r io.Reader) ([]call, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 64<<20)
	var calls []call
	waiting := map[string]int{} // thread → index of the call it is in
	parts := map[int]string{}   // index → text so far
	for number := 0; lines.Scan(); number++ {
		thread, text, _ := strings.Cut(lines.Text(), " ")
		text = strings.TrimSpace(text)
		if strings.HasPrefix(text, "+++") || strings.HasPrefix(text, "---") {
			continue
		}
		at := len(calls)
		if _, rest, resumed := strings.Cut(text, " resumed>"); resumed && strings.HasPrefix(text, "<...") {
			at = waiting[thread]
			text = parts[at] + rest
		} else {
			calls = append(calls, call{began: number})
		}
		if start, cut := strings.CutSuffix(text, "<unfinished ...>"); cut {
			waiting[thread], parts[at] = at, strings.TrimSpace(start)
			calls[at].ended = int(^uint(0) >> 1) // never, unless it is resumed
			continue
		}
		calls[at].ended = number
		if err := calls[at].parse(text); err != nil {
			return nil, fmt.Errorf("trace line %d: %w", number+1, err)
		}
	}
	return calls, lines.Err()
}

// parse reads "name(arguments) = result". A call that failed keeps no name.
func (c *call) parse(text string) error {
	name, rest, _ := strings.Cut(text, "(")
	split := strings.LastIndex(rest, " = ")
	if split < 0 {
		return fmt.Errorf("no result in %.60q", text)
	}
	args := strings.Split(strings.TrimRight(rest[:split], " )"), ", ")
	opened := rest[split+3:]
	result := opened[:len(opened)-len(strings.TrimLeft(opened, "-0123456789"))]
	done, err := strconv.ParseInt(result, 10, 64)
	if err != nil || done < 0 {
		return nil
	}
	c.name = name
	switch name {
	case "openat":
		c.path, err = path(opened, "<", ">")
		c.creates = strings.Contains(args[2], "O_CREAT")
		c.truncates = strings.Contains(args[2], "O_TRUNC")
		return err
	case "renameat", "renameat2", "linkat":
		if c.to, err = path(args[3], `"`, `"`); err != nil {
			return err
		}
		fallthrough
	case "unlinkat", "mkdirat":
		c.path, err = path(args[1], `"`, `"`)
		return err
	}
	if c.path, err = path(args[0], "<", ">"); err != nil {
		return err
	}
	switch name {
	case "pwrite64", "write":
		text, err := path(args[1], `"`, `"`)
		if err != nil || int64(len(text)) < done || strings.HasSuffix(args[1], "...") {
			return fmt.Errorf("data of a write is not whole (%w)", err)
		}
		c.data = []byte(text)[:done]
	}
	switch name {
	case "pwrite64":
		c.offset, err = strconv.ParseInt(args[3], 10, 64)
	case "ftruncate":
		c.offset, err = strconv.ParseInt(args[1], 10, 64)
	}
	return err
}

// path decodes the bytes, written \x2f\x74…, between two marks.
func path(text, left, right string) (string, error) {
	_, text, _ = strings.Cut(text, left)
	text, _, _ = strings.Cut(text, right)
	if !strings.HasPrefix(text, `\x`) {
		return text, nil // a socket or an empty string
	}
	decoded, err := hex.DecodeString(strings.ReplaceAll(text, `\x`, ""))
	return string(decoded), err
}
