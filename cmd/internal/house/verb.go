package house

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"laci/pos"
	"laci/sync/webhook"
)

// Args is what a verb may be given; each verb says which of it it reads.
type Args struct {
	Text       string     `json:"text,omitempty"`        // payload of a static QRIS, or a reason
	Sticker    bool       `json:"sticker,omitempty"`     // a printed code of it can be paid too
	SecondTill bool       `json:"second_till,omitempty"` // another till shows it too
	Beside     bool       `json:"beside,omitempty"`      // it does not take the place of the counter's
	Name       string     `json:"name,omitempty"`        // of a source, key or person; the phone that goes
	Scopes     []string   `json:"scopes,omitempty"`
	Dialect    string     `json:"dialect,omitempty"` // of a key
	Kinds      []pos.Kind `json:"kinds,omitempty"`   // of entries a listener is told of
	PIN        string     `json:"pin,omitempty"`     // the owner's, where one is set; the person's own in a hand-over
	Day        pos.Day    `json:"day,omitempty"`     // "" is today

	Zone   string     `json:"zone,omitempty"`
	Facing pos.Facing `json:"facing,omitempty"`

	Role   pos.Role   `json:"role,omitempty"`
	Email  string     `json:"email,omitempty"`
	Secret string     `json:"secret,omitempty"` // a new PIN or password
	Amount pos.Rupiah `json:"amount,omitempty"`
	Count  pos.Count  `json:"count,omitempty"`  // of a drawer; nil is not counted
	Number uint64     `json:"number,omitempty"` // of a shift, 0 is the newest; of a stored QRIS
	Key    string     `json:"key,omitempty"`    // of a wish about cash or shifts; "" is a new one

	To       string `json:"to,omitempty"`       // a folder for a backup, the phone that comes
	Days     int    `json:"days,omitempty"`     // that backups are kept
	Recovery string `json:"recovery,omitempty"` // the six words
	Anchor   string `json:"anchor,omitempty"`   // "1.1200:4f0c…"

	From       pos.Day         `json:"from,omitempty"`   // the first of some days
	Until      pos.Day         `json:"until,omitempty"`  // included
	Format     pos.Format      `json:"format,omitempty"` // of a report
	Lang       string          `json:"lang,omitempty"`   // of its words
	Sum        *pos.Rupiah     `json:"sum,omitempty"`    // that a bank says arrived
	Columns    *pos.Columns    `json:"columns,omitempty"`
	Settlement *pos.Settlement `json:"settlement,omitempty"`

	Account *Account `json:"account,omitempty"` // at a payment system

	Phone   bool      `json:"phone,omitempty"` // the source is a phone that a person types the secret into
	Trust   pos.Trust `json:"trust,omitempty"`
	Order   string    `json:"order,omitempty"`   // number
	App     string    `json:"app,omitempty"`     // package whose notification Text is
	Pattern string    `json:"pattern,omitempty"` // how its notifications are read
}

// Answer is what a verb gives back; each verb fills its own part.
type Answer struct {
	Head    string        `json:"head,omitempty"`   // cursor of the newest journal entry
	Secret  string        `json:"secret,omitempty"` // shown this once, stored nowhere readable
	Key     *pos.KeyShown `json:"key,omitempty"`    // credentials, shown this once
	Codes   []pos.QRIS    `json:"codes,omitempty"`
	QRIS    *pos.QRIS     `json:"qris,omitempty"`
	Summary *pos.Summary  `json:"summary,omitempty"`
	Status  *Status       `json:"status,omitempty"`
	People  []pos.Person  `json:"people,omitempty"`
	Z       *pos.Z        `json:"z,omitempty"`  // a shift, closed or running
	Zs      []pos.Z       `json:"zs,omitempty"` // newest first, without their lists

	Backup  *pos.BackupMade   `json:"backup,omitempty"`
	Health  *pos.BackupHealth `json:"health,omitempty"`
	Keys    []pos.APIKey      `json:"keys,omitempty"`
	Sources []pos.Source      `json:"sources,omitempty"`

	Order     *pos.Order     `json:"order,omitempty"`
	Reading   *pos.Reading   `json:"reading,omitempty"` // of a notification
	Templates []pos.Template `json:"templates,omitempty"`

	Settings *pos.Settings `json:"settings,omitempty"`
	Devices  []pos.Device  `json:"devices,omitempty"`
	Pairing  *Pairing      `json:"pairing,omitempty"`
	Reach    *Reach        `json:"reach,omitempty"`

	Hooks      []Listener         `json:"hooks,omitempty"`
	Deliveries []webhook.Delivery `json:"deliveries,omitempty"` // newest first

	Bank        *pos.BankComparison `json:"bank,omitempty"`
	Payouts     []pos.Payout        `json:"payouts,omitempty"`
	Settlements []pos.Settlement    `json:"settlements,omitempty"`

	Gateways  []pos.Gateway     `json:"gateways,omitempty"`
	Addresses map[string]string `json:"addresses,omitempty"` // of gateways' callbacks, by name, to type into their own pages
}

// Status is a till in a few lines.
type Status struct {
	Running  bool   `json:"running"` // the verb was answered by a running program
	Terminal string `json:"terminal"`
	Practice bool   `json:"practice"`
	Ready    bool   `json:"ready"` // it has a pinned QRIS and can sell
	Name     string `json:"name"`  // merchant name of the pinned QRIS
	NMID     string `json:"nmid"`
	HasPIN   bool   `json:"has_pin"`
	Zone     string `json:"zone"` // WIB, WITA or WIT
	Open     int    `json:"open_orders"`
	Inbox    int    `json:"inbox"`  // payments that wait for a person
	Anchor   string `json:"anchor"` // the newest entry and its hash, for verify --anchor

	Backup     string   `json:"backup,omitempty"`     // why the owner should look at the backups
	Unreadable []string `json:"unreadable,omitempty"` // secrets that laci.key does not open, see ErrKeyLost
}

