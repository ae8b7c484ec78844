package qrisgateway

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/oklog/ulid/v2"

	"laci/pos"
	"laci/qris"
	"laci/sync/dialect"
)

// The limits of the document.
const (
	amountLeast     = 1000
	descriptionMost = 255
	payFor          = 15 * time.Minute
)

// payment is a wish to be paid.
type payment struct {
	Amount      dialect.Amount `json:"amount"`
	Description string         `json:"description"`
	CallbackURL string         `json:"callback_url"`
	Strategy    string         `json:"distribution_strategy"`
	QRISID      *dialect.Int   `json:"qris_id"`
}

func (p payment) check() error {
	switch {
	case p.Amount.Rupiah < amountLeast:
		return invalid("The amount must be at least 1000.")
	case utf8.RuneCountInString(p.Description) > descriptionMost:
		return invalid("The description may not be greater than 255 characters.")
	}
	return nil
}

// generate makes a transaction with the code of one of the shop's QRIS.
func (g *Gateway) generate(w http.ResponseWriter, r *http.Request, who caller) error {
	if !who.may(pos.MaySell) {
		return errForbidden
	}
	var wish payment
	if err := decode(r, &wish); err != nil {
		return err
	}
	if err := wish.check(); err != nil {
		return err
	}
	code, err := g.pick(wish.Strategy, wish.QRISID)
	if err != nil {
		return err
	}
	// The document has no key for asking twice: every request is a wish of its own.
	o, err := g.till.Charge(r.Context(), pos.Charge{
		Key: rand.Text(), Amount: wish.Amount.Rupiah, Note: wish.Description, Actor: who.actor,
		QRIS: choice(code), Callback: wish.CallbackURL, Life: payFor, Metadata: described(wish.Description),
	})
	if err != nil {
		return err
	}
	dialect.Reply(w, http.StatusOK, success{true, struct {
		TransactionID string     `json:"transaction_id"`
		Amount        pos.Rupiah `json:"amount"`
		Fee           pos.Rupiah `json:"fee"`
		TotalAmount   pos.Rupiah `json:"total_amount"`
		QRISCode      string     `json:"qris_code"`
		QRISImage     *string    `json:"qris_image"`
		BankName      string     `json:"bank_name"`
		ExpiresAt     string     `json:"expires_at"`
	}{transactionID(o), o.Amount - o.Fee, o.Fee, o.Total(), o.Payload, nil, bank(code), stamp(o.ShowUntil)}})
	return nil
}

// descriptionKey is where the whole description is kept: a note is shorter.
const descriptionKey = "description"

func described(description string) pos.Metadata {
	if description == "" {
		return nil
	}
	return pos.Metadata{descriptionKey: description}
}

// bank is the everyday name of the institution a code pays into, "" if it is not
// known.
func bank(code pos.QRIS) string {
	p, err := qris.Parse(code.Text)
	if err != nil {
		return ""
	}
	for _, account := range p.Accounts() {
		if account.Institution != "" {
			return account.Institution
		}
	}
	return ""
}

// transactionPrefix comes before an order's id in this system.
const transactionPrefix = "TRX-"

// transactionID is an order's name in this system.
func transactionID(o pos.Order) string { return transactionPrefix + o.ID.String() }

// orderOf finds the order of a transaction, or errTransaction.
func (g *Gateway) orderOf(r *http.Request, transaction string) (pos.Order, error) {
	text, ok := strings.CutPrefix(transaction, transactionPrefix)
	id, err := ulid.ParseStrict(text)
	if !ok || err != nil {
		return pos.Order{}, errTransaction
	}
	o, err := g.till.Order(r.Context(), id)
	if errors.Is(err, pos.ErrNotFound) {
		return o, errTransaction
	}
	return o, err
}

// transaction tells how one of the caller's transactions stands; an admin may
// ask for anybody's.
func (g *Gateway) transaction(w http.ResponseWriter, r *http.Request, who caller) error {
	if !who.may(pos.MayLook) {
		return errForbidden
	}
	o, err := g.orderOf(r, r.PathValue("id"))
	if err != nil {
		return err
	}
	if o.Actor != who.actor && !who.admin {
		return errTransaction
	}
	description := o.Metadata[descriptionKey]
	if description == "" {
		description = o.Note
	}
	dialect.Reply(w, http.StatusOK, success{true, struct {
		TransactionID string     `json:"transaction_id"`
		Amount        pos.Rupiah `json:"amount"`
		Fee           pos.Rupiah `json:"fee"`
		Status        string     `json:"status"`
		Description   string     `json:"description"`
		PaidAt        *string    `json:"paid_at"`
		CreatedAt     string     `json:"created_at"`
	}{transactionID(o), o.Amount - o.Fee, o.Fee, status(o), description, paidAt(o), stamp(o.Placed)}})
	return nil
}

// status is where an order stands in this system's four words. Money that went
// back is no success: whoever asks late must not deliver for it.
func status(o pos.Order) string {
	switch o.State {
	case pos.Placed, pos.Pending, pos.Awaiting:
		return "pending"
	case pos.Paid:
		return "success"
	case pos.Expired:
		return "expired"
	}
	return "failed"
}

// paidAt is when an order was paid, null before.
func paidAt(o pos.Order) *string {
	if o.PaidAt.IsZero() {
		return nil
	}
	at := stamp(o.PaidAt)
	return &at
}

// list tells which QRIS there are.
func (g *Gateway) list(w http.ResponseWriter, _ *http.Request, who caller) error {
	if !who.may(pos.MayLook) {
		return errForbidden
	}
	type stored struct {
		ID        int     `json:"id"`
		Name      string  `json:"name"`
		BankName  string  `json:"bank_name"`
		Type      string  `json:"type"` // every stored QRIS is a static one
		QRISImage *string `json:"qris_image"`
	}
	codes := []stored{}
	for _, code := range g.active() {
		codes = append(codes, stored{code.Ref, code.Name, bank(code), "static", nil})
	}
	dialect.Reply(w, http.StatusOK, success{true, codes})
	return nil
}
