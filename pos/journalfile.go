package pos

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// journalFile is the second copy of the money: DIR/journal.log, the journal's
// entries one after the other, each framed by its length and CRC-32C. It is
// appended to and synced after the bbolt commit and before anybody is told.
type journalFile struct {
	file *os.File
	size int64
	sync func(*os.File) error
	out  []byte // what the last append wrote: its room is used again
}

const (
	frameHead = 8       // length and checksum, four bytes each, big-endian
	frameMost = 1 << 20 // no entry is longer
)

// frameSize is what an entry of n bytes takes in the file.
func frameSize(n int) int64 { return int64(frameHead + n) }

// openJournalFile opens the file for appending, making it when it is not there.
func openJournalFile(path string, noSync bool) (*journalFile, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	j := &journalFile{file: file, size: info.Size(), sync: dataSync}
	if noSync {
		j.sync = func(*os.File) error { return nil }
	}
	return j, nil
}

// dataSync forces the file's data, and the size needed to read it, to the disk.
func dataSync(file *os.File) error {
	for {
		if err := unix.Fdatasync(int(file.Fd())); err != unix.EINTR {
			return err
		}
	}
}

// append writes the entries in one write and syncs them.
func (j *journalFile) append(entries [][]byte) error {
	j.out = j.out[:0]
	for _, entry := range entries {
		j.out = framed(j.out, entry)
	}
	n, err := j.file.WriteAt(j.out, j.size)
	if err != nil {
		return fmt.Errorf("journal file: %w", err)
	}
	j.size += int64(n)
	if err := j.sync(j.file); err != nil {
		return fmt.Errorf("journal file: %w", err)
	}
	return nil
}

// errTorn marks a record that is not whole.
var errTorn = errors.New("record is not whole")

// read gives the entry whose record starts at offset, and where the next one
// starts. io.EOF at the exact end; errTorn when the record is not whole.
func (j *journalFile) read(offset int64) (entry []byte, next int64, err error) {
	if offset == j.size {
		return nil, offset, io.EOF
	}
	var frame [frameHead]byte
	if _, err := j.file.ReadAt(frame[:], offset); err != nil {
		return nil, offset, tornOr(err)
	}
	length := binary.BigEndian.Uint32(frame[:4])
	if length == 0 || length > frameMost {
		return nil, offset, errTorn
	}
	entry = make([]byte, length)
	if _, err := j.file.ReadAt(entry, offset+frameHead); err != nil {
		return nil, offset, tornOr(err)
	}
	if crc32.Checksum(entry, castagnoli) != binary.BigEndian.Uint32(frame[4:]) {
		return nil, offset, errTorn
	}
	return entry, offset + frameSize(len(entry)), nil
}

func tornOr(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errTorn
	}
	return err
}

// wholeAfter tells whether a whole record starts anywhere after offset: then a
// bad record before it is damage, not a torn tail.
func (j *journalFile) wholeAfter(offset int64) (bool, error) {
	rest := make([]byte, j.size-offset)
	if _, err := j.file.ReadAt(rest, offset); err != nil {
		return false, err
	}
	for at := 1; at+frameHead < len(rest); at++ {
		length := int(binary.BigEndian.Uint32(rest[at:]))
		if length == 0 || length > frameMost || at+frameHead+length > len(rest) {
			continue
		}
		entry := rest[at+frameHead : at+frameHead+length]
		if crc32.Checksum(entry, castagnoli) == binary.BigEndian.Uint32(rest[at+4:]) {
			return true, nil
		}
	}
	return false, nil
}

// cut drops everything from offset on and syncs.
func (j *journalFile) cut(offset int64) error {
	if err := j.file.Truncate(offset); err != nil {
		return err
	}
	j.size = offset
	return j.sync(j.file)
}

func (j *journalFile) close() error { return j.file.Close() }