// verb is one thing that can be asked of a till from outside.
type verb struct {
	name    string
	creates bool // a till may be made for it
	keyed   bool // it carries a key: asked twice, it is done once
	do      func(context.Context, *pos.Till, Args) (Answer, error)

	// inHouse is what only a running till can do, instead of do.
	inHouse func(context.Context, *House, Args) (Answer, error)
}

// verbs is the one list of them; it is never written.
var verbs = [...]verb{
	{name: "verify", do: verify},
	{name: "status", do: status},
	{name: "today", do: today},
	{name: "setup", creates: true, do: setUp},
	{name: "gateway add", do: addGateway},
	{name: "gateway remove", do: removeGateway},
	{name: "gateway list", do: listGateways},
	{name: "gateway test", do: testGateway},
	{name: "qris add", creates: true, do: addQRIS},
	{name: "qris list", do: listCodes},
	{name: "qris pin", do: pinCode},
	{name: "qris unpin", do: unpinCode},
	{name: "qris share", do: shareCode},
	{name: "source add", creates: true, do: addSource},
	{name: "key add", creates: true, do: addKey},
	{name: "person add", do: addPerson},
	{name: "person pin", do: setPIN},
	{name: "person retire", do: retirePerson},
	{name: "person list", do: listPeople},
	{name: "pin reset", do: resetPIN},
	{name: "shift open", keyed: true, do: openShift},
	{name: "shift hand", keyed: true, do: handOver},
	{name: "shift close", keyed: true, do: closeShift},
	{name: "shift x", do: readX},
	{name: "shift z", do: readZ},
	{name: "shift list", do: listZs},
	{name: "cash", keyed: true, do: moveCash},
	{name: "source pair", inHouse: pairSource},
	{name: "source trust", do: trustSource},
	{name: "source test", keyed: true, do: testSource},
	{name: "source replace", do: replaceSource},
	{name: "source try", do: trySample},
	{name: "source revoke", do: revokeSource},
	{name: "source list", do: listSources},
	{name: "template add", do: addTemplate},
	{name: "template remove", do: removeTemplate},
	{name: "template list", do: listTemplates},
	{name: "key revoke", do: revokeKey},
	{name: "key list", do: listKeys},
	{name: "recovery new", do: newRecovery},
	{name: "pin recover", do: recoverPIN},
	{name: "backup", do: backup},
	{name: "backup plan", do: planBackups},
	{name: "backup health", do: backupHealth},
	{name: "settings", do: settings},
	{name: "hook add", do: addHook},
	{name: "hook revoke", do: revokeHook},
	{name: "hook list", do: listHooks},
	{name: "hook log", do: deliveries},
	{name: "hook replay", do: replay},
	{name: "device pair", inHouse: pairDevice},
	{name: "device list", do: listDevices},
	{name: "device revoke", do: revokeDevice},
	{name: "reach", inHouse: reach},
	{name: "bank expected", do: payouts},
	{name: "bank rule", do: bankRule},
}

func find(name string) (verb, error) {
	for _, v := range verbs {
		if v.name == name {
			return v, nil
		}
	}
	return verb{}, fmt.Errorf("%w: %q", ErrVerb, name)
}

// Code gives the code word of err, "failed" when it has none.
func Code(err error) string {
	if code := pos.Code(err); code != "" {
		return code
	}
	return "failed"
}

// holders bounds how often Do turns from the lock back to the socket. Each
// turn waits a second for the lock, which is longer than a program needs from
// taking the lock to listening and from its last answer to letting go.
const holders = 5

// Do runs a verb on the till in dir: in the program that holds it, over the
// socket, or here when none does. Answer, code word and text of an error are
// the same either way. A verb about cash or shifts whose answer was lost is
// asked again with the same key. It returns a RunningError when a program holds the till
// and does not listen, and ErrNoTill when there is no till and the verb makes
// none.
func Do(ctx context.Context, dir, name string, args Args) (Answer, error) {
	v, err := find(name)
	if err != nil {
		return Answer{}, err
	}
	if v.keyed && args.Key == "" {
		args.Key = rand.Text()
	}
	for range holders {
		var answer Answer
		if answer, err = ask(ctx, dir, name, args); v.keyed && errors.Is(err, ErrSocket) && ctx.Err() == nil {
			continue // the answer was lost, and asking again is harmless
		}
		if !errors.Is(err, errNobody) {
			if answer.Status != nil {
				answer.Status.Running = true
			}
			return answer, err
		}
		if answer, err = alone(ctx, dir, v, args); !errors.Is(err, pos.ErrHeld) {
			return answer, err
		}
	}
	return Answer{}, named(dir, err)
}

// alone opens the till for one verb. It writes no log, run file or socket.
func alone(ctx context.Context, dir string, v verb, args Args) (Answer, error) {
	if !v.creates {
		if _, err := os.Stat(filepath.Join(dir, dataName)); errors.Is(err, os.ErrNotExist) {
			return Answer{}, fmt.Errorf("%w: %s", ErrNoTill, dir)
		}
	}
	till, err := openTill(ctx, pos.Options{Dir: dir, Log: slog.New(slog.DiscardHandler)}, osRing(true))
	if err != nil {
		return Answer{}, err
	}
	var answer Answer
	if v.do == nil {
		err = ErrStopped
	} else {
		answer, err = v.do(withPost(ctx, dir, nil), till, args)
	}
	if e := till.Close(); err == nil && e != nil {
		return Answer{}, e
	}
	return answer, err
}
