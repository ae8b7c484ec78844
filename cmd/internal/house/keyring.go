package house

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/zalando/go-keyring"
	ss "github.com/zalando/go-keyring/secret_service"
	"golang.org/x/crypto/chacha20poly1305"
)

// ErrKeyring says that the key is in the keyring of the operating system, which
// does not give it: nobody logged in there, or it is locked.
var ErrKeyring = &Error{"keyring_closed", "the keyring of the operating system does not give the till's key"}

const (
	ringService = "laci"
	ringMark    = "keyring:"       // a key file that begins so names a key of the keyring
	ringWait    = 2 * time.Second  // a keyring that takes longer does not answer
	ringRest    = 10 * time.Second // and is left alone for so long
)

// ring is the keyring of the operating system.
type ring struct {
	fresh bool                 // new keys may be put into it
	open  func() (bool, error) // tells whether it can be asked without a question to a person
}

// osRing is the keyring of whoever is logged in.
func osRing(fresh bool) ring { return ring{fresh: fresh, open: ringOpen} }

// ringOpen tells whether the keyring answers by itself. On Linux one that is
// locked would ask for a password, on whatever screen there is.
func ringOpen() (bool, error) {
	if runtime.GOOS != "linux" {
		return true, nil
	}
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		return false, nil // nobody is logged in; asking would start a bus
	}
	service, err := ss.NewSecretService()
	if err != nil {
		return false, err
	}
	locked, err := service.GetLoginCollection().GetProperty("org.freedesktop.Secret.Collection.Locked")
	is, ok := locked.Value().(bool)
	return err == nil && ok && !is, err
}

// ask asks the keyring, for two seconds at most. What hangs longer is left
// behind: such a call cannot be ended.
func (r ring) ask(do func() error) error {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if panicked := recover(); panicked != nil {
				done <- fmt.Errorf("%w: %v", ErrKeyring, panicked)
			}
		}()
		open, err := r.open()
		if err == nil && open {
			err = do()
		} else {
			err = errors.Join(ErrKeyring, err)
		}
		done <- err
	}()
	timer := time.NewTimer(ringWait)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		return fmt.Errorf("%w: no answer", ErrKeyring)
	}
}

// put puts a key into the keyring, reads it back and gives what the key file is
// to say.
func (r ring) put(key []byte) (reference []byte, err error) {
	id := rand.Text()
	err = r.ask(func() error {
		text := base64.StdEncoding.EncodeToString(key)
		if err := keyring.Set(ringService, id, text); err != nil {
			return err
		}
		back, err := keyring.Get(ringService, id)
		if err == nil && back != text {
			err = ErrKeyring
		}
		return err
	})
	return []byte(ringMark + id + "\n"), err
}

// drop takes the key of a reference out again.
func (r ring) drop(reference []byte) {
	if id, ok := ringID(reference); ok {
		_ = r.ask(func() error { return keyring.Delete(ringService, id) }) // it opens nothing any more
	}
}

// key gives the key of a reference.
func (r ring) key(id string) (key []byte, err error) {
	err = r.ask(func() error {
		text, err := keyring.Get(ringService, id)
		if err == nil {
			key, err = base64.StdEncoding.DecodeString(text)
		}
		return err
	})
	switch {
	case errors.Is(err, ErrKeyring):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrKeyring, err)
	case len(key) != chacha20poly1305.KeySize:
		return nil, ErrKey
	}
	return key, nil
}

// plain gives the bytes of a key file, or of the key that it names: what a
// backup carries must open its secrets on any machine.
func (r ring) plain(path string) ([]byte, error) {
	file, err := os.ReadFile(path)
	if id, ok := ringID(file); ok && err == nil {
		return r.key(id)
	}
	return file, err
}

// ringID is which key of the keyring a key file names.
func ringID(file []byte) (id string, ok bool) {
	id, ok = strings.CutPrefix(strings.TrimSpace(string(file)), ringMark)
	return id, ok && id != ""
}

// ringKey seals with a key of the keyring, which is fetched when it is first
// needed: a till whose keyring is locked sells, and once it is unlocked reads
// its secrets.
type ringKey struct {
	ring   ring
	id     string
	mutex  sync.Mutex
	key    *keyFile
	failed error // the last time, if no key was fetched yet
	at     time.Time
}

func (k *ringKey) fetch() (*keyFile, error) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.key != nil || k.failed != nil && time.Since(k.at) < ringRest {
		return k.key, k.failed
	}
	plain, err := k.ring.key(k.id)
	if err == nil {
		k.key, err = newKey(plain)
	}
	k.failed, k.at = err, time.Now()
	return k.key, err
}

// Seal encrypts plain, see keyFile, or fails with ErrKeyring.
func (k *ringKey) Seal(plain []byte) ([]byte, error) {
	key, err := k.fetch()
	if err != nil {
		return nil, err
	}
	return key.Seal(plain)
}

// Unseal gives back what Seal was given, or pos.ErrSealed or ErrKeyring.
func (k *ringKey) Unseal(sealed []byte) ([]byte, error) {
	key, err := k.fetch()
	if err != nil {
		return nil, err
	}
	return key.Unseal(sealed)
}
