package pos

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"time"

	"filippo.io/age"
)

// A backup is a zip of two age files, so that the words and common tools are
// enough to read it without this program: lock.age, which the recovery code
// opens, holds the identity that till.tar.gz.age was encrypted to. In that are
// what the backup holds, the files that travel with the journal, and the
// journal. Everything else in the store is a fold of the journal.
const (
	lockMember   = "lock.age"
	tillMember   = "till.tar.gz.age"
	extentMember = "extent.json"
	travelMost   = 1 << 20 // bytes of a file that travels
)

// contents are what goes into a backup.
type contents struct {
	view                     // of a copy that nobody changes
	extent Extent            // of that
	travel map[string][]byte // files beside the store, by name
	lock   []byte            // opened by the recovery code
	to     []age.Recipient   // who can read it
	made   time.Time         // for the members' dates
	tick   func() error      // says when to give up
}

// write writes the backup.
func (c contents) write(w io.Writer) error {
	archive := zip.NewWriter(w)
	member, err := archive.CreateHeader(&zip.FileHeader{Name: lockMember, Method: zip.Store, Modified: c.made})
	if err != nil {
		return err
	}
	if _, err := member.Write(c.lock); err != nil {
		return err
	}
	if member, err = archive.CreateHeader(&zip.FileHeader{Name: tillMember, Method: zip.Store, Modified: c.made}); err != nil {
		return err
	}
	plain, err := age.Encrypt(member, c.to...)
	if err != nil {
		return err
	}
	packed := gzip.NewWriter(plain)
	files := tar.NewWriter(packed)
	if err := c.writeFiles(files); err != nil {
		return err
	}
	for _, end := range []io.Closer{files, packed, plain, archive} {
		if err := end.Close(); err != nil {
			return err
		}
	}
	return nil
}

// writeFiles writes what a restore reads, the journal last.
func (c contents) writeFiles(files *tar.Writer) error {
	extent, err := json.Marshal(c.extent)
	if err != nil {
		return err
	}
	if err := c.writeFile(files, extentMember, extent); err != nil {
		return err
	}
	for name, data := range c.travel {
		if err := c.writeFile(files, name, data); err != nil {
			return err
		}
	}
	return c.writeJournal(files)
}

func (c contents) writeFile(files *tar.Writer, name string, data []byte) error {
	err := files.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(data)), ModTime: c.made})
	if err == nil {
		_, err = files.Write(data)
	}
	return err
}

// writeJournal writes the journal file as it stands beside the store, out of
// bbolt, where each entry's checksum is looked at.
func (c contents) writeJournal(files *tar.Writer) error {
	h, err := c.newest()
	if err != nil {
		return err
	}
	if err := files.WriteHeader(&tar.Header{Name: logName, Mode: 0o600, Size: h.LogEnd, ModTime: c.made}); err != nil {
		return err
	}
	next := c.history()
	for {
		if err := c.tick(); err != nil {
			return err
		}
		entry, err := next()
		if err != nil || entry == nil {
			return err
		}
		if _, err := files.Write(framed(nil, entry)); err != nil {
			return fmt.Errorf("journal of %d bytes: %w", h.LogEnd, err)
		}
	}
}

// framed appends an entry as it stands in the journal file.
func framed(out, entry []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(entry)))
	out = binary.BigEndian.AppendUint32(out, crc32.Checksum(entry, castagnoli))
	return append(out, entry...)
}
