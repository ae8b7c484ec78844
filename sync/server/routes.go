package server

import (
	"net/http"
	"strings"
)

// access says who may call a route: everybody, one who signs the request, or
// the bearer of a key with the scope of that name.
type access string

const (
	public access = "public"
	signed access = "signed" // the handler checks the signature over the raw body
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

// routes is everything the server answers, and who may ask for it.
func (s *Server) routes() []route {
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

// mount puts the routes on a mux, each behind its lock.
func (s *Server) mount(routes []route) http.Handler {
	mux := http.NewServeMux()
	for _, route := range routes {
		mux.HandleFunc(route.method+" "+route.path, func(w http.ResponseWriter, r *http.Request) {
			r, err := s.admit(r, route.access)
			if err == nil {
				err = route.handle(w, r)
			}
			if err != nil {
				s.fail(w, r, err)
			}
		})
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		if methods := methodsAt(mux, r); methods != "" {
			w.Header().Set("Allow", methods)
			s.fail(w, r, ErrMethod)
			return
		}
		s.fail(w, r, ErrRoute)
	})
}

// methodsAt lists the methods that the request's path does take.
func methodsAt(mux *http.ServeMux, r *http.Request) string {
	var methods []string
	for _, method := range []string{"GET", "POST"} {
		other := *r
		other.Method = method
		if _, pattern := mux.Handler(&other); pattern != "" {
			methods = append(methods, method)
		}
	}
	return strings.Join(methods, ", ")
}
