package gateway

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// bodyHashes are the hashes a callback's signature may be over, in hex: of the
// body with its keys sorted and no spaces, of the same with empty objects as
// empty lists, as a program that knows no other kind of empty writes them, and of
// the body as it came.
func bodyHashes(body []byte) (hashes []string) {
	sorted, err := sortedJSON(body)
	if err == nil {
		hashes = append(hashes, hashHex(sorted))
		if bytes.Contains(sorted, []byte("{}")) {
			hashes = append(hashes, hashHex(bytes.ReplaceAll(sorted, []byte("{}"), []byte("[]"))))
		}
	}
	return append(hashes, hashHex(body))
}

func hashHex(text []byte) string {
	hash := sha256.Sum256(text)
	return hex.EncodeToString(hash[:])
}

// sortedJSON writes JSON with the keys of every object in order of their bytes,
// no spaces and nothing escaped that need not be; numbers stay as they were
// written.
func sortedJSON(body []byte) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	return jsonBody(value) // Go sorts the keys of a map
}

// singaToken signs who asks for a token on a day of Jakarta.
func singaToken(client, secret string, at time.Time) string {
	mac := hmac.New(sha512.New, []byte(secret))
	fmt.Fprintf(mac, "%s_%s_%s", client, secret, at.In(wib).Format("20060102"))
	return hex.EncodeToString(mac.Sum(nil))
}

// tokenSlack is how long before its end a token is not used any more.
const tokenSlack = time.Minute

// login asks for a token.
func (s *singapay) login(ctx context.Context) (grantedToken, error) {
	secrets, now := s.account.Secrets, s.account.Now()
	var answer struct {
		Data struct {
			Token string      `json:"access_token"`
			Life  json.Number `json:"expires_in"`
		} `json:"data"`
	}
	err := s.account.ask(ctx, request{method: "POST", path: "/api/v1.1/access-token/b2b", header: map[string]string{
		"X-PARTNER-ID": secrets["api_key"], "X-CLIENT-ID": secrets["client_id"],
		"X-Signature": singaToken(secrets["client_id"], secrets["client_secret"], now), "Content-Type": jsonType,
	}, body: []byte(`{"grant_type":"client_credentials"}`)}, &answer)
	life, _ := strconv.Atoi(answer.Data.Life.String()) // it is written as a text there
	until := now.Add(max(time.Duration(life)*time.Second-tokenSlack, tokenSlack))
	return grantedToken{answer.Data.Token, until}, err
}
