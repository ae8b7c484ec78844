package pos

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"
)

// APIKey is a program that may use the till. Of its key only the SHA-256 is
// kept; what must be read again is sealed.
type APIKey struct {
	Name     string    `json:"name"`
	Scopes   []string  `json:"scopes"`
	Dialect  string    `json:"dialect,omitempty"` // the system whose document it speaks; "" is the till's own API
	Client   string    `json:"client,omitempty"`  // the program's public identifier in that system
	Added    time.Time `json:"added_at"`
	Revoked  time.Time `json:"revoked_at,omitzero"`
	LastUsed time.Time `json:"last_used_at,omitzero"` // since the till was opened, to the minute; never stored
	Hash     []byte    `json:"hash,omitempty"`        // zeros for a system without bearer keys
	Sealed   []byte    `json:"sealed,omitempty"`      // its secret and signing secret
}

// The scopes of a key.
const (
	ScopeRead   = "read"
	ScopeCharge = "charge"
	ScopeSettle = "settle" // never given unless it is asked for
	ScopeAdmin  = "admin"
)

// Can tells whether the key has the scope.
func (k APIKey) Can(scope string) bool { return slices.Contains(k.Scopes, scope) }

// Actor is who the program is in the journal and the caller of its orders:
// "api:NAME".
func (k APIKey) Actor() string { return apiActor + k.Name }

// apiActor comes before the name of a program that acts in the journal.
const apiActor = "api:"

// NewKey is a program to let in.
type NewKey struct {
	Name    string   // small letters, digits, - and _; at most 40
	Scopes  []string // read, charge, settle, admin; none is read and charge for a dialect, and refused without one
	Dialect string   // "" for the till's own API, or the name of a system: see Dialects
	PIN     string   // the owner's, once one is set
	Actor   string
}

// KeyShown is what a program needs to use the till, as far as its system has
// such a thing. It is told once.
type KeyShown struct {
	Key     string // its bearer key
	Client  string // its public identifier: client key, partner id, merchant id
	Secret  string // what it signs its requests with
	Signing string // what callbacks to it are signed or tokened with
}

// AddKey lets a program in and gives its credentials, which is done this once.
// It asks for the owner's PIN once one is set. It returns ErrName for a name
// that is taken, ErrScope or ErrDialect.
func (t *Till) AddKey(ctx context.Context, k NewKey) (KeyShown, error) {
	shown, err := k.credentials(t.Shop().Practice)
	if err != nil {
		return KeyShown{}, err
	}
	by, err := t.Approve(ctx, MayKeys, "", k.PIN)
	if err != nil {
		return KeyShown{}, err
	}
	private, err := shown.private(t.sealer)
	if err != nil {
		return KeyShown{}, err
	}
	err = t.decide(ctx, func(x *txn) error {
		if x.shop.key(k.Name) != nil {
			return fmt.Errorf("key %q: %w", k.Name, ErrName)
		}
		f := &keyAdded{Name: k.Name, Scopes: k.Scopes, Dialect: k.Dialect, Client: shown.Client, Approved: by}
		return x.recordPrivate(k.Actor, f, private)
	})
	if err != nil {
		return KeyShown{}, err
	}
	return shown, nil
}

// keySecrets is what is sealed of a key.
type keySecrets struct {
	Secret  string `json:"secret,omitempty"`
	Signing string `json:"signing,omitempty"`
}

// private is what the file keeps of the credentials: the SHA-256 of the key,
// zeros without one, and then the sealed secrets, if there are any.
func (s KeyShown) private(sealer Sealer) ([]byte, error) {
	private := make([]byte, sha256.Size)
	if s.Key != "" {
		hash := sha256.Sum256([]byte(s.Key))
		copy(private, hash[:])
	}
	if s.Secret == "" && s.Signing == "" {
		return private, nil
	}
	sealed, err := sealJSON(sealer, keySecrets{s.Secret, s.Signing})
	if err != nil {
		return nil, err
	}
	return append(private, sealed...), nil
}

// Key finds the program a bearer key belongs to, or ErrKeyUnknown. Every stored
// key is compared, in constant time.
func (t *Till) Key(_ context.Context, bearer string) (APIKey, error) {
	hash := sha256.Sum256([]byte(bearer))
	found := APIKey{}
	for _, known := range t.shop.Load().Keys {
		if subtle.ConstantTimeCompare(hash[:], known.Hash) == 1 && known.Revoked.IsZero() {
			found = known
		}
	}
	if found.Name == "" {
		return APIKey{}, ErrKeyUnknown
	}
	t.KeyUsed(found.Name)
	return t.shown(found), nil
}

// KeyByClient finds the program of a public identifier, or ErrKeyUnknown. It
// proves nothing: whoever then finds the request signed says so with KeyUsed.
func (t *Till) KeyByClient(_ context.Context, client string) (APIKey, error) {
	if client != "" {
		for _, known := range t.shop.Load().Keys {
			if known.Client == client && known.Revoked.IsZero() {
				return t.shown(known), nil
			}
		}
	}
	return APIKey{}, ErrKeyUnknown
}

// KeySecrets gives what a program signs its requests with and what callbacks to
// it are signed with, each empty when its system has none, or ErrKeyUnknown.
func (t *Till) KeySecrets(_ context.Context, name string) (secret, signing []byte, err error) {
	key := t.shop.Load().key(name)
	switch {
	case key == nil:
		return nil, nil, ErrKeyUnknown
	case len(key.Sealed) == 0:
		return nil, nil, nil
	}
	plain, err := t.unseal(key.what(), key.Sealed)
	if err != nil {
		return nil, nil, err
	}
	var s keySecrets
	if err := json.Unmarshal(plain, &s); err != nil {
		return nil, nil, fmt.Errorf("%s: %w: %w", key.what(), ErrSealed, err)
	}
	return []byte(s.Secret), []byte(s.Signing), nil
}

// KeyUsed notes that a program used its key just now. Key does so itself.
func (t *Till) KeyUsed(name string) { t.noteUse(&t.used, name) }

// noteUse notes the time by name, to the minute.
func (t *Till) noteUse(times *sync.Map, name string) {
	now := t.now()
	if last, ok := times.Load(name); ok && now.Sub(last.(time.Time)).Abs() < time.Minute {
		return // often enough for a person, and readers do not wait for each other
	}
	times.Store(name, now)
}

// Keys gives the programs that may use the till, without what is kept of their
// keys.
func (t *Till) Keys() []APIKey {
	keys := slices.DeleteFunc(slices.Clone(t.shop.Load().Keys), func(k APIKey) bool { return !k.Revoked.IsZero() })
	for i := range keys {
		keys[i] = t.shown(keys[i])
	}
	return keys
}

// shown is a key as anybody may see it.
func (t *Till) shown(k APIKey) APIKey {
	k.Hash, k.Sealed = nil, nil
	if at, ok := t.used.Load(k.Name); ok {
		k.LastUsed, _ = at.(time.Time)
	}
	return k
}

// key finds a key that was not revoked.
func (s *shopState) key(name string) *APIKey {
	at := slices.IndexFunc(s.Keys, func(k APIKey) bool { return k.Name == name && k.Revoked.IsZero() })
	if at < 0 {
		return nil
	}
	return &s.Keys[at]
}
