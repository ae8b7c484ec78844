package gateway

import (
	"encoding/json"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// vector is a signature whose answer is known; every key in it is invented.
type vector struct {
	Secret       string `json:"secret"`
	Key          string `json:"client_key"`
	Token        string `json:"client_token"`
	ID           string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
	Time         string `json:"utc_time"`
	Body         string `json:"raw_body"`
	Canonical    string `json:"canonical_body"`
	Hash         string `json:"hashed_body"`
	Endpoint     string `json:"endpoint"`
	Bearer       string `json:"authorization"`
	Stamp        string `json:"x_timestamp"`
	Expected     string `json:"expected"`
}

func vectors(t testing.TB) (found map[string]vector) {
	t.Helper()
	raw, err := os.ReadFile("testdata/signatures.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &found))
	return found
}

// Ensure that TemanQRIS' signature is over the raw bytes: good as it came, and
// bad once the same JSON was written anew, or one byte of it changed.
func TestTemanVector(t *testing.T) {
	v := vectors(t)["temanqris_webhook"]
	system := openTemanQRIS(Account{Secrets: map[string]string{"webhook_secret": v.Secret}})
	verify := func(body string) error {
		_, err := system.Verify(Callback{Header: http.Header{"X-Temanqris-Signature": {v.Expected}}, Body: []byte(body)})
		return err
	}
	require.NoError(t, verify(v.Body))
	var parsed any
	require.NoError(t, json.Unmarshal([]byte(v.Body), &parsed))
	again, err := json.Marshal(parsed)
	require.NoError(t, err)
	require.ErrorIs(t, verify(string(again)), ErrProof)
	for at := range len(v.Body) {
		changed := []byte(v.Body)
		changed[at] ^= 1
		require.ErrorIs(t, verify(string(changed)), ErrProof, "byte %d", at)
	}
}

// Ensure that SenGo's signatures are those of both readings of its page, and
// that what is sent by default is the same in both.
func TestSenGoVectors(t *testing.T) {
	all := vectors(t)
	for _, name := range []string{"sengo_post", "sengo_post_php_escaped_slashes", "sengo_get"} {
		v := all[name]
		assert.Equal(t, v.Expected, sengoSign(v.Key, v.Token, []byte(v.Body)), name)
	}
	assert.Equal(t, all["sengo_post_php_escaped_slashes"].Body, string(asPHP([]byte(all["sengo_post"].Body))))
	assert.Equal(t, `"Warung B\u00e9 \ud83c\udf5c"`, string(asPHP([]byte(`"Warung Bé 🍜"`))))
}

// Ensure that SingaPay's token is of Jakarta's day: at 20:00 UTC it is the next
// one there.
func TestSingaPayToken(t *testing.T) {
	v := vectors(t)["singapay_token_v11"]
	at, err := time.Parse(time.RFC3339, v.Time)
	require.NoError(t, err)
	assert.Equal(t, v.Expected, singaToken(v.ID, v.ClientSecret, at))
	assert.NotEqual(t, v.Expected, singaToken(v.ID, v.ClientSecret, at.Add(-4*time.Hour)), "16:00 UTC is still the day before")
}

// Ensure that SingaPay's callback is proved by the body in its sorted form, up to
// 300 seconds either way, and that nothing of it can be changed.
func TestSingaPayVector(t *testing.T) {
	v := vectors(t)["singapay_webhook"]
	sorted, err := sortedJSON([]byte(v.Body))
	require.NoError(t, err)
	assert.Equal(t, v.Canonical, string(sorted))
	assert.Equal(t, v.Hash, hashHex(sorted))

	system := openSingaPay(Account{Secrets: map[string]string{"client_secret": v.ClientSecret}})
	sent, err := strconv.ParseInt(v.Stamp, 10, 64)
	require.NoError(t, err)
	good := func() Callback {
		return Callback{Target: v.Endpoint, Body: []byte(v.Body), At: time.Unix(sent, 0), Header: http.Header{
			"X-Signature": {v.Expected}, "X-Timestamp": {v.Stamp}, "Authorization": {v.Bearer}}}
	}
	word, err := system.Verify(good())
	require.NoError(t, err)
	assert.Equal(t, Word{Order: "INV-1"}, word)

	for name, change := range map[string]func(*Callback){
		"path":      func(c *Callback) { c.Target = "/cb/singapay?t=2" },
		"bearer":    func(c *Callback) { c.Header.Set("Authorization", "Bearer other") },
		"time":      func(c *Callback) { c.Header.Set("X-Timestamp", strconv.FormatInt(sent+1, 10)) },
		"amount":    func(c *Callback) { c.Body = []byte(strings.Replace(v.Body, "75000", "75001", 1)) },
		"signature": func(c *Callback) { c.Header.Set("X-Signature", strings.Repeat("0", 128)) },
		"unsigned":  func(c *Callback) { c.Header = http.Header{} },
	} {
		c := good()
		change(&c)
		_, err := system.Verify(c)
		require.ErrorIs(t, err, ErrProof, name)
	}
	for seconds, want := range map[int]error{299: nil, 300: nil, 301: ErrStale, -299: nil, -301: ErrStale} {
		c := good()
		c.At = time.Unix(sent+int64(seconds), 0)
		_, err := system.Verify(c)
		require.ErrorIs(t, err, want, "%d", seconds)
	}
}

// Ensure that bodies signed as they came, and those of programs that write empty
// objects as lists, are proved too.
func TestSingaPayForms(t *testing.T) {
	hashes := bodyHashes([]byte(`{"b":{},"a":"x/y"}`))
	assert.Equal(t, []string{hashHex([]byte(`{"a":"x/y","b":{}}`)), hashHex([]byte(`{"a":"x/y","b":[]}`)), hashHex([]byte(`{"b":{},"a":"x/y"}`))}, hashes)
	assert.Len(t, bodyHashes([]byte(`no JSON`)), 1)
}
