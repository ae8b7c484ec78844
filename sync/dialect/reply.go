package dialect

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// JSON writes a value byte for byte as JavaScript's JSON.stringify does: what
// others sign or compare must not have Go's escapes of & < > and of the two
// line separators.
func JSON(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return unescapeSeparators(bytes.TrimSuffix(out.Bytes(), []byte("\n"))), nil
}

// unescapeSeparators puts U+2028 and U+2029 back where they were escaped. A
// backslash that is escaped itself starts no escape.
func unescapeSeparators(raw []byte) []byte {
	if !bytes.Contains(raw, []byte(`\u202`)) {
		return raw
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		switch rest := raw[i:]; {
		case bytes.HasPrefix(rest, []byte(`\u2028`)):
			out, i = append(out, "\u2028"...), i+5
		case bytes.HasPrefix(rest, []byte(`\u2029`)):
			out, i = append(out, "\u2029"...), i+5
		case rest[0] == '\\' && len(rest) > 1:
			out, i = append(out, rest[:2]...), i+1
		default:
			out = append(out, rest[0])
		}
	}
	return out
}

// Reply answers a request with a value as JSON.
func Reply(w http.ResponseWriter, status int, value any) {
	body, err := JSON(value)
	if err != nil {
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that left hears nothing, and that is all right
}

// Refuse answers a refusal in a dialect's own words, tells when to come again,
// and logs it: what broke is an error.
func Refuse(w http.ResponseWriter, r *http.Request, log *slog.Logger, status int, refusal error, told any) {
	if many := (*TooMany)(nil); errors.As(refusal, &many) {
		RetryAfter(w, many.Wait)
	}
	level := slog.LevelDebug
	if status >= http.StatusInternalServerError && !errors.Is(refusal, context.Canceled) {
		level = slog.LevelError
	}
	log.Log(r.Context(), level, "request refused", "method", r.Method, "route", r.Pattern, "status", status, "error", refusal)
	Reply(w, status, told)
}

// RetryAfter tells a client how long to wait, in whole seconds.
func RetryAfter(w http.ResponseWriter, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
}

// Remote is the address a request came from, without its port.
func Remote(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// Language is the one of who asks: ?lang=, then the first that the client names
// of the two the till speaks, else Indonesian.
func Language(r *http.Request) string {
	wishes := append([]string{r.URL.Query().Get("lang")}, strings.Split(r.Header.Get("Accept-Language"), ",")...)
	for _, wish := range wishes {
		tag, _, _ := strings.Cut(wish, ";")
		if lang, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-"); lang == "id" || lang == "en" {
			return lang
		}
	}
	return "id"
}
