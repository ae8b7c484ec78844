package ui

import (
	"context"
	"io"
	"time"

	"laci/pos"
)

// Till is everything the screens ask of the till.
type Till interface {
	Reader
	Book
	Seller
	Confirmer
	Returner
	Crew
	Setter
	Ledger
	Drawer
	Owner
}

// Reader tells how things stand.
type Reader interface {
	Shop() pos.Shop
	Order(ctx context.Context, id pos.ID) (pos.Order, error)
	Payment(ctx context.Context, id pos.ID) (pos.Payment, error)
	OpenOrders(ctx context.Context) ([]pos.Order, error)
	Inbox(ctx context.Context) ([]pos.Payment, error)
	Sources() []pos.Source
	Gateways() []pos.Gateway
	Devices() []pos.Device
	ClockTrust() pos.ClockTrust
}

// Book tells what happened, and nudges after each commit.
type Book interface {
	Watch() (<-chan pos.Cursor, func())
	Head() pos.Cursor
	OrderByNumber(ctx context.Context, number string) (pos.Order, error)
	Timeline(ctx context.Context, id pos.ID) ([]pos.Event, error)
	Entries(ctx context.Context, after pos.Cursor, limit int) ([]pos.Entry, error)
	Day() pos.Day
	Today(ctx context.Context) (pos.Summary, error)
	History(ctx context.Context, s pos.Search) ([]pos.Order, error)
	DayOrders(ctx context.Context, day pos.Day, before pos.ID, limit int) ([]pos.Order, error)
}

// Seller makes codes and puts them on the screen.
type Seller interface {
	Charge(ctx context.Context, c pos.Charge) (pos.Order, error)
	CancelCharge(ctx context.Context, actor, key, reason string) (pos.Order, error)
	Show(ctx context.Context, id pos.ID, actor string) (pos.Order, error)
	Extend(ctx context.Context, id pos.ID, actor string) (pos.Order, error)
	Cancel(ctx context.Context, id pos.ID, reason, actor string) (pos.Order, error)
	PayCash(ctx context.Context, id pos.ID, tendered pos.Rupiah, actor string) (pos.Order, error)
	PartCash(ctx context.Context, id pos.ID, p pos.PartCash) (pos.Order, error)
}

// Returner undoes what money did, with somebody's PIN.
type Returner interface {
	Complete(ctx context.Context, id pos.ID, actor string) (pos.Order, error)
	Keep(ctx context.Context, id pos.ID, actor string) (pos.Order, error)
	Refund(ctx context.Context, id pos.ID, g pos.GiveBack) (pos.Order, error)
	Void(ctx context.Context, payment pos.ID, a pos.Approval) (pos.Payment, error)
	Return(ctx context.Context, payment pos.ID, a pos.Approval) (pos.Payment, error)
	Disown(ctx context.Context, payment pos.ID, a pos.Approval) (pos.Payment, error)
	AttachAny(ctx context.Context, payment, order pos.ID, a pos.Approval) (pos.Order, error)
}

// Confirmer takes a person's word for money.
type Confirmer interface {
	Confirm(ctx context.Context, id pos.ID, c pos.Confirmation) (pos.Order, error)
	AskOwner(ctx context.Context, order pos.ID, actor string) (pos.Order, error)
	PayPractice(ctx context.Context, id pos.ID) (pos.Order, error)
	Attach(ctx context.Context, payment, order pos.ID, actor string) (pos.Order, error)
	SameAmount(ctx context.Context, amount pos.Rupiah) ([]pos.Payment, error)
}

// Crew knows who works here and what each may do.
type Crew interface {
	People() []pos.Person
	May(actor string, right pos.Right) bool
	Approve(ctx context.Context, right pos.Right, person, pin string) (name string, err error)
	SignIn(ctx context.Context, s pos.SignIn) error
	SignOut(ctx context.Context, actor string) error
}

