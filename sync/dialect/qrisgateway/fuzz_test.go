package qrisgateway

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/dialect"
)

// Ensure that whatever body comes to whatever path, from a program or from
// nobody, the answer is the document's envelope, nothing breaks inside and no
// order becomes paid.
func FuzzRoutes(f *testing.F) {
	s := open(f, 1)
	m := s.charge(f, s.program, 1000, "")
	mux := http.NewServeMux()
	var paths [][2]string
	for _, route := range s.gateway.Routes() {
		mux.HandleFunc(route.Method+" "+route.Path, route.Handle)
		if !strings.HasSuffix(route.Path, "login") { // passwords cost too much time
			paths = append(paths, [2]string{route.Method, route.Path})
		}
	}
	endless := dialect.NewPace(s.now, 1<<30, time.Nanosecond)
	s.gateway.calls, s.gateway.refusals = endless, endless
	for i := range paths {
		f.Add(byte(i), `{"amount":1000,"description":"x","qris_id":1}`, "application/json", m.ID, true)
		f.Add(byte(i), "transaction_id="+m.ID+"&status=success&amount=1000", "application/x-www-form-urlencoded", "TRX-", false)
	}
	f.Fuzz(func(t *testing.T, at byte, body, kind, id string, known bool) {
		path := paths[int(at)%len(paths)]
		r := httptest.NewRequest(path[0], "/x", strings.NewReader(body))
		r.URL.Path = strings.Replace(path[1], "{id}", strings.ReplaceAll(id, "/", ""), 1)
		r.Header.Set("Content-Type", kind)
		if known {
			r.Header.Set("Authorization", "Bearer "+s.program)
		}
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		if w.Code == http.StatusMovedPermanently || w.Code == http.StatusTemporaryRedirect || w.Header().Get("Content-Type") != "application/json" {
			return // the mux's own word for a path that is none
		}
		assert.Less(t, w.Code, http.StatusInternalServerError, "%s", w.Body)
		var said struct{ Success *bool }
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &said), "%s", w.Body)
		require.NotNil(t, said.Success)
		assert.Equal(t, w.Code == http.StatusOK, *said.Success)
		assert.Equal(t, pos.Pending, s.order(t, m.ID).State)
	})
}
