package singapay

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

const (
	tokenLife = 60 * time.Hour
	skew      = 5 * time.Minute // that a client's clock may differ from ours around midnight
)

// wib is the zone of the document's times.
var wib = time.FixedZone("WIB", 7*60*60)

// claims are what an access token says.
type claims struct {
	Subject string `json:"sub"` // the partner id
	Issued  int64  `json:"iat"` // Unix seconds
	Expires int64  `json:"exp"`
}

// granted is the answer to a request for a token.
type granted struct {
	Token   string `json:"access_token"`
	Kind    string `json:"token_type"`
	Seconds string `json:"expires_in"`
}

// token gives an access token to a program that signs today's date with its
// client secret. The partner id, client id and account id are one here.
func (d *Dialect) token(r *http.Request) (envelope, error) {
	var body struct {
		Grant string `json:"grant_type"`
	}
	raw, err := dialect.Body(r)
	if err == nil {
		err = dialect.Decode(r.Header.Get("Content-Type"), raw, &body)
	}
	if err != nil {
		return envelope{}, err
	}
	key, secret, err := d.partner(r.Context(), r.Header.Get("X-PARTNER-ID"))
	if err == nil && !d.signedToday(r, key.Client, secret) {
		err = errSignature
	}
	if errors.Is(err, pos.ErrKeyUnknown) || errors.Is(err, errSignature) {
		err = d.limits.Strike(r, err)
	}
	if err == nil {
		err = d.limits.Admit(key.Actor())
	}
	if err != nil {
		return envelope{}, err
	}
	if body.Grant != "client_credentials" {
		return envelope{}, invalid("grant_type must be client_credentials")
	}
	d.till.KeyUsed(key.Name)
	now := d.now()
	made, err := mint(claims{Subject: key.Client, Issued: now.Unix(), Expires: now.Add(tokenLife).Unix()}, secret)
	return envelope{Data: granted{Token: made, Kind: "Bearer", Seconds: "216000"}}, err
}

// signedToday tells whether a request for a token carries the client id and the
// signature of today's date, as the client sees it.
func (d *Dialect) signedToday(r *http.Request, client string, secret []byte) (ok bool) {
	given, err := hex.DecodeString(r.Header.Get("X-Signature"))
	if err != nil || r.Header.Get("X-CLIENT-ID") != client {
		return false
	}
	for _, at := range []time.Time{d.now().Add(-skew), d.now().Add(skew)} {
		ok = hmac.Equal(given, signDate(client, secret, at)) || ok
	}
	return ok
}

// signDate signs the day of a time, in Jakarta, as a request for a token does.
func signDate(client string, secret []byte, at time.Time) []byte {
	mac := hmac.New(sha512.New, secret)
	mac.Write([]byte(client + "_" + string(secret) + "_" + at.In(wib).Format("20060102")))
	return mac.Sum(nil)
}

// partner finds the program of a partner id and its client secret.
func (d *Dialect) partner(ctx context.Context, client string) (pos.APIKey, []byte, error) {
	key, err := d.till.KeyByClient(ctx, client)
	if err == nil && key.Dialect != pos.DialectSingaPay {
		err = pos.ErrKeyUnknown
	}
	if err != nil {
		return key, nil, err
	}
	secret, _, err := d.till.KeySecrets(ctx, key.Name)
	return key, secret, err
}

// bearer finds the program that the access token of a request was given to.
// Nothing is kept of a token: it is good while its key is, and not expired.
func (d *Dialect) bearer(r *http.Request) (pos.APIKey, error) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	said, ok := read(strings.TrimSpace(token))
	if !ok || !strings.EqualFold(scheme, "Bearer") || said.Subject != r.Header.Get("X-PARTNER-ID") {
		return pos.APIKey{}, pos.ErrKeyUnknown
	}
	key, secret, err := d.partner(r.Context(), said.Subject)
	if err != nil {
		return pos.APIKey{}, err
	}
	again, err := mint(said, secret)
	if err != nil {
		return pos.APIKey{}, err
	}
	if !hmac.Equal([]byte(again), []byte(strings.TrimSpace(token))) || d.now().Unix() >= said.Expires {
		return pos.APIKey{}, pos.ErrKeyUnknown
	}
	d.till.KeyUsed(key.Name)
	return key, nil
}

// tokenHead is the first part of every token.
var tokenHead = base64.RawURLEncoding.EncodeToString([]byte(`{"typ":"JWT","alg":"HS256"}`))

// mint makes a JWT of the claims. It is signed with a key of its own, so that
// no other signature of the client's can pass for one.
func mint(c claims, secret []byte) (string, error) {
	said, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	text := tokenHead + "." + base64.RawURLEncoding.EncodeToString(said)
	own := hmac.New(sha256.New, secret)
	own.Write([]byte("access token"))
	mac := hmac.New(sha256.New, own.Sum(nil))
	mac.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)), nil
}

// read gives what a token says, true or not.
func read(token string) (said claims, ok bool) {
	head, rest, _ := strings.Cut(token, ".")
	middle, _, dotted := strings.Cut(rest, ".")
	raw, err := base64.RawURLEncoding.DecodeString(middle)
	ok = err == nil && dotted && head == tokenHead && json.Unmarshal(raw, &said) == nil
	return said, ok
}