// Setter makes a till of an empty file.
type Setter interface {
	SetUp(ctx context.Context, s pos.SetUp) error
	NewRecoveryCode(ctx context.Context, pin, actor string) (code string, err error)
	HasRecoveryCode() bool
	CheckRecoveryCode(ctx context.Context, code string) error
	RecoverPIN(ctx context.Context, code, pin, actor string) error
	RecoveryWritten(ctx context.Context, actor string) error
}

// Ledger adds up what was sold, and lays it beside the bank's word.
type Ledger interface {
	Overview(ctx context.Context, from, to pos.Day) (pos.Overview, error)
	Summary(ctx context.Context, day pos.Day) (pos.Summary, error)
	Export(ctx context.Context, out io.Writer, e pos.Export) error
	Settlements() []pos.Settlement
	Payouts(ctx context.Context, acquirer string, from, to pos.Day) ([]pos.Payout, error)
	CompareBank(ctx context.Context, w pos.BankWish) (pos.BankComparison, error)
}

// Drawer keeps shifts and the cash in them.
type Drawer interface {
	Mine(ctx context.Context, name string) (pos.Mine, error)
	Shift(ctx context.Context) (pos.Shift, error)
	OpenShift(ctx context.Context, o pos.OpenShift) (pos.Shift, error)
	CloseShift(ctx context.Context, c pos.CloseShift) (pos.Z, error)
	MoveCash(ctx context.Context, m pos.MoveCash) (pos.Shift, error)
	X(ctx context.Context) (pos.Z, error)
	Zs(ctx context.Context, before uint64, limit int) ([]pos.Z, error)
}

// Owner changes what only the owner may, with the owner's PIN.
type Owner interface {
	Change(ctx context.Context, s pos.Settings, pin, actor string) error
	AddPerson(ctx context.Context, p pos.AddPerson) error
	SetSecret(ctx context.Context, name, secret, pin, actor string) error
	Retire(ctx context.Context, name, pin, actor string) error
	AddQRIS(ctx context.Context, q pos.AddQRIS) (pos.QRIS, error)
	PinQRIS(ctx context.Context, id, pin, actor string) error
	ShareQRIS(ctx context.Context, w pos.ShareQRIS) error
	SetSettlement(ctx context.Context, rule pos.Settlement, pin, actor string) error
	Access
	Vault
}

// Access is who and what may reach the till.
type Access interface {
	Phones
	Keys() []pos.APIKey
	AddKey(ctx context.Context, k pos.NewKey) (pos.KeyShown, error)
	RevokeKey(ctx context.Context, name, pin, actor string) error
	Devices() []pos.Device
	PairingCode(ctx context.Context, scope, pin, actor string) (code string, until time.Time, err error)
	RevokeDevice(ctx context.Context, name, pin, actor string) error
	AddGateway(ctx context.Context, a pos.AddGateway) (pos.Gateway, error)
	RemoveGateway(ctx context.Context, name, pin, actor string) error
	Hooks() []pos.Hook
	AddHook(ctx context.Context, n pos.NewHook) (secret string, err error)
	RevokeHook(ctx context.Context, name, pin, actor string) error
}

// Phones forward notifications of money.
type Phones interface {
	AddPhone(ctx context.Context, name, pin, actor string) (secret string, err error)
	PairingSource(ctx context.Context, name, pin, actor string) (code string, until time.Time, err error)
	TrustSource(ctx context.Context, trust pos.SourceTrust) error
	ReplaceSource(ctx context.Context, replace pos.ReplaceSource) error
	RevokeSource(ctx context.Context, name, pin, actor string) error
	Templates() []pos.Template
	AddTemplate(ctx context.Context, template pos.Template, pin, actor string) error
	RemoveTemplate(ctx context.Context, template pos.Template, pin, actor string) error
	TrySample(app, text, pattern string) (pos.Reading, error)
}

// Vault keeps the backups.
type Vault interface {
	BackupHealth(ctx context.Context) (pos.BackupHealth, error)
	BackupWarning(ctx context.Context) (string, error)
	Backup(ctx context.Context, also, actor string) (pos.BackupMade, error)
	SetBackups(ctx context.Context, to string, days int, pin, actor string) error
	Anchor() string
}
