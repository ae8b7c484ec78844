package practice

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"laci/pos"
	"laci/sync/gateway"
)

// singaPay is the program that SingaPay's callers come as. Its callbacks go where
// its own pages say, so that the till's webhooks have no address for them.
const singaPay = "api:" + gateway.SingaPay

// again are the waits between the attempts to tell.
var again = [...]time.Duration{time.Second, 5 * time.Second, 30 * time.Second}

// tell tells of a payment as SingaPay does, until it was heard.
func (p *Practice) tell(ctx context.Context, o pos.Order) {
	secret, _, err := p.house.Till.KeySecrets(ctx, gateway.SingaPay)
	if err != nil {
		p.log.Error("callback not signed", "error", err)
		return
	}
	for at := range len(again) + 1 {
		if at > 0 && !wait(ctx, again[at-1]) {
			return
		}
		if err = p.tellOnce(ctx, o, secret); err == nil {
			return
		}
	}
	p.log.Warn("callback not heard", "order", o.Number, "error", err)
}

// singaTold is the body of SingaPay's callback.
type singaTold struct {
	Status  int    `json:"status"`
	Success bool   `json:"success"`
	Event   string `json:"event"`
	At      string `json:"timestamp"`
	Data    struct {
		Transaction struct {
			Ref       string    `json:"reff_no"`
			Reference string    `json:"merchant_reff_no"`
			Status    string    `json:"status"`
			Amount    singaCost `json:"amount"`
		} `json:"transaction"`
		Customer struct {
			Name string `json:"name"`
		} `json:"customer"`
		Payment struct {
			Method string `json:"method"`
		} `json:"payment"`
	} `json:"data"`
}

type singaCost struct {
	Value    pos.Rupiah `json:"value"`
	Currency string     `json:"currency"`
}

// singaBody writes the body of an order's callback.
func singaBody(o pos.Order, now time.Time) ([]byte, error) {
	told := singaTold{Status: http.StatusOK, Success: true, Event: "qris-acquirer-transaction", At: now.In(wib).Format("02 Jan 2006 15:04:05")}
	told.Data.Transaction.Ref, told.Data.Transaction.Reference = o.Number, o.ExternalID
	told.Data.Transaction.Status, told.Data.Transaction.Amount = "paid", singaCost{o.Payable, "IDR"}
	told.Data.Customer.Name, told.Data.Payment.Method = "Siti & Budi <latihan>", "qris"
	return json.Marshal(told)
}

func (p *Practice) tellOnce(ctx context.Context, o pos.Order, secret []byte) error {
	now := time.Now()
	body, err := singaBody(o, now)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, o.Callback, bytes.NewReader(body))
	if err != nil {
		return err
	}
	stamp, bearer := strconv.FormatInt(now.Unix(), 10), rand.Text()
	proof, err := singaProof(secret, request.URL, bearer, stamp, body)
	if err != nil {
		return err
	}
	for name, value := range map[string]string{"Content-Type": "application/json", "Authorization": "Bearer " + bearer,
		"X-Timestamp": stamp, "X-Signature": proof} {
		request.Header.Set(name, value)
	}
	answer, err := (&http.Client{Transport: p.post, Timeout: 10 * time.Second}).Do(request)
	if err != nil {
		return err
	}
	if answer.StatusCode/100 != 2 {
		err = fmt.Errorf("HTTP %d", answer.StatusCode)
	}
	_ = answer.Body.Close() // nobody reads it
	return err
}

// wib is Jakarta's time.
var wib = time.FixedZone("WIB", 7*60*60)

// singaProof signs a callback: the method, where it goes, its random token, the
// hash of its body with sorted keys and nothing escaped, and its time.
func singaProof(secret []byte, to *url.URL, bearer, stamp string, body []byte) (string, error) {
	var value map[string]any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return "", err
	}
	var sorted bytes.Buffer
	encoder := json.NewEncoder(&sorted)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return "", err
	}
	hash := sha256.Sum256(bytes.TrimRight(sorted.Bytes(), "\n"))
	mac := hmac.New(sha512.New, secret)
	fmt.Fprintf(mac, "POST:%s:%s:%s:%s", to.RequestURI(), bearer, hex.EncodeToString(hash[:]), stamp)
	return hex.EncodeToString(mac.Sum(nil)), nil
}
