package pos

import (
	"errors"
	"time"
)

// recoverySet says that backups have a new recovery code from now on; the lock
// it opens is the private part.
type recoverySet struct {
	ofShop
	Approved  string `json:"approved_by,omitempty"`
	Unwritten bool   `json:"unwritten,omitempty"` // until somebody says that the words are on paper
}

func (*recoverySet) kind() Kind { return KindRecoverySet }
func (f *recoverySet) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, ""), x.changeShop(func(s *shopState) { s.Recovery, s.Unwritten = e.Private, f.Unwritten }))
}

// recoveryWritten is somebody's word that the six words are on paper.
type recoveryWritten struct{ ofShop }

func (*recoveryWritten) kind() Kind { return KindRecoveryWritten }
func (*recoveryWritten) apply(x *txn, _ Entry) error {
	return x.changeShop(func(s *shopState) { s.Unwritten = false })
}

// BackupMade is a backup that was made, read back from the disk, opened,
// replayed and found equal to the till as it was.
type BackupMade struct {
	At     time.Time `json:"at,omitzero"` // of the entry that tells of it
	File   string    `json:"file"`        // its name in DIR/backup
	Size   int64     `json:"size"`        // bytes
	SHA256 string    `json:"sha256"`      // of the file, hex
	Extent Extent    `json:"extent"`      // what is in it

	// Second is how the copy in the owner's second place went: "" when there is
	// no such place, "ok" when it was written and read back, else the code word
	// of what went wrong.
	Second string `json:"second,omitempty"`
}

// backupMade is the entry of a backup.
type backupMade struct {
	ofShop
	BackupMade
}

func (*backupMade) kind() Kind { return KindBackupMade }
func (f *backupMade) apply(x *txn, e Entry) error {
	return x.changeShop(func(s *shopState) {
		made := f.BackupMade
		made.At = e.At
		s.Backup = &made
	})
}

// sourceRevoked takes the word from a source.
type sourceRevoked struct {
	ofShop
	Name     string `json:"name"`
	Approved string `json:"approved_by,omitempty"`
}

func (*sourceRevoked) kind() Kind { return KindSourceRevoked }
func (f *sourceRevoked) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.Name), x.endSilence(f.Name, e.At), x.changeSource(f.Name, func(s *Source) { s.Revoked = e.At }))
}
