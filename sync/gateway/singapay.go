package gateway

import (
	"context"
	"crypto/hmac"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"laci/pos"
)

// singapay speaks SingaPay: a token of a day's signature, codes of one account,
// and signed callbacks. It answers no address that was not registered with it.
type singapay struct {
	account Account
	bearer  bearer
}

func openSingaPay(a Account) System {
	s := &singapay{account: a}
	s.bearer = bearer{account: a, header: map[string]string{"X-PARTNER-ID": a.Secrets["api_key"]}, fetch: s.login}
	return s
}

// singaCharge is the document's request body, in its order.
type singaCharge struct {
	Amount    pos.Rupiah `json:"amount"`
	Expires   string     `json:"expired_at"` // Y-m-d H:i:s in Jakarta
	Reference string     `json:"merchant_reff_no"`
}

// singaOrder is a transaction as SingaPay tells of it.
type singaOrder struct {
	ID        int64      `json:"id"`
	Ref       string     `json:"reff_no"`
	Reference string     `json:"merchant_reff_no"`
	Status    string     `json:"status"`
	Amount    pos.Amount `json:"amount"`
	Code      string     `json:"qr_data"`
	Expires   moment     `json:"expired_at"`
	Issuer    string     `json:"issuer_name"`
	Payer     string     `json:"customer_name"`
}

// Create makes a code.
func (s *singapay) Create(ctx context.Context, w Wish) (pos.GatewayCode, error) {
	body, err := jsonBody(singaCharge{w.Order.Payable, w.Until.In(wib).Format(time.DateTime), w.Order.ID.String()})
	if err != nil {
		return pos.GatewayCode{}, err
	}
	var answer struct {
		Data singaOrder `json:"data"`
	}
	if err := s.bearer.ask(ctx, request{method: "POST", path: s.path() + "/generate-qr", body: body}, &answer); err != nil {
		return pos.GatewayCode{}, err
	}
	made := answer.Data
	return pos.GatewayCode{Payload: made.Code, Reference: made.Ref, Expires: made.Expires.Time}, nil
}

func (s *singapay) path() string {
	return "/api/v1.0/qris-dynamic/" + url.PathEscape(s.account.Options["account_id"])
}

// word says what the transaction comes to. has_settle says nothing of it: the
// document's own example is settled and still open.
func (o singaOrder) word() Word {
	word := Word{Order: o.Reference, Status: statusOf(SingaPay, o.Status)}
	if word.Status == Paid {
		word.Money = []Money{{ID: o.Ref, Amount: o.Amount.Rupiah, Currency: o.Amount.Currency, Issuer: o.Issuer, Payer: o.Payer}}
	}
	return word
}

const (
	singaPage  = 100
	singaPages = 50
)

// Query finds one transaction by its reference, or lists those made since the
// oldest of the orders.
func (s *singapay) Query(ctx context.Context, orders []pos.Order) ([]Word, error) {
	if len(orders) == 1 && orders[0].GatewayRef != "" {
		words, _, err := s.list(ctx, "?reff_no="+url.QueryEscape(orders[0].GatewayRef)+"&type=mpm-dynamic")
		return words, err
	}
	from := strings.ReplaceAll(oldest(orders).Add(-clockSlack).In(wib).Format(time.DateTime), " ", "%20")
	var words []Word
	for page := 1; page <= singaPages; page++ {
		found, more, err := s.list(ctx, fmt.Sprintf("?created_at_from=%s&per_page=%d&page=%d", from, singaPage, page))
		words = append(words, found...)
		if err != nil || page >= more {
			return words, err
		}
	}
	return words, nil
}

// list asks for one page of transactions and tells how many pages there are.
func (s *singapay) list(ctx context.Context, query string) (words []Word, pages int, err error) {
	var answer struct {
		Data  []singaOrder `json:"data"`
		Pages struct {
			Total int `json:"totalPages"`
		} `json:"pagination"`
	}
	err = s.bearer.ask(ctx, request{method: "GET", path: s.path() + query}, &answer)
	for _, o := range answer.Data {
		words = append(words, o.word())
	}
	return words, answer.Pages.Total, err
}

// clockSlack is how far a system's clock may be behind ours.
const clockSlack = 10 * time.Minute

// Verify checks the signature over the method, the address, the random token of
// the callback, its body and its time.
func (s *singapay) Verify(c Callback) (Word, error) {
	given, err := hex.DecodeString(c.Header.Get("X-Signature"))
	stamp := c.Header.Get("X-Timestamp")
	bearer := strings.TrimPrefix(c.Header.Get("Authorization"), "Bearer ")
	if err != nil || !s.proved(c, bearer, stamp, given) {
		return Word{}, ErrProof
	}
	sent, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || c.At.Sub(time.Unix(sent, 0)).Abs() > singaWindow {
		return Word{}, ErrStale
	}
	var said struct {
		Data struct {
			Transaction singaOrder `json:"transaction"`
		} `json:"data"`
	}
	if err := json.Unmarshal(c.Body, &said); err != nil {
		return Word{}, fmt.Errorf("%w: %w", ErrCallback, err)
	}
	return Word{Order: said.Data.Transaction.Reference}, nil // its money is asked for, to be sure of it
}

// singaWindow is how old a callback may be.
const singaWindow = 300 * time.Second

// proved tells whether the signature is one over the body in its sorted form, or
// as it was sent.
func (s *singapay) proved(c Callback, bearer, stamp string, given []byte) bool {
	for _, hash := range bodyHashes(c.Body) {
		mac := hmac.New(sha512.New, []byte(s.account.Secrets["client_secret"]))
		mac.Write([]byte("POST:" + c.Target + ":" + bearer + ":" + hash + ":" + stamp))
		if hmac.Equal(given, mac.Sum(nil)) {
			return true
		}
	}
	return false
}
