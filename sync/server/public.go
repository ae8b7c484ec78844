package server

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"time"
)

// publicWait is how long the public address may take to lead back here.
const publicWait = 10 * time.Second

// echoOf is what only this server answers to a question.
func (s *Server) echoOf(question string) string {
	mac := hmac.New(sha256.New, s.proof)
	mac.Write([]byte(question))
	return hex.EncodeToString(mac.Sum(nil))
}

// CheckPublic calls this server by its public address, as others would. It
// returns ErrNoPublic when none is set, ErrPublic when nobody answers there (the
// cause says what happened), and ErrPublicOther when somebody else does.
func (s *Server) CheckPublic(ctx context.Context) error {
	base := s.till.Settings().PublicAddress
	if base == "" {
		return ErrNoPublic
	}
	ctx, cancel := context.WithTimeout(ctx, publicWait)
	defer cancel()
	question := rand.Text()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/healthz?echo="+url.QueryEscape(question), nil)
	if err != nil {
		return because(ErrPublic, err)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: s.roots}, DisableKeepAlives: true}
	response, err := transport.RoundTrip(request) // a redirect leads elsewhere
	if err != nil {
		return because(ErrPublic, err)
	}
	defer response.Body.Close()
	var said struct {
		Echo string `json:"echo"`
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, 4<<10))
	if err != nil || json.Unmarshal(body, &said) != nil || !hmac.Equal([]byte(said.Echo), []byte(s.echoOf(question))) {
		return ErrPublicOther
	}
	return nil
}
