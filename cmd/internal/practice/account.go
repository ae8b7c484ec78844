package practice

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"

	"laci/assets"
	"laci/pos"
	"laci/sync/gateway"
)

// Account is an account at the practice gateway, as a till is told of it.
type Account struct {
	System string            `json:"system"`
	Base   string            `json:"base"`
	Fields map[string]string `json:"fields"`
}

// Accounts gives one for each system, credentials and all: its money is
// pretended.
func (p *Practice) Accounts() []Account { return p.accounts }

// bases are the paths below which each system's API is.
var bases = map[string]string{gateway.TemanQRIS: "/api/qris"}

// kept is what a later start with the same directory finds again.
type kept struct {
	PIN      string    `json:"pin"`
	Accounts []Account `json:"accounts"`
}

// keptName is the file of it. Nothing real depends on it.
const keptName = "practice.json"

// open sets the till up and makes the accounts, or finds those of an earlier
// start.
func (p *Practice) open(ctx context.Context, dir string) ([]Account, error) {
	path := filepath.Join(dir, keptName)
	var k kept
	raw, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(raw, &k)
	}
	if errors.Is(err, fs.ErrNotExist) {
		if k, err = p.setUp(ctx); err == nil {
			raw, err = json.Marshal(k)
		}
		if err == nil {
			err = os.WriteFile(path, raw, 0o600)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("practice: %w", err)
	}
	for i := range k.Accounts {
		k.Accounts[i].Base = p.base(k.Accounts[i].System)
	}
	return k.Accounts, nil
}

func (p *Practice) base(system string) string { return p.Address() + bases[system] }

// setUp gives the till the sample shop, a PIN nobody knows, and an account for
// each system.
func (p *Practice) setUp(ctx context.Context) (k kept, err error) {
	till := p.house.Till
	if k.PIN, err = newPIN(); err != nil {
		return k, err
	}
	err = till.SetUp(ctx, pos.SetUp{QRIS: assets.Sticker(), PIN: k.PIN, TerminalName: "Gateway latihan", Zone: "WIB", Actor: actor})
	if err != nil {
		return k, err
	}
	settings := till.Shop().Settings
	settings.KeyRate = 10_000
	if err := till.Change(ctx, settings, k.PIN, actor); err != nil {
		return k, err
	}
	for _, system := range []string{gateway.Generic, gateway.TemanQRIS, gateway.SenGo, gateway.Xendit, gateway.SingaPay} {
		fields, err := p.account(ctx, system, k.PIN)
		if err != nil {
			return k, err
		}
		k.Accounts = append(k.Accounts, Account{System: system, Fields: fields})
	}
	return k, nil
}

const actor = "practice"

// account makes one account and gives its credentials by the names that the
// till's gateways have for them.
func (p *Practice) account(ctx context.Context, system, pin string) (map[string]string, error) {
	till := p.house.Till
	if system == gateway.Generic {
		fields := map[string]string{"email": "toko@latihan.example", "password": rand.Text()}
		return fields, till.AddPerson(ctx, pos.AddPerson{Name: "Toko", Role: pos.RoleStaff, Email: fields["email"], Secret: fields["password"], PIN: pin, Actor: actor})
	}
	shown, err := till.AddKey(ctx, pos.NewKey{Name: system, Dialect: system, PIN: pin, Actor: actor})
	if err != nil {
		return nil, err
	}
	switch system {
	case gateway.TemanQRIS:
		return map[string]string{"api_key": shown.Key, "webhook_secret": shown.Signing}, nil
	case gateway.Xendit:
		return map[string]string{"api_key": shown.Key, "callback_token": shown.Signing}, nil
	case gateway.SenGo:
		return map[string]string{"client_key": shown.Client, "client_token": shown.Secret, "view_name": "Toko Latihan"}, nil
	}
	return map[string]string{"api_key": shown.Client, "client_id": shown.Client, "client_secret": shown.Secret, "account_id": shown.Client}, nil
}

// newPIN draws a PIN that an owner may have.
func newPIN() (string, error) {
	for {
		n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
		if err != nil {
			return "", err
		}
		if pin := fmt.Sprintf("%06d", n); pos.StrongSecret(pos.RoleOwner, pin) == nil {
			return pin, nil
		}
	}
}
