package gateway

import (
	"context"
	"crypto/hmac"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"laci/pos"
)

// sengo speaks SenGo. It has no request for one code: what was paid is read from
// the day's list. What its callbacks hold is said nowhere, so that none is
// believed.
type sengo struct {
	account Account
	mutex   sync.Mutex
	lists   map[string]*sengoList // by day
}

func openSenGo(a Account) System { return &sengo{account: a, lists: map[string]*sengoList{}} }

// sengoCharge is the document's request body, in its order.
type sengoCharge struct {
	Reference string     `json:"reference"`
	Amount    pos.Rupiah `json:"amount"`
	Expiry    int        `json:"expiryMinutes"`
	Name      string     `json:"viewName"`
	More      struct {
		Callback string `json:"callback"`
	} `json:"additionalInfo"`
}

// Create makes a code.
func (s *sengo) Create(ctx context.Context, w Wish) (pos.GatewayCode, error) {
	wish := sengoCharge{Reference: w.Order.ID.String(), Amount: w.Order.Payable, Name: s.account.Options["view_name"],
		Expiry: int(w.Until.Sub(s.account.Now()).Round(time.Minute) / time.Minute)}
	wish.More.Callback = w.Callback
	body, err := jsonBody(wish)
	if err != nil {
		return pos.GatewayCode{}, err
	}
	if s.account.Options["slashes"] != "plain" {
		body = asPHP(body)
	}
	var answer struct {
		Data struct {
			ID      string `json:"id"`
			Expires moment `json:"expiredDate"`
			QRIS    struct {
				Content string `json:"content"`
			} `json:"qris"`
		} `json:"responseData"`
	}
	if err := s.ask(ctx, "POST", "/qris", body, &answer); err != nil {
		return pos.GatewayCode{}, err
	}
	return pos.GatewayCode{Payload: answer.Data.QRIS.Content, Reference: answer.Data.ID, Expires: answer.Data.Expires.Time}, nil
}

// asPHP writes JSON as PHP's json_encode does. SenGo's page leaves open whether
// the bytes that were sent are signed, or those PHP makes of them again: written
// so, both are the same.
func asPHP(body []byte) []byte {
	var out strings.Builder
	for _, r := range string(body) {
		switch {
		case r == '/':
			out.WriteString(`\/`)
		case r > 0xffff:
			r -= 0x10000
			fmt.Fprintf(&out, `\u%04x\u%04x`, 0xd800+(r>>10), 0xdc00+(r&0x3ff))
		case r > 0x7e:
			fmt.Fprintf(&out, `\u%04x`, r)
		default:
			out.WriteRune(r)
		}
	}
	return []byte(out.String())
}

// sengoOrder is one transaction of a list.
type sengoOrder struct {
	ID     string     `json:"id"`
	Ref    string     `json:"merchantRef"`
	Status string     `json:"status"`
	Amount pos.Amount `json:"amount"`
}

// Query reads the lists of the days the orders are of, in Jakarta.
func (s *sengo) Query(ctx context.Context, orders []pos.Order) (words []Word, err error) {
	first, now := oldest(orders), s.account.Now()
	for back := range sengoDays {
		day := now.AddDate(0, 0, -back)
		if back > 0 && day.AddDate(0, 0, 1).In(wib).Format(time.DateOnly) <= first.In(wib).Format(time.DateOnly) {
			break // a day before the oldest order
		}
		found, err := s.list(ctx, day.In(wib).Format(time.DateOnly))
		for _, o := range found {
			words = append(words, o.word())
		}
		if err != nil {
			return words, err
		}
	}
	return words, nil
}

// sengoDays is how many days a list is kept.
const sengoDays = 7

// oldest is when the first of the orders was placed.
func oldest(orders []pos.Order) time.Time {
	return slices.MinFunc(orders, func(a, b pos.Order) int { return a.Placed.Compare(b.Placed) }).Placed
}

func (o sengoOrder) word() Word {
	word := Word{Order: o.Ref, Status: statusOf(SenGo, o.Status)}
	if word.Status == Paid {
		word.Money = []Money{{ID: o.ID, Amount: o.Amount.Rupiah}}
	}
	return word
}

// Verify believes nothing: what a callback holds is said nowhere.
func (s *sengo) Verify(Callback) (Word, error) { return Word{}, nil }

// ask signs the client key and the body with the client token.
func (s *sengo) ask(ctx context.Context, method, path string, body []byte, into any) error {
	key, token := s.account.Secrets["client_key"], s.account.Secrets["client_token"]
	header := map[string]string{"X-Client-Key": key, "X-Client-Token": token, "X-Signature": sengoSign(key, token, body)}
	if body != nil {
		header["Content-Type"] = jsonType
	}
	return s.account.ask(ctx, request{method: method, path: path, header: header, body: body}, into)
}

func sengoSign(key, token string, body []byte) string {
	mac := hmac.New(sha512.New, []byte(token))
	mac.Write([]byte(key))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// page asks for one page of what was paid on a day.
func (s *sengo) page(ctx context.Context, day string, page int) ([]sengoOrder, error) {
	query := "page=" + strconv.Itoa(page) + "&status=success&date=" + url.QueryEscape(day) + "&type=cashIn"
	var answer struct {
		Data []sengoOrder `json:"responseData"`
	}
	err := s.ask(ctx, "GET", "/transactions?"+query, nil, &answer)
	return answer.Data, err
}
