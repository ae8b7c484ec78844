package server

import "net/http"

// access says who may call a route: everybody, one whom the handler itself tells
// apart, or the bearer of a key with the scope of that name.
type access string

const (
	public access = "public"
	signed access = "signed" // the handler checks the signature over the raw body
	own    access = "own"    // a dialect's handler checks what its document asks for
	read   access = "read"
	charge access = "charge"
)

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
		{"GET", "/api/v1/version", read, s.about},
		{"GET", "/api/v1/stream", read, s.stream},
		{"GET", "/api/v1/days/{day}", read, s.day},
		{"GET", "/api/v1/orders", read, s.listOrders},
		{"GET", "/api/v1/orders/{id}", read, s.order},
		{"POST", "/api/v1/orders", charge, s.placeOrder},
		{"POST", "/api/v1/callbacks/{source}", signed, s.callback},
	}
}
