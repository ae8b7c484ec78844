package gateway

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"laci/pos"
)

// xendit speaks Xendit's QR codes: version 1, or with the option "version"
// the one of 2022-07-31. One code may be paid more than once; each payment has an
// id of its own.
type xendit struct{ account Account }

func openXendit(a Account) System { return &xendit{a} }

// xenditNewer is the option, and the header, of the newer version.
const xenditNewer = "2022-07-31"

func (x *xendit) newer() bool { return x.account.Options["version"] == xenditNewer }

// xenditCharge is the request body of the newer version.
type xenditCharge struct {
	Reference string     `json:"reference_id"`
	Type      string     `json:"type"`
	Currency  string     `json:"currency"`
	Amount    pos.Rupiah `json:"amount"`
	Expires   string     `json:"expires_at,omitempty"`
}

// Create makes a code that can be paid with this amount alone.
func (x *xendit) Create(ctx context.Context, w Wish) (pos.GatewayCode, error) {
	q := request{method: "POST", path: "/qr_codes", header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}
	q.body = []byte("external_id=" + w.Order.ID.String() + "&type=DYNAMIC&callback_url=" + formValue(w.Callback) +
		fmt.Sprintf("&amount=%d", int64(w.Order.Payable)))
	if x.newer() {
		body, err := jsonBody(xenditCharge{w.Order.ID.String(), "DYNAMIC", "IDR", w.Order.Payable, w.Until.UTC().Format(time.RFC3339)})
		if err != nil {
			return pos.GatewayCode{}, err
		}
		q.body, q.header["Content-Type"] = body, jsonType
	}
	var answer struct {
		ID      string `json:"id"`
		Code    string `json:"qr_string"`
		Expires moment `json:"expires_at"`
	}
	if err := x.ask(ctx, q, &answer); err != nil {
		return pos.GatewayCode{}, err
	}
	return pos.GatewayCode{Payload: answer.Code, Reference: answer.ID, Expires: answer.Expires.Time}, nil
}

// formValue escapes what a form needs escaped and leaves addresses readable.
func formValue(text string) string {
	return strings.NewReplacer("%3A", ":", "%2F", "/").Replace(url.QueryEscape(text))
}

// xenditPayment is a payment, in lists and callbacks of both versions.
type xenditPayment struct {
	ID        string     `json:"id"`
	Amount    pos.Amount `json:"amount"`
	Currency  string     `json:"currency"`
	Created   moment     `json:"created"`
	Status    string     `json:"status"`
	Reference string     `json:"reference_id"`
	Code      struct {
		External string `json:"external_id"`
	} `json:"qr_code"`
	Detail struct {
		Receipt string `json:"receipt_id"`
		Source  string `json:"source"`
	} `json:"payment_detail"`
}

// money is the payment as the till keeps it: the receipt is the RRN.
func (p xenditPayment) money() Money {
	return Money{ID: p.ID, RRN: p.Detail.Receipt, Issuer: p.Detail.Source, Currency: p.Currency, Amount: p.Amount.Rupiah, PaidAt: p.Created.Time}
}

// Query asks for the payments of each code: the code itself only says "used".
func (x *xendit) Query(ctx context.Context, orders []pos.Order) (words []Word, err error) {
	for _, o := range orders {
		payments, err := x.payments(ctx, o)
		if err != nil {
			return words, err
		}
		word := Word{Order: o.ID.String(), Status: Pending}
		for _, p := range payments {
			if statusOf(Xendit, p.Status) == Paid {
				word.Status, word.Money = Paid, append(word.Money, p.money())
			}
		}
		words = append(words, word)
	}
	return words, nil
}

// payments asks for the payments of one code; none when there is no such code.
func (x *xendit) payments(ctx context.Context, o pos.Order) (found []xenditPayment, err error) {
	path := "/qr_codes/payments?external_id=" + url.QueryEscape(o.ID.String())
	if x.newer() {
		if o.GatewayRef == "" {
			return nil, nil // it knows its own names alone
		}
		path = "/qr_codes/" + url.PathEscape(o.GatewayRef) + "/payments"
	}
	var raw json.RawMessage
	err = x.ask(ctx, request{method: "GET", path: path, header: map[string]string{}}, &raw)
	if absent(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(raw, []byte("[")) {
		var list struct {
			Data json.RawMessage `json:"data"`
		}
		if err := json.Unmarshal(raw, &list); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrAnswer, err)
		}
		raw = list.Data
	}
	if err := json.Unmarshal(raw, &found); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAnswer, err)
	}
	return found, nil
}

// Verify compares the token, which is a password and binds nothing: the callback
// only names the order that is worth asking about.
func (x *xendit) Verify(c Callback) (Word, error) {
	token := x.account.Secrets["callback_token"]
	if token == "" || subtle.ConstantTimeCompare([]byte(c.Header.Get("X-Callback-Token")), []byte(token)) != 1 {
		return Word{}, ErrProof
	}
	var said struct {
		Code struct {
			External string `json:"external_id"`
		} `json:"qr_code"`
		Data struct {
			Reference string `json:"reference_id"`
		} `json:"data"`
	}
	if err := json.Unmarshal(c.Body, &said); err != nil {
		return Word{}, fmt.Errorf("%w: %w", ErrCallback, err)
	}
	if said.Data.Reference != "" {
		return Word{Order: said.Data.Reference}, nil
	}
	return Word{Order: said.Code.External}, nil
}

func (x *xendit) ask(ctx context.Context, q request, into any) error {
	q.header["Authorization"] = "Basic " + base64.StdEncoding.EncodeToString([]byte(x.account.Secrets["api_key"]+":"))
	if x.newer() {
		q.header["api-version"] = xenditNewer
	}
	return x.account.ask(ctx, q, into)
}
