package qrisgateway

import (
	"errors"
	"net/http"

	"laci/pos"
	"laci/sync/dialect"
)

// callback takes anybody's word that a transaction was paid. It is no proof and
// never pays: it marks the order for a person to look at and wakes a query of
// the gateway, if the order went to one.
func (g *Gateway) callback(w http.ResponseWriter, r *http.Request) error {
	var said struct {
		TransactionID string         `json:"transaction_id"`
		Status        string         `json:"status"`
		Amount        dialect.Amount `json:"amount"`
	}
	if err := decode(r, &said); err != nil {
		return err
	}
	if said.TransactionID == "" || said.Status == "" {
		return invalid("The transaction_id and status fields are required.")
	}
	o, err := g.orderOf(r, said.TransactionID)
	if err == nil && o.Code == "" {
		err = errTransaction // an order of the counter, which nobody outside can name
	}
	if err != nil {
		return err
	}
	if said.Amount.Rupiah != 0 && said.Amount.Rupiah != o.Amount && said.Amount.Rupiah != o.Total() {
		return invalid("The amount is not the transaction's.")
	}
	if said.Status == "success" {
		if _, err := g.till.Claim(r.Context(), o.ID, "callback"); err != nil && !errors.Is(err, pos.ErrMove) {
			return err
		}
		g.wake(o)
	}
	dialect.Reply(w, http.StatusOK, message{true, "Payment processed successfully"})
	return nil
}
