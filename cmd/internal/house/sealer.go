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

// openKey opens the key of dir and makes it first if there is none; made says
// so. A new key goes into the keyring of the operating system where that answers
// and keys lets it, and the key file names it; else it stands in the file.
func openKey(dir string, keys ring) (k pos.Sealer, made bool, err error) {
	path := filepath.Join(dir, keyName)
	file, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		made = true
		if err = makeKey(dir, path, keys); err != nil {
			return nil, false, fmt.Errorf("%w: make key file: %w", ErrDir, err)
		}
		file, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, false, fmt.Errorf("%w: %w", ErrDir, err)
	}
	if id, ok := ringID(file); ok {
		return &ringKey{ring: keys, id: id}, made, nil
	}
	k, err = newKey(file)
	if err != nil {
		return nil, false, err
	}
	return k, made, nil
}

// newKey makes a sealer of a key, or fails with ErrKey.
func newKey(key []byte) (*keyFile, error) {
	if len(key) != chacha20poly1305.KeySize {
		return nil, ErrKey
	}
	aead, err := chacha20poly1305.NewX(key)
	return &keyFile{aead}, err
}

// makeKey makes a key beside its name, syncs it and links it there: whole or
// not at all, and never over a key that another start made in the meantime.
func makeKey(dir, path string, keys ring) (err error) {
	key := make([]byte, chacha20poly1305.KeySize)
	rand.Read(key)
	if keys.fresh {
		if reference, err := keys.put(key); err == nil {
			key = reference
		}
	}
	file, err := os.CreateTemp(dir, keyName+".*.new") // made 0600
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(file.Name())) }()
	_, err = file.Write(key)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err = os.Link(file.Name(), path); err != nil {
		keys.drop(key)
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
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
