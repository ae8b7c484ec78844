// Package dialect holds what the dialects share on the wire: each of them
// answers the paths of one system's document from this till.
package dialect

import "net/http"

// Route is one thing a dialect answers. Whoever it is not Public for is told
// apart by Handle itself, in the words of the dialect's document.
type Route struct {
	Method string // "GET"; it answers HEAD too
	Path   string // as http.ServeMux takes it, without a final slash: it answers with and without one
	Public bool   // its document declares it open to everybody
	Handle http.HandlerFunc
}
