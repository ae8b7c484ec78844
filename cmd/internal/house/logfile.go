package house

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

const (
	logSize  = 1 << 20 // bytes of one log file
	logFiles = 10      // laci.log and nine older ones
)

// logFile is DIR/log/laci.log. A full one becomes laci.1.log, that one
// laci.2.log, and what would be laci.10.log is dropped. The file is opened by
// the first line, so that a start which is refused leaves the holder's log
// alone.
type logFile struct {
	dir string

	mu   sync.Mutex
	file *os.File
	size int64
}

// Write appends one line of the log.
func (l *logFile) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil && l.size+int64(len(line)) > logSize {
		if err := l.turn(); err != nil {
			return 0, err
		}
	}
	if l.file == nil {
		if err := l.open(); err != nil {
			return 0, err
		}
	}
	n, err := l.file.Write(line)
	l.size += int64(n)
	return n, err
}

// Close closes the file; a later line opens it again.
func (l *logFile) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil
	}
	file := l.file
	l.file = nil
	return file.Close()
}

func (l *logFile) open() error {
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(l.name(0), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return errors.Join(err, file.Close())
	}
	l.file, l.size = file, info.Size()
	return nil
}

// turn closes the full file and moves every file one place back.
func (l *logFile) turn() error {
	err := l.file.Close()
	l.file = nil
	for i := logFiles - 1; i > 0; i-- {
		if e := os.Rename(l.name(i-1), l.name(i)); e != nil && !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}

// name gives the path of the i-th newest file.
func (l *logFile) name(i int) string {
	if i == 0 {
		return filepath.Join(l.dir, "laci.log")
	}
	return filepath.Join(l.dir, fmt.Sprintf("laci.%d.log", i))
}
