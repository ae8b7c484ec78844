package pos

import (
	"errors"
	"time"
)

// gatewayAdded says that a gateway makes codes for the till; its sealed
// credentials are the private part.
type gatewayAdded struct {
	ofShop
	Gateway Gateway `json:"gateway"`
}

func (*gatewayAdded) kind() Kind { return KindGatewayAdded }
func (f *gatewayAdded) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.Gateway.Name+" "+f.Gateway.Base), x.changeShop(func(s *shopState) {
		g := f.Gateway
		g.Added, g.Sealed = e.At, e.Private
		s.Gateways = append(s.Gateways, g)
	}))
}

// gatewayRemoved takes the word from a gateway.
type gatewayRemoved struct {
	ofShop
	Name     string `json:"name"`
	Approved string `json:"approved_by,omitempty"`
}

func (*gatewayRemoved) kind() Kind { return KindGatewayRemoved }
func (f *gatewayRemoved) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.Name), x.changeShop(func(s *shopState) {
		if g := s.gateway(f.Name); g != nil {
			g.Removed = e.At
		}
	}))
}

// gatewayPinned says whom a gateway's codes pay: later ones must say the same.
type gatewayPinned struct {
	ofShop
	Name  string       `json:"name"`
	Payee GatewayPayee `json:"payee"`
}

func (*gatewayPinned) kind() Kind { return KindGatewayPinned }
func (f *gatewayPinned) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.Name+" "+f.Payee.Name), x.changeShop(func(s *shopState) {
		if g := s.gateway(f.Name); g != nil {
			payee := f.Payee
			g.Payee = &payee
		}
	}))
}

// gatewayDoubted tells the owner that a gateway's code was not shown, because it
// asks for another amount, pays somebody else or is no code at all.
type gatewayDoubted struct {
	ID      ID     `json:"order"`
	Gateway string `json:"gateway"`
	Why     string `json:"why"`
	Said    string `json:"said,omitempty"` // what the code says instead
}

func (*gatewayDoubted) kind() Kind  { return KindGatewayDoubted }
func (f *gatewayDoubted) order() ID { return f.ID }
func (f *gatewayDoubted) apply(x *txn, e Entry) error {
	what := f.Gateway + " " + f.Why
	if f.Said != "" {
		what += " " + f.Said
	}
	return x.note(e, what)
}

// codeAnswered is a gateway's code that came too late to be shown. It is asked
// about all the same.
type codeAnswered struct {
	ID        ID        `json:"order"`
	Gateway   string    `json:"gateway"`
	Reference string    `json:"reference,omitempty"`
	CodeUntil time.Time `json:"code_until,omitzero"`
}

func (*codeAnswered) kind() Kind  { return KindCodeAnswered }
func (f *codeAnswered) order() ID { return f.ID }
func (f *codeAnswered) apply(x *txn, _ Entry) error {
	return x.change(f.ID, func(o *Order) error {
		o.GatewayRef, o.GatewayUntil = f.Reference, f.CodeUntil
		return nil
	})
}
