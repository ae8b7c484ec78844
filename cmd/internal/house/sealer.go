package house

import (
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/crypto/chacha20poly1305"

	"laci/pos"
)

// keyFile seals with the 32 bytes of DIR/laci.key. It keeps the secrets of a
// copied or backed-up laci.db from being read without that file; who can read
// the whole directory can read them.
type keyFile struct{ aead cipher.AEAD }

// openKeyFile reads the key of dir and makes it first if there is none; made
// says so.
func openKeyFile(dir string) (k keyFile, made bool, err error) {
	path := filepath.Join(dir, keyName)
	key, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		made = true
		if err = makeKey(dir, path); err != nil {
			return k, false, fmt.Errorf("%w: make key file: %w", ErrDir, err)
		}
		key, err = os.ReadFile(path)
	}
	if err != nil {
		return k, false, fmt.Errorf("%w: %w", ErrDir, err)
	}
	if len(key) != chacha20poly1305.KeySize {
		return k, false, ErrKey
	}
	k.aead, err = chacha20poly1305.NewX(key)
	return k, made, err
}

// makeKey makes a key beside its name, syncs it and links it there: whole or
// not at all, and never over a key that another start made in the meantime.
func makeKey(dir, path string) (err error) {
	file, err := os.CreateTemp(dir, keyName+".*.new") // made 0600
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(file.Name())) }()
	key := make([]byte, chacha20poly1305.KeySize)
	rand.Read(key)
	_, err = file.Write(key)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err = os.Link(file.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(dir)
}

// syncDir makes the names in dir safe on disk. Windows has no such call: there
// a name is safe with its file.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Seal encrypts plain under a random nonce of 24 bytes, which stands before
// the result.
func (k keyFile) Seal(plain []byte) ([]byte, error) {
	nonce := make([]byte, k.aead.NonceSize(), k.aead.NonceSize()+len(plain)+k.aead.Overhead())
	rand.Read(nonce)
	return k.aead.Seal(nonce, nonce, plain, nil), nil
}

// Unseal gives back what Seal was given, or pos.ErrSealed.
func (k keyFile) Unseal(sealed []byte) ([]byte, error) {
	size := k.aead.NonceSize()
	if len(sealed) < size {
		return nil, pos.ErrSealed
	}
	plain, err := k.aead.Open(nil, sealed[:size], sealed[size:], nil)
	if err != nil {
		return nil, pos.ErrSealed
	}
	return plain, nil
}
