package pos

import (
	"bytes"
	"context"
	"crypto/rand"
	_ "embed" // the words
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"filippo.io/age"
)

// wordList holds 2048 Indonesian words of four to eight letters, sorted, one a
// line. Any two are at least two slips of the pen apart, so that a slip never
// makes another word of the list.
//
//go:embed words.txt
var wordList string

const (
	codeWords = 6  // of 2048: 66 random bits
	codeBits  = 11 // of one word
	lockWork  = 16 // scrypt's cost as a power of two: 64 MiB and 2^16 rounds for every guess
	lockMost  = 1 << 16
	workMost  = 18 // a lock that asks for more is not opened: 256 MiB
)

// recovery is the lock of the backups. Backups are made for the recipient; its
// secret half is kept nowhere but in the lock, which the six words open. The
// recipient is a secret too: whoever does not know it cannot make a backup that
// the words would open.
type recovery struct {
	Recipient string `json:"recipient"`
	Lock      []byte `json:"lock"`
}

// words gives the list.
func words() []string { return strings.Fields(wordList) }

// newCode draws six words.
func newCode() string {
	list := words()
	chosen := make([]string, codeWords)
	for i := range chosen {
		var random [2]byte
		_, _ = rand.Read(random[:])
		chosen[i] = list[binary.BigEndian.Uint16(random[:])&(1<<codeBits-1)]
	}
	return strings.Join(chosen, " ")
}

// tidyCode brings what a person wrote to the form the lock was made with:
// capitals, hyphens, commas and numbers before the words do not matter.
func tidyCode(code string) (string, error) {
	said := strings.FieldsFunc(strings.ToLower(code), func(r rune) bool { return !unicode.IsLetter(r) })
	if len(said) != codeWords {
		return "", fmt.Errorf("%d words, not %d: %w", len(said), codeWords, ErrRecoveryCode)
	}
	list := words()
	for i, word := range said {
		if _, known := slices.BinarySearch(list, word); !known {
			return "", fmt.Errorf("word %d is not one of the list: %w", i+1, ErrRecoveryCode)
		}
	}
	return strings.Join(said, " "), nil
}

// newRecovery makes a lock and the code that opens it.
func newRecovery() (r recovery, code string, err error) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return r, "", err
	}
	code = newCode()
	phrase, err := age.NewScryptRecipient(code)
	if err != nil {
		return r, "", err
	}
	phrase.SetWorkFactor(lockWork)
	var lock bytes.Buffer
	w, err := age.Encrypt(&lock, phrase)
	if err == nil {
		_, err = io.WriteString(w, identity.String()+"\n")
	}
	if err == nil {
		err = w.Close()
	}
	return recovery{identity.Recipient().String(), lock.Bytes()}, code, err
}

// openLock gives the secret half that a code opens, or ErrRecoveryCode.
func openLock(lock []byte, code string) (*age.X25519Identity, error) {
	code, err := tidyCode(code)
	if err != nil {
		return nil, err
	}
	phrase, err := age.NewScryptIdentity(code)
	if err != nil {
		return nil, err
	}
	phrase.SetMaxWorkFactor(workMost)
	r, err := age.Decrypt(bytes.NewReader(lock), phrase)
	var wrong *age.NoIdentityMatchError
	if errors.As(err, &wrong) {
		return nil, ErrRecoveryCode
	}
	if err != nil {
		return nil, fmt.Errorf("lock: %w: %w", ErrBackup, err)
	}
	text, err := io.ReadAll(io.LimitReader(r, lockMost))
	if err != nil {
		return nil, fmt.Errorf("lock: %w: %w", ErrBackup, err)
	}
	identity, err := age.ParseX25519Identity(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, fmt.Errorf("lock: %w: %w", ErrBackup, err)
	}
	return identity, nil
}

// NewRecoveryCode makes the six words that open every backup from now on, and
// gives them, which is done this once; RecoveryWritten follows when they are on
// paper. Older backups keep the words they were made with. It asks for the
// owner's PIN once one is set.
func (t *Till) NewRecoveryCode(ctx context.Context, pin, actor string) (string, error) {
	by, err := t.Approve(ctx, MayRestore, "", pin)
	if err != nil {
		return "", err
	}
	r, code, err := newRecovery()
	if err != nil {
		return "", fmt.Errorf("%w: recovery code: %w", ErrStorage, err)
	}
	private, err := sealJSON(t.sealer, r)
	if err != nil {
		return "", err
	}
	err = t.decide(ctx, func(x *txn) error {
		return x.recordPrivate(actor, &recoverySet{Approved: by, Unwritten: true}, private)
	})
	if err != nil {
		return "", err
	}
	return code, nil
}

// RecoveryWritten is somebody's word that the six words are on paper; until then
// Shop.RecoveryDue reminds of it. Saying so twice is harmless.
func (t *Till) RecoveryWritten(ctx context.Context, actor string) error {
	return t.decide(ctx, func(x *txn) error {
		if !x.shop.Unwritten {
			return nil
		}
		return x.record(actor, &recoveryWritten{})
	})
}

// HasRecoveryCode tells whether backups can be made: there is a code, and its
// lock can be read with the key of this machine.
func (t *Till) HasRecoveryCode() bool {
	_, err := t.recovery()
	return err == nil
}

// CheckRecoveryCode tells whether the words are those of this till, or
// ErrRecoveryCode. Each try costs 64 MiB and a good part of a second.
func (t *Till) CheckRecoveryCode(_ context.Context, code string) error {
	r, err := t.recovery()
	if err != nil {
		return err
	}
	identity, err := openLock(r.Lock, code)
	if err != nil {
		return err
	}
	if identity.Recipient().String() != r.Recipient {
		return ErrRecoveryCode
	}
	return nil
}

// recovery reads the lock of the till, or ErrNoRecovery.
func (t *Till) recovery() (r recovery, err error) {
	sealed := t.shop.Load().Recovery
	if len(sealed) == 0 {
		return r, ErrNoRecovery
	}
	return unsealRecovery(sealed, t.sealer)
}

func unsealRecovery(sealed []byte, sealer Sealer) (r recovery, err error) {
	plain, err := sealer.Unseal(sealed)
	if err == nil {
		err = json.Unmarshal(plain, &r)
	}
	if err != nil {
		return r, fmt.Errorf("the recovery lock: %w: %w", ErrSealed, err)
	}
	return r, nil
}

// RecoverPIN gives the owner a new PIN for the six words instead of the old
// PIN, and ends every wait.
func (t *Till) RecoverPIN(ctx context.Context, code, pin, actor string) error {
	if err := t.CheckRecoveryCode(ctx, code); err != nil {
		return err
	}
	return t.ResetPIN(ctx, ResetByRecovery, pin, actor)
}
