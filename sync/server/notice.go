package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// The types of notices a source may send. Others are taken and ignored, so that
// a newer forwarder still works with an older till.
const (
	noticePayment = "payment.detected"
	noticeBeat    = "heartbeat"
	noticeBeatOld = "source.heartbeat" // as the first forwarders call it
)

// rupiahCode is the only currency the till takes, ISO 4217.
const rupiahCode = "IDR"

// notice is the body of a callback: an envelope with a type, and data that
// depends on it. Unknown fields are ignored in both.
type notice struct {
	Type string          `json:"type"`
	Data json.RawMessage `json:"data"`
}

// detected is the data of payment.detected: what a phone saw of money coming in.
type detected struct {
	Amount   *dialect.Amount `json:"amount"`
	Currency string          `json:"currency"`
	PaidAt   time.Time       `json:"paid_at"` // RFC 3339
	App      string          `json:"source_app"`
	Payer    string          `json:"payer_name"`
	RRN      string          `json:"rrn"`
	Issuer   string          `json:"issuer"`
	NMID     string          `json:"nmid"` // of the account it came to
	OrderRef string          `json:"order_ref"`
	RawText  string          `json:"raw_text"`
	Device   string          `json:"device_id"`
}

// decodeNotice reads the envelope, or fails with dialect.ErrBody.
func decodeNotice(raw []byte) (n notice, err error) {
	if err = dialect.Decode("application/json", raw, &n); err == nil && n.Type == "" {
		err = because(dialect.ErrBody, errors.New("the type is missing"))
	}
	return n, err
}

// report reads the data of payment.detected as the report of a source. The
// caller adds who sent it.
func (n notice) report() (pos.Report, error) {
	var d detected
	if err := dialect.Decode("application/json", n.Data, &d); err != nil {
		return pos.Report{}, err
	}
	return d.report()
}

func (d detected) report() (pos.Report, error) {
	if d.Amount == nil {
		if d.RawText == "" || d.App == "" {
			return pos.Report{}, fmt.Errorf("server: no amount: %w", pos.ErrAmount)
		}
		d.Amount = &dialect.Amount{} // the till reads it in the text
	} else if d.Amount.Rupiah == 0 {
		return pos.Report{}, fmt.Errorf("server: amount of nothing: %w", pos.ErrAmount)
	}
	currency, err := d.currency()
	return pos.Report{
		Evidence: pos.ForwarderMatched,
		Amount:   d.Amount.Rupiah,
		Currency: currency,
		PaidAt:   d.PaidAt,
		Payee:    d.NMID,
		OrderRef: d.OrderRef,
		RRN:      d.RRN,
		Issuer:   d.Issuer,
		Payer:    d.Payer,
		App:      d.App,
		Device:   d.Device,
		RawText:  d.RawText,
	}, err
}

// currency is the one the money is in: rupiah unless the notice says another.
func (d detected) currency() (string, error) {
	given := d.Amount.Currency
	switch {
	case given == "":
		given = d.Currency
	case d.Currency != "" && d.Currency != given:
		return "", fmt.Errorf("server: two currencies: %w", pos.ErrCurrency)
	}
	if given == "" {
		given = rupiahCode
	}
	if given != rupiahCode {
		return "", fmt.Errorf("server: currency %.8q: %w", given, pos.ErrCurrency)
	}
	return given, nil
}
