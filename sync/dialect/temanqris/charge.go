package temanqris

import (
	"crypto/rand"
	"encoding/json"
	"math/big"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"laci/pos"
	"laci/sync/dialect"
)

const (
	orderIDMost = 30             // characters
	linkLife    = 24 * time.Hour // of a payment link, as in the document's examples
)

// wish is the body of generate and payment-link.
type wish struct {
	Amount      dialect.Amount `json:"amount"`
	FeeType     string         `json:"fee_type"`
	FeeValue    json.Number    `json:"fee_value"`
	QRISID      *dialect.Int   `json:"qris_id"`
	Description string         `json:"description"`
	OrderID     string         `json:"order_id"`
	WebhookURL  string         `json:"webhook_url"`
	CallbackURL string         `json:"callback_url"`
}

// check refuses what the document does not take.
func (v wish) check() error {
	switch {
	case v.Amount.Rupiah == 0:
		return invalid("The amount is required.")
	case utf8.RuneCountInString(v.OrderID) > orderIDMost:
		return invalid("The order_id may not be longer than 30 characters.")
	case v.FeeType != "" && v.FeeType != feeRupiah && v.FeeType != feePercent:
		return invalid(`The fee_type must be "rupiah" or "percent".`)
	}
	return nil
}

// fee is what the owner has the till add to each sale.
type fee struct {
	Type  string      `json:"type"`
	Value json.Number `json:"value"`
}

// The document's kinds of fee.
const (
	feeRupiah  = "rupiah"
	feePercent = "percent"
)

// feeOf gives the owner's fee; of an order that adds both kinds, its rupiah.
func feeOf(s pos.Settings, o pos.Order) fee {
	if s.FeeBasis > 0 && s.FeeFixed == 0 {
		return fee{feePercent, json.Number(hundredths(s.FeeBasis))}
	}
	return fee{feeRupiah, json.Number(big.NewInt(int64(o.Fee)).String())}
}

// hundredths writes a share as a percentage.
func hundredths(basis int) string {
	text := big.NewRat(int64(basis), 100).FloatString(2)
	for text[len(text)-1] == '0' {
		text = text[:len(text)-1]
	}
	if text[len(text)-1] == '.' {
		text = text[:len(text)-1]
	}
	return text
}

// feeDigits bounds the digits of a fee; none has an exponent.
const feeDigits = 20

// mayAsk refuses a fee other than the owner's: no program adds one.
func (v wish) mayAsk(s pos.Settings) error {
	if v.FeeValue == "" {
		return nil
	}
	value, ok := new(big.Rat), false
	if len(v.FeeValue) <= feeDigits && !strings.ContainsAny(string(v.FeeValue), "eE") {
		value, ok = value.SetString(string(v.FeeValue))
	}
	if !ok || value.Sign() < 0 {
		return invalid("The fee_value must be a number of at least 0.")
	}
	owners := big.NewRat(int64(s.FeeFixed), 1)
	if v.FeeType == feePercent {
		owners = big.NewRat(int64(s.FeeBasis), 100)
	}
	if value.Sign() != 0 && value.Cmp(owners) != 0 {
		return errFee
	}
	return nil
}

// charge makes the order of a wish. An order_id makes asking twice harmless:
// the same wish is the same order while it waits to be paid.
func (d *TemanQRIS) charge(r *http.Request, key pos.APIKey) (pos.Order, error) {
	var v wish
	if err := decode(r, &v); err != nil {
		return pos.Order{}, err
	}
	if err := v.check(); err != nil {
		return pos.Order{}, err
	}
	if err := v.mayAsk(d.till.Shop().Settings); err != nil {
		return pos.Order{}, err
	}
	c := pos.Charge{Amount: v.Amount.Rupiah, Note: v.Description, Actor: key.Actor(), ExternalID: v.OrderID,
		Callback: v.WebhookURL, Return: v.CallbackURL, Life: linkLife}
	if c.ExternalID == "" {
		c.ExternalID = newOrderID()
	}
	c.Key = "order " + c.ExternalID
	if v.QRISID != nil {
		code, err := d.pinned(int(*v.QRISID))
		if err != nil {
			return pos.Order{}, err
		}
		c.QRIS = code.ID
	}
	o, err := d.till.Charge(r.Context(), c)
	if err == nil && word(o) != wordPending && word(o) != wordAwaiting {
		err = errOrderUsed
	}
	return o, err
}

// newOrderID makes an id for an order whose caller gave none.
func newOrderID() string { return "ORD-" + rand.Text()[:12] }

// generate makes an order and gives its dynamic code.
func (d *TemanQRIS) generate(w http.ResponseWriter, r *http.Request, key pos.APIKey) error {
	o, err := d.charge(r, key)
	if err != nil {
		return err
	}
	return d.generated(w, o)
}

// generated answers with an order's code and link.
func (d *TemanQRIS) generated(w http.ResponseWriter, o pos.Order) error {
	picture, err := dataURL(o.Payload)
	if err != nil {
		return err
	}
	type link struct {
		ID           uint64     `json:"id"`
		LinkCode     string     `json:"link_code"`
		OrderID      string     `json:"order_id"`
		URL          string     `json:"url"`
		Amount       pos.Rupiah `json:"amount"`
		MerchantName string     `json:"merchant_name"`
		WebhookURL   *string    `json:"webhook_url"`
		ExpiresAt    string     `json:"expires_at"`
	}
	until := stamp(o.ShowUntil)
	dialect.Reply(w, http.StatusOK, struct {
		Success     bool       `json:"success"`
		QRIS        string     `json:"qris"`
		QRImage     string     `json:"qr_image"`
		Amount      pos.Rupiah `json:"amount"`
		Fee         fee        `json:"fee"`
		ExpiresAt   string     `json:"expires_at"`
		PaymentLink link       `json:"payment_link"`
	}{true, o.Payload, picture, asked(o), feeOf(d.till.Shop().Settings, o), until,
		link{linkID(o), o.Code, orderID(o), linkURL(o), asked(o), o.Name, textOrNull(o.Callback), until}})
	return nil
}

// asked is the amount as the caller gave it, without a fee.
func asked(o pos.Order) pos.Rupiah { return o.Amount - o.Fee }

// linkURL is the path of an order's pay page.
func linkURL(o pos.Order) string { return "/p/" + o.Code }

// orderID is an order's name in this system.
func orderID(o pos.Order) string {
	if o.ExternalID != "" {
		return o.ExternalID
	}
	return o.Number
}
