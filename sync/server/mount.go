package server

import (
	"net/http"
	"slices"
	"strings"

	"laci/sync/dialect"
)

// Dialect is somebody who answers paths beside the native API, in the words of
// another system's document.
type Dialect interface {
	Routes() []dialect.Route
}

// Route tells of one thing the server answers and who may ask for it: "public"
// is everybody; anybody else gets 401 or 403.
type Route struct{ Method, Path, Access string }

// Routes lists everything the server answers, the native API first.
func (s *Server) Routes() []Route {
	var told []Route
	for _, r := range s.routes {
		told = append(told, Route{r.method, r.path, string(r.access)})
	}
	return told
}

// spoken is what the dialects answer. Their handlers write their refusals
// themselves.
func spoken(dialects []Dialect) (routes []route) {
	for _, d := range dialects {
		for _, said := range d.Routes() {
			access := own
			if said.Public {
				access = public
			}
			routes = append(routes, route{said.Method, said.Path, access,
				func(w http.ResponseWriter, r *http.Request) error {
					said.Handle(w, r)
					return nil
				}})
		}
	}
	return routes
}

// mount puts the routes on a mux, each behind its lock. Every path answers with
// and without a final slash. Two routes that could both be meant are a mistake
// in the build, and panic.
func (s *Server) mount(routes []route) http.Handler {
	mux, methods := http.NewServeMux(), []string{}
	for _, route := range routes {
		scopes := route.access.scopes()
		mux.HandleFunc(route.method+" "+route.path, func(w http.ResponseWriter, r *http.Request) {
			r, err := s.admit(r, route.access, scopes)
			if err == nil {
				err = route.handle(w, r)
			}
			if err != nil {
				s.fail(w, r, err)
			}
		})
		if !slices.Contains(methods, route.method) {
			methods = append(methods, route.method)
		}
	}
	slices.Sort(methods)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.noRoute(w, r, mux, methods) })
	return withoutSlash(mux)
}

// withoutSlash takes the final slash off a path. One that is escaped is part of
// a name.
func withoutSlash(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path := strings.TrimSuffix(r.URL.Path, "/"); path != "" && strings.HasSuffix(r.URL.EscapedPath(), "/") {
			address := *r.URL
			address.Path, address.RawPath = path, strings.TrimSuffix(address.RawPath, "/")
			shorter := *r
			shorter.URL = &address
			r = &shorter
		}
		next.ServeHTTP(w, r)
	})
}

// noRoute answers a path nobody mounted, or names the methods that one takes.
func (s *Server) noRoute(w http.ResponseWriter, r *http.Request, mux *http.ServeMux, methods []string) {
	var taken []string
	for _, method := range methods {
		other := *r
		other.Method = method
		if _, pattern := mux.Handler(&other); pattern != "/" {
			taken = append(taken, method)
		}
	}
	if taken == nil {
		s.fail(w, r, ErrRoute)
		return
	}
	w.Header().Set("Allow", strings.Join(taken, ", "))
	s.fail(w, r, ErrMethod)
}
