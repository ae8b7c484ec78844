package server

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// vector reads the known answer of Standard Webhooks.
func vector(t *testing.T) (secret, body []byte, sig signature, at time.Time) {
	t.Helper()
	raw, err := os.ReadFile("testdata/signatures.json")
	require.NoError(t, err)
	var all map[string]struct {
		Secret   string `json:"secret_base64"`
		Signed   string `json:"signed"`
		Expected string `json:"expected"`
	}
	require.NoError(t, json.Unmarshal(raw, &all))
	v := all["standard_webhooks_v1"]
	secret, err = base64.StdEncoding.DecodeString(v.Secret)
	require.NoError(t, err)
	parts := strings.SplitN(v.Signed, ".", 3)
	second, err := strconv.ParseInt(parts[1], 10, 64)
	require.NoError(t, err)
	return secret, []byte(parts[2]), signature{parts[0], parts[1], v.Expected}, time.Unix(second, 0)
}

// Ensure that the published vector of Standard Webhooks is accepted, alone and
// among others, and that any change to it is not.
func TestSignatureVector(t *testing.T) {
	secret, body, good, at := vector(t)
	assert.NoError(t, good.verify(secret, body, at))
	among := good
	among.proofs = "v1a,AAAA v1,AAAA not-a-proof " + good.proofs
	assert.NoError(t, among.verify(secret, body, at), "several signatures, one is right")

	for name, change := range map[string]func(*signature){
		"other id":        func(s *signature) { s.id += "x" },
		"no id":           func(s *signature) { s.id = "" },
		"other time":      func(s *signature) { s.stamp = strconv.FormatInt(at.Unix()+1, 10) },
		"signed time":     func(s *signature) { s.stamp = "+" + s.stamp },
		"spaced time":     func(s *signature) { s.stamp = " " + s.stamp },
		"no time":         func(s *signature) { s.stamp = "" },
		"huge time":       func(s *signature) { s.stamp = strings.Repeat("9", 40) },
		"no proof":        func(s *signature) { s.proofs = "" },
		"other version":   func(s *signature) { s.proofs = strings.Replace(s.proofs, "v1,", "v2,", 1) },
		"cut proof":       func(s *signature) { s.proofs = s.proofs[:len(s.proofs)-4] },
		"not base64":      func(s *signature) { s.proofs = "v1,%%%%" },
		"empty proof":     func(s *signature) { s.proofs = "v1," },
		"comma separated": func(s *signature) { s.proofs += "," + s.proofs },
	} {
		bad := good
		change(&bad)
		assert.ErrorIs(t, bad.verify(secret, body, at), ErrSignature, name)
	}
	assert.ErrorIs(t, good.verify(secret, append(body, ' '), at), ErrSignature, "other body")
	assert.ErrorIs(t, good.verify(secret[1:], body, at), ErrSignature, "other secret")
}

// Ensure that a good signature is accepted up to five minutes off our clock
// either way, and that the answer beyond it tells our time.
func TestSignatureTime(t *testing.T) {
	secret, body, sig, at := vector(t)
	for _, off := range []time.Duration{-300 * time.Second, -299 * time.Second, 0, 299 * time.Second, 300 * time.Second} {
		assert.NoError(t, sig.verify(secret, body, at.Add(off)), "%s", off)
	}
	for _, off := range []time.Duration{-301 * time.Second, 301 * time.Second, 48 * time.Hour} {
		err := sig.verify(secret, body, at.Add(off))
		require.ErrorIs(t, err, ErrTimestamp, "%s", off)
		var told *refused
		require.ErrorAs(t, err, &told)
		assert.True(t, told.now.Equal(at.Add(off)))
	}
	forged := sig
	forged.proofs = "v1,AAAA"
	assert.ErrorIs(t, forged.verify(secret, body, at.Add(time.Hour)), ErrSignature, "a forger learns nothing of the time")
}
