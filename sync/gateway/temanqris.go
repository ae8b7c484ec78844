package gateway

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"laci/pos"
)

// temanqris speaks TemanQRIS. It sees no money: "paid" is what the shop itself
// told it, on its page or from another program.
type temanqris struct{ account Account }

func openTemanQRIS(a Account) System { return &temanqris{a} }

// temanCharge is the document's request body, in its order. No fee is ever
// asked for: passing it on to customers is forbidden.
type temanCharge struct {
	Amount  pos.Rupiah `json:"amount"`
	QRIS    int        `json:"qris_id,omitempty"`
	Order   string     `json:"order_id"`
	Webhook string     `json:"webhook_url,omitempty"`
}

// Create makes a code with a payment link.
func (t *temanqris) Create(ctx context.Context, w Wish) (pos.GatewayCode, error) {
	id, _ := strconv.Atoi(t.account.Options["qris_id"]) // 0 is the account's only one
	body, err := jsonBody(temanCharge{Amount: w.Order.Payable, QRIS: id, Order: w.Order.ID.String(), Webhook: w.Callback})
	if err != nil {
		return pos.GatewayCode{}, err
	}
	var answer struct {
		QRIS    string `json:"qris"`
		Expires moment `json:"expires_at"`
		Link    struct {
			Code string `json:"link_code"`
		} `json:"payment_link"`
	}
	if err := t.ask(ctx, "POST", "/generate", body, &answer); err != nil {
		return pos.GatewayCode{}, err
	}
	return pos.GatewayCode{Payload: answer.QRIS, Reference: answer.Link.Code, Expires: answer.Expires.Time}, nil
}

// temanOrder is an order as TemanQRIS tells of it, in answers and callbacks.
type temanOrder struct {
	Order  string     `json:"order_id"`
	Link   string     `json:"link_code"`
	Amount pos.Amount `json:"amount"`
	Status string     `json:"status"`
	PaidAt moment     `json:"paid_at"`
}

// word says what the order comes to. TemanQRIS names no payment: there is one an
// order.
func (o temanOrder) word() Word {
	word := Word{Order: o.Order, Status: statusOf(TemanQRIS, o.Status)}
	if word.Status == Paid {
		word.Money = []Money{{ID: "order " + o.Order, Amount: o.Amount.Rupiah, PaidAt: o.PaidAt.Time}}
	}
	return word
}

// temanPage is how many orders a list is asked for.
const temanPage = 100

// Query asks about one order, or for the list of those that were paid last.
func (t *temanqris) Query(ctx context.Context, orders []pos.Order) ([]Word, error) {
	if len(orders) == 1 {
		var answer struct {
			Order temanOrder `json:"order"`
		}
		err := t.ask(ctx, "GET", "/orders/"+url.PathEscape(orders[0].ID.String()), nil, &answer)
		if absent(err) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return []Word{answer.Order.word()}, nil
	}
	var answer struct {
		Orders []temanOrder `json:"orders"`
	}
	err := t.ask(ctx, "GET", fmt.Sprintf("/orders?status=paid&limit=%d", temanPage), nil, &answer)
	var words []Word
	for _, o := range answer.Orders {
		words = append(words, o.word())
	}
	return words, err
}

// temanEvents are the events after which money is there. The document has the
// first alone.
var temanEvents = map[string]bool{"payment.confirmed": true, "payment.paid": true}

// Verify checks the signature over the raw body, which may hold the order below
// "data" or, as the button for web pages sends it, beside the event.
func (t *temanqris) Verify(c Callback) (Word, error) {
	given, err := hex.DecodeString(strings.TrimPrefix(c.Header.Get("X-TemanQRIS-Signature"), "sha256="))
	mac := hmac.New(sha256.New, []byte(t.account.Secrets["webhook_secret"]))
	mac.Write(c.Body)
	if err != nil || !hmac.Equal(given, mac.Sum(nil)) {
		return Word{}, ErrProof
	}
	var said struct {
		Event string `json:"event"`
		temanOrder
		Data *temanOrder `json:"data"`
	}
	if err := json.Unmarshal(c.Body, &said); err != nil {
		return Word{}, fmt.Errorf("%w: %w", ErrCallback, err)
	}
	if said.Data != nil {
		said.temanOrder = *said.Data
	}
	word := said.word()
	if !temanEvents[said.Event] || word.Status != Paid {
		word.Money = nil
	}
	return word, nil
}

func (t *temanqris) ask(ctx context.Context, method, path string, body []byte, into any) error {
	header := map[string]string{"X-API-Key": t.account.Secrets["api_key"]}
	if body != nil {
		header["Content-Type"] = jsonType
	}
	return t.account.ask(ctx, request{method: method, path: path, header: header, body: body}, into)
}
