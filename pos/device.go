package pos

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"slices"
	"strings"
	"time"
)

// Device is a paired screen or phone: the customer's display, the owner's
// phone. Of its token only the SHA-256 is kept.
type Device struct {
	Name     string    `json:"name"`
	Scope    string    `json:"scope"` // the one thing it may do
	Added    time.Time `json:"added_at"`
	Revoked  time.Time `json:"revoked_at,omitzero"`
	LastSeen time.Time `json:"last_seen_at,omitzero"` // since the till was opened, to the minute; never stored
	Hash     []byte    `json:"hash,omitempty"`
}

// The scopes of a device. Each has one.
const (
	ScopeDisplay      = "display"       // what the counter shows the customer
	ScopeOwnerRead    = "owner-read"    // orders, totals, what needs a hand
	ScopeOwnerConfirm = "owner-confirm" // the same, and the answer when the cashier asks the owner
	ScopeOwnerBackup  = "owner-backup"  // the sealed backups
)

// Actor is who the device is in the journal: "device:NAME".
func (d Device) Actor() string { return "device:" + d.Name }

// DeviceToken is how the token of every device begins.
const DeviceToken = "laci_device_"

// Scopes are the device's scope and what goes with it: who may answer for the
// owner may also read what is asked.
func (d Device) Scopes() []string {
	if d.Scope == ScopeOwnerConfirm {
		return []string{ScopeOwnerConfirm, ScopeOwnerRead}
	}
	return []string{d.Scope}
}

// Can tells whether the device has the scope.
func (d Device) Can(scope string) bool { return slices.Contains(d.Scopes(), scope) }

func deviceScope(scope string) bool {
	return slices.Contains([]string{ScopeDisplay, ScopeOwnerRead, ScopeOwnerConfirm, ScopeOwnerBackup}, scope)
}

// Device finds the paired device a token belongs to, or ErrKeyUnknown. Every
// stored token is compared, in constant time.
func (t *Till) Device(_ context.Context, token string) (Device, error) {
	hash := sha256.Sum256([]byte(token))
	found := Device{}
	for _, known := range t.shop.Load().Devices {
		if subtle.ConstantTimeCompare(hash[:], known.Hash) == 1 && known.Revoked.IsZero() {
			found = known
		}
	}
	if found.Name == "" {
		return Device{}, ErrKeyUnknown
	}
	t.noteUse(&t.seen, found.Name)
	return t.shownDevice(found), nil
}

// Devices gives the paired devices, in the order they came, without what is
// kept of their tokens.
func (t *Till) Devices() []Device {
	devices := slices.DeleteFunc(slices.Clone(t.shop.Load().Devices), func(d Device) bool { return !d.Revoked.IsZero() })
	for i := range devices {
		devices[i] = t.shownDevice(devices[i])
	}
	return devices
}

// shownDevice is a device as anybody may see it.
func (t *Till) shownDevice(d Device) Device {
	d.Hash = nil
	if at, ok := t.seen.Load(d.Name); ok {
		d.LastSeen, _ = at.(time.Time)
	}
	return d
}

// RevokeDevice takes a device's token away, with the owner's PIN. Doing so
// twice is ErrNotFound.
func (t *Till) RevokeDevice(ctx context.Context, name, pin, actor string) error {
	return t.revoke(ctx, pin, func(x *txn, by string) error { return x.dropDevice(name, actor, by) })
}

// device finds a device that was not revoked, whatever the case of its letters.
func (s *shopState) device(name string) *Device {
	at := slices.IndexFunc(s.Devices, func(d Device) bool { return strings.EqualFold(d.Name, name) && d.Revoked.IsZero() })
	if at < 0 {
		return nil
	}
	return &s.Devices[at]
}
