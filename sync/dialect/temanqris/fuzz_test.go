package temanqris

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

// Ensure that whatever body comes to whatever path, from a program that may not
// settle or from nobody, the answer is JSON that says what it is, nothing breaks
// inside and no order becomes paid.
func FuzzRoutes(f *testing.F) {
	s := open(f, func(o *Options) { o.Tier = Tier{Name: "endless"} })
	l := s.charge(f, "1000", "A")
	key := s.key(f, "plain", "").Key
	endless := dialect.NewPace(s.now, 1<<30, time.Nanosecond)
	s.d.refusals, s.d.visits, s.d.claims = endless, endless, endless
	mux := http.NewServeMux()
	routes := s.d.Routes()
	for i, route := range routes {
		mux.HandleFunc(route.Method+" "+route.Path, route.Handle)
		f.Add(byte(i), `{"amount":1000,"fee_value":"0","qris_id":1,"order_id":"A","key":"k","qris_string":"x","payer_name":"y"}`, "application/json", "A", "limit=1", true)
		f.Add(byte(i), "amount=1000&key=k", "application/x-www-form-urlencoded", l.Code, "status=paid&offset=3", false)
		f.Add(byte(i), "--b\r\nContent-Disposition: form-data; name=\"qris_image\"\r\n\r\nGIF89a\r\n--b--", "multipart/form-data; boundary=b", s.shown.Client, "", true)
	}
	f.Fuzz(func(t *testing.T, at byte, body, kind, name, query string, known bool) {
		route := routes[int(at)%len(routes)]
		r := httptest.NewRequest(route.Method, "/x", strings.NewReader(body))
		name = strings.ReplaceAll(name, "/", "")
		r.URL.Path = strings.NewReplacer("{id}", name, "{orderId}", name, "{link_code}", name, "{merchant}", name).Replace(route.Path)
		r.URL.RawQuery = query
		r.Header.Set("Content-Type", kind)
		if known {
			r.Header.Set(keyHeader, key)
		}
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		if w.Header().Get("Content-Type") != "application/json" {
			return // the mux's own word for a path that is none
		}
		assert.Less(t, w.Code, http.StatusInternalServerError, "%s", w.Body)
		var said map[string]any
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &said), "%s", w.Body)
		if w.Code != http.StatusOK {
			assert.NotEmpty(t, said["error"])
		}
		assert.Equal(t, pos.Pending, s.order(t, "A").State)
	})
}
