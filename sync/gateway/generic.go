package gateway

import (
	"context"
	"errors"
	"net/url"
	"strconv"

	"laci/pos"
	"laci/qris"
)

// generic speaks the "QRIS Payment Gateway API": an e-mail and password for a
// bearer token, a transaction for each code. Its codes are the stored static
// ones, so that the amount is put in here; its callback is public and believed
// by nobody.
type generic struct {
	account Account
	bearer  bearer
}

func openGeneric(a Account) System {
	g := &generic{account: a}
	g.bearer = bearer{account: a, header: map[string]string{}, fetch: g.login}
	return g
}

// genericCharge is the document's request body, in its order.
type genericCharge struct {
	Amount   pos.Rupiah `json:"amount"`
	About    string     `json:"description"`
	Callback string     `json:"callback_url,omitempty"`
	Strategy string     `json:"distribution_strategy,omitempty"`
	QRIS     int        `json:"qris_id,omitempty"`
}

// Create opens a transaction and puts the amount into the code it names.
func (g *generic) Create(ctx context.Context, w Wish) (pos.GatewayCode, error) {
	wish := genericCharge{Amount: w.Order.Payable, About: w.Order.Number + " " + w.Order.ID.String(), Callback: w.Callback}
	if id, err := strconv.Atoi(g.account.Options["qris_id"]); err == nil {
		wish.Strategy, wish.QRIS = "specific", id
	}
	body, err := jsonBody(wish)
	if err != nil {
		return pos.GatewayCode{}, err
	}
	var answer struct {
		Data struct {
			ID   string `json:"transaction_id"`
			Code string `json:"qris_code"`
		} `json:"data"`
	}
	err = g.bearer.ask(ctx, request{method: "POST", path: "/api/payment/generate-qris", body: body}, &answer)
	if err != nil {
		return pos.GatewayCode{}, err
	}
	code := pos.GatewayCode{Payload: answer.Data.Code, Reference: answer.Data.ID}
	dynamic, err := qris.Dynamic(answer.Data.Code, qris.Options{Amount: int64(w.Order.Payable)})
	if err == nil {
		code.Payload = dynamic
	}
	return code, nil // the till looks at what came: a code that is none is not shown
}

// Query asks about each transaction.
func (g *generic) Query(ctx context.Context, orders []pos.Order) (words []Word, err error) {
	for _, o := range orders {
		if o.GatewayRef == "" {
			continue // it knows its own names alone
		}
		word, err := g.query(ctx, o)
		if err != nil {
			return words, err
		}
		words = append(words, word)
	}
	return words, nil
}

func (g *generic) query(ctx context.Context, o pos.Order) (Word, error) {
	var answer struct {
		Data struct {
			ID     string     `json:"transaction_id"`
			Amount pos.Amount `json:"amount"`
			Status string     `json:"status"`
			PaidAt moment     `json:"paid_at"`
		} `json:"data"`
	}
	err := g.bearer.ask(ctx, request{method: "GET", path: "/api/payment/transaction/" + url.PathEscape(o.GatewayRef)}, &answer)
	if absent(err) {
		return Word{Order: o.ID.String()}, nil
	}
	if err != nil {
		return Word{}, err
	}
	word := Word{Order: o.ID.String(), Status: statusOf(Generic, answer.Data.Status)}
	if word.Status == Paid {
		word.Money = []Money{{ID: answer.Data.ID, Amount: answer.Data.Amount.Rupiah, PaidAt: answer.Data.PaidAt.Time}}
	}
	return word, nil
}

// Verify believes nothing: anybody may call.
func (g *generic) Verify(Callback) (Word, error) { return Word{}, nil }

// login asks for a token; how long it lives is said nowhere.
func (g *generic) login(ctx context.Context) (grantedToken, error) {
	body, err := jsonBody(struct {
		Email    string `json:"email"`
		Password string `json:"password"`
	}{g.account.Secrets["email"], g.account.Secrets["password"]})
	if err != nil {
		return grantedToken{}, err
	}
	var answer struct {
		Data struct {
			Token string `json:"token"`
		} `json:"data"`
	}
	err = g.account.ask(ctx, request{method: "POST", path: "/api/auth/login",
		header: map[string]string{"Content-Type": jsonType}, body: body}, &answer)
	var r *refusal
	if errors.As(err, &r) && r.cause == ErrRefused {
		r.cause = ErrAccess // a wrong password is 422 there
	}
	return grantedToken{text: answer.Data.Token}, err
}
