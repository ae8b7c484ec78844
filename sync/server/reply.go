package server

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"

	"laci/sync/dialect"
)

// reply answers a request with a value as JSON. What was read has an ETag, and
// whoever has it already is told only that nothing changed.
func (s *Server) reply(w http.ResponseWriter, r *http.Request, status int, value any) error {
	body, err := dialect.JSON(value)
	if err != nil {
		return err
	}
	if status == http.StatusOK && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		sendRead(w, r, "application/json", body)
		return nil
	}
	send(w, status, "application/json", body)
	return nil
}

// sendRead writes what was read, with its ETag, or that nothing changed.
func sendRead(w http.ResponseWriter, r *http.Request, kind string, body []byte) {
	sendTagged(w, r, kind, body, tagOf(body))
}

func sendTagged(w http.ResponseWriter, r *http.Request, kind string, body []byte, tag string) {
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "private, no-cache") // keep it, and ask each time
	if matches(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	send(w, http.StatusOK, kind, body)
}

// tagOf names the bytes of an answer.
func tagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}

// matches tells whether an If-None-Match names the tag.
func matches(header, tag string) bool {
	for known := range strings.SplitSeq(header, ",") {
		known = strings.TrimPrefix(strings.TrimSpace(known), "W/") // a weak tag is enough for a read
		if known == tag || known == "*" {
			return true
		}
	}
	return false
}

// send writes one whole answer, so that a client never sees half of one.
func send(w http.ResponseWriter, status int, kind string, body []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that left hears nothing, and that is all right
}
