package server

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"laci/sync/dialect"
)

// spoke is a dialect of three routes: one public, one that wants a header, one
// that takes files.
type spoke struct{}

func (spoke) Routes() []dialect.Route {
	say := func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "said "+r.PathValue("id")) }
	return []dialect.Route{
		{Method: "GET", Path: "/spoke/open", Public: true, Handle: say},
		{Method: "DELETE", Path: "/spoke/things/{id}", Handle: func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("X-Spoke") != "right" {
				http.Error(w, `{"error":"its own words"}`, http.StatusUnauthorized)
				return
			}
			say(w, r)
		}},
		{Method: "POST", Path: "/spoke/things", Public: true, Handle: func(w http.ResponseWriter, r *http.Request) {
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
			}
		}},
	}
}

// Ensure that a dialect answers beside the native API in its own words, with
// and without a final slash, behind the guard that stands before everything.
func TestDialect(t *testing.T) {
	h := openWith(t, openTill(t), nil, Options{Dialects: []Dialect{spoke{}}})
	for _, path := range []string{"/spoke/open", "/spoke/open/", "/spoke/open?x=/"} {
		a := do(t, h.ask(t, "GET", path, "", ""))
		assert.Equal(t, http.StatusOK, a.status, path)
		assert.Equal(t, "said ", string(a.body))
		assert.Equal(t, "nosniff", a.header.Get("X-Content-Type-Options"))
	}
	for _, path := range []string{"/spoke/things/7", "/spoke/things/7/"} {
		a := do(t, h.ask(t, "DELETE", path, "", ""))
		assert.Equal(t, http.StatusUnauthorized, a.status)
		assert.Contains(t, string(a.body), "its own words")
		assert.Equal(t, "said 7", string(do(t, h.ask(t, "DELETE", path, "", "", "X-Spoke", "right")).body))
	}
	a := do(t, h.ask(t, "PUT", "/spoke/things/7/", "", ""))
	assert.Equal(t, "method_not_allowed", a.problem(t).Code)
	assert.Equal(t, "DELETE", a.header.Get("Allow"))

	foreign := h.ask(t, "GET", "/spoke/open", "", "")
	foreign.Host = "evil.example"
	assert.Equal(t, "host_unknown", do(t, foreign).problem(t).Code)

	assert.Contains(t, h.server.Routes(), Route{"DELETE", "/spoke/things/{id}", "own"})
	assert.Contains(t, h.server.Routes(), Route{"GET", "/spoke/open", "public"})
}

// Ensure that a form with files may be larger than other bodies, and has a limit
// too.
func TestDialectFiles(t *testing.T) {
	h := openWith(t, openTill(t), nil, Options{Dialects: []Dialect{spoke{}}})
	send := func(bytes int, kind string) int {
		request := h.ask(t, "POST", "/spoke/things", "", strings.Repeat("x", bytes), "Content-Type", kind)
		request.ContentLength = -1
		return do(t, request).status
	}
	assert.Equal(t, http.StatusOK, send(maxForm, "multipart/form-data; boundary=x"))
	assert.Equal(t, http.StatusRequestEntityTooLarge, send(maxForm+1, "multipart/form-data; boundary=x"))
	assert.Equal(t, http.StatusRequestEntityTooLarge, send(maxBody+1, "application/json"))
}

// Ensure that the native API answers with a final slash too.
func TestFinalSlash(t *testing.T) {
	h := open(t)
	order := h.sell(t, "k", 10000)
	for _, path := range []string{"/healthz/", "/api/v1/orders/", "/api/v1/orders/" + order.ID.String() + "/", "/api/v1/orders/?limit=1"} {
		assert.Equal(t, http.StatusOK, h.get(t, path).status, path)
	}
	assert.Equal(t, http.StatusNotFound, h.get(t, "/").status)
}
