package server

import (
	"net/http"
	"slices"
	"strings"
)

// asked are the beginnings of what the pay button calls from a page elsewhere.
var asked = []string{"/api/widget/", "/api/pay/"}

// crossOrigin lets pages of the hosts that the owner listed call what the pay
// button needs, without cookies or keys, and answers their browser's question
// beforehand; it tells whether that was all.
func (s *Server) crossOrigin(w http.ResponseWriter, r *http.Request) (answered bool) {
	origin := r.Header.Get("Origin")
	if origin == "" || !slices.ContainsFunc(asked, func(start string) bool { return strings.HasPrefix(r.URL.Path, start) }) {
		return false
	}
	w.Header().Add("Vary", "Origin")
	if !slices.Contains(s.till.Settings().Origins, origin) {
		return false
	}
	w.Header().Set("Access-Control-Allow-Origin", origin)
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	w.Header().Set("Access-Control-Allow-Methods", "GET, POST")
	w.Header().Set("Access-Control-Allow-Headers", "Content-Type")
	w.Header().Set("Access-Control-Max-Age", "600")
	w.WriteHeader(http.StatusNoContent)
	return true
}
