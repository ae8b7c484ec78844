package server

import (
	"net/http"
	"strings"

	"laci/pos"
)

// access says who may call a route: everybody, one whom the handler itself tells
// apart, or whoever has one of the scopes it names.
type access string

const (
	public access = "public"
	signed access = "signed" // the handler checks the signature over the raw body, or a one-time code
	own    access = "own"    // a dialect's handler checks what its document asks for
	coded  access = "coded"  // the code in the path, which nobody can guess, is the key

	read   access = pos.ScopeRead + " " + pos.ScopeOwnerRead
	charge access = pos.ScopeCharge
	theirs access = pos.ScopeCharge + " " + read // a caller's own orders; the handler looks whose it is
	settle access = pos.ScopeSettle
	admin  access = pos.ScopeAdmin
	answer access = pos.ScopeOwnerConfirm

	display access = pos.ScopeDisplay
	owner   access = pos.ScopeOwnerRead
	backup  access = pos.ScopeOwnerBackup
)

// open tells whether the server itself asks for no key.
func (a access) open() bool { return a == public || a == signed || a == own || a == coded }

// scopes are those that each open the route.
func (a access) scopes() []string { return strings.Fields(string(a)) }

// route is one thing the server answers. A handler that returns an error has
// written nothing.
type route struct {
	method, path string
	access       access
	handle       func(http.ResponseWriter, *http.Request) error
}

// native is the till's own API, and who may ask for it.
func (s *Server) native() []route {
	return []route{
		{"GET", "/healthz", public, s.health},
		{"GET", "/readyz", public, s.ready},
		{"GET", "/openapi.json", public, s.document.serve},
		{"GET", "/docs", public, s.docs.serve},
		{"GET", "/docs.css", public, s.docsStyle.serve},
		{"GET", "/api/v1/version", read, s.about},
		{"GET", "/api/v1/stream", read, s.stream},
		{"GET", "/api/v1/entries", read, s.entries},

		{"GET", "/api/v1/orders", read, s.listOrders},
		{"POST", "/api/v1/orders", charge, s.placeOrder},
		{"GET", "/api/v1/orders/{id}", theirs, s.order},
		{"POST", "/api/v1/orders/{id}/cancel", charge, s.cancelOrder},
		{"POST", "/api/v1/orders/{id}/show", charge, s.showOrder},
		{"POST", "/api/v1/orders/{id}/extend", charge, s.extendOrder},
		{"POST", "/api/v1/orders/{id}/ask", charge, s.askOwner},
		{"POST", "/api/v1/orders/{id}/answer", answer, s.answerOwner},

		{"GET", "/api/v1/payments", read, s.listPayments},
		{"POST", "/api/v1/payments", settle, s.reportPayment},
		{"GET", "/api/v1/payments/{id}", read, s.payment},
		{"GET", "/api/v1/unmatched", read, s.unmatched},
		{"POST", "/api/v1/callbacks/{source}", signed, s.callback},
		{"POST", "/api/v1/callbacks/{source}/{order}", signed, s.hint},
		{"GET", "/api/v1/callbacks/{source}/{order}", signed, s.hint},

		{"GET", "/api/v1/days", read, s.days},
		{"GET", "/api/v1/days/{day}", read, s.day},
		{"GET", "/api/v1/shifts", read, s.shifts},
		{"GET", "/api/v1/shifts/running", read, s.runningShift},
		{"GET", "/api/v1/shifts/{number}", read, s.shift},

		{"GET", "/api/v1/qris", read, s.listQRIS},
		{"POST", "/api/v1/qris", admin, s.proposeQRIS},
		{"GET", "/api/v1/sources", read, s.listSources},
		{"POST", "/api/v1/sources/pair", signed, s.pairSource},
		{"GET", "/api/v1/keys", admin, s.listKeys},
		{"DELETE", "/api/v1/keys/{name}", admin, s.dropKey},
		{"GET", "/api/v1/devices", admin, s.listDevices},
		{"POST", "/api/v1/devices", signed, s.pairDevice},
		{"DELETE", "/api/v1/devices/{name}", admin, s.dropDevice},
		{"GET", "/api/v1/webhooks", admin, s.listHooks},
		{"DELETE", "/api/v1/webhooks/{name}", admin, s.dropHook},
		{"GET", "/api/v1/deliveries", admin, s.listDeliveries},
		{"POST", "/api/v1/deliveries/replay", admin, s.replay},
	}
}
