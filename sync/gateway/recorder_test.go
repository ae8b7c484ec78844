package gateway

import (
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/qris"
)

var update = flag.Bool("update", false, "write the requests that are sent into testdata/requests")

// noon is 13:00 in Jakarta on a Friday.
var noon = time.Date(2026, 11, 20, 6, 0, 0, 0, time.UTC)

// anOrder is one that every recorded request is about.
var anOrder = pos.Order{ID: ulid.MustParseStrict("01KAGHXJ00TESTTESTTESTTEST"), Number: "A-0042", Payable: 10_000, Placed: noon, GatewayRef: "THEIRS-1"}

func answerFile(t testing.TB, name string, replace ...string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/answers/" + name + ".json")
	require.NoError(t, err)
	return strings.NewReplacer(append([]string{"ORDER", anOrder.ID.String()}, replace...)...).Replace(string(text))
}

func field(tag, value string) string { return fmt.Sprintf("%s%02d%s", tag, len(value), value) }

// code writes a code for an amount, of a bank that does not exist.
func code(amount pos.Rupiah) string {
	return seal("000201010212" +
		field("26", field("00", "ID.CO.CONTOH.WWW")+field("01", "936009990000000999")+field("02", "000000000000999")+field("03", "UMI")) +
		field("51", field("00", "ID.CO.QRIS.WWW")+field("02", "ID1020000000999")+field("03", "UMI")) +
		"520454995303360" + field("54", fmt.Sprint(int64(amount))) + "5802ID5915TOKO DI GATEWAY6007JAKARTA610510110")
}

func seal(text string) string {
	return text + fmt.Sprintf("6304%04X", qris.Checksum(text+"6304"))
}

// recorder is a system that answers as a test says and keeps what it was asked.
type recorder struct {
	t      testing.TB
	server *httptest.Server
	asked  []string
	answer func(r *http.Request) (status int, body string)
}

func newRecorder(t testing.TB) *recorder {
	r := &recorder{t: t}
	r.server = httptest.NewServer(r)
	t.Cleanup(r.server.Close)
	return r
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(q.Body)
	assert.NoError(r.t, err)
	var lines []string
	for name, values := range q.Header {
		if name != "Accept-Encoding" && name != "Content-Length" && name != "User-Agent" {
			lines = append(lines, name+": "+strings.Join(values, ", "))
		}
	}
	slices.Sort(lines)
	r.asked = append(r.asked, q.Method+" "+q.RequestURI+"\n"+strings.Join(lines, "\n")+"\n\n"+string(body)+"\n")
	status, answer := r.answer(q)
	w.Header().Set("Content-Type", jsonType)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, answer)
}

// sent compares what was asked, byte for byte, with what the system's document
// says of the same request.
func (r *recorder) sent(name string) {
	r.t.Helper()
	file := "testdata/requests/" + name + ".http"
	got := strings.Join(r.asked, "\n")
	r.asked = nil
	if *update {
		require.NoError(r.t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(r.t, err)
	assert.Equal(r.t, string(want), got, name)
}

// account is one whose secrets the documents use.
func (r *recorder) account(options ...string) Account {
	o := map[string]string{"view_name": "Toko Uji", "account_id": "01K8AESCCKYSD98Z3P9RSDA36W"}
	for i := 0; i < len(options); i += 2 {
		o[options[i]] = options[i+1]
	}
	return Account{Base: r.server.URL, Options: o, Now: func() time.Time { return noon }, Client: client(), Secrets: map[string]string{
		"email": "user@example.com", "password": "your_password", "api_key": "YOUR_API_KEY", "webhook_secret": "tq-test-secret",
		"client_key": "sg-key", "client_token": "sg-token", "callback_token": "xendit-callback-token", "client_id": "sp-id", "client_secret": "sp-secret",
	}}
}
