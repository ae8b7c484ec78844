//go:build linux

package main

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"laci/pos"
)

// line is one kept connection that asks and reads answers, with as little work
// of its own as it can: the cores are the server's.
type line struct {
	conn net.Conn
	in   *bufio.Reader
	body []byte
}

func (b *bench) dial(t *testing.T) *line {
	t.Helper()
	conn, err := net.Dial("tcp", b.host)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return &line{conn: conn, in: bufio.NewReader(conn)}
}

// request makes the bytes of one.
func (b *bench) request(method, path, body string, headers ...string) []byte {
	text := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n", method, path, b.host, b.key, len(body))
	for i := 0; i < len(headers); i += 2 {
		text += headers[i] + ": " + headers[i+1] + "\r\n"
	}
	return []byte(text + "\r\n" + body)
}

// ask sends a request and reads its answer; another status than the one wanted
// is an error.
func (l *line) ask(request []byte, want int) error {
	if _, err := l.conn.Write(request); err != nil {
		return err
	}
	status, err := l.in.ReadSlice('\n')
	if err != nil {
		return err
	}
	good, length := bytes.HasPrefix(status[9:], strconv.AppendInt(nil, int64(want), 10)), 0
	said := string(status[:min(len(status), 12)])
	for {
		header, err := l.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if value, ok := bytes.CutPrefix(header, []byte("Content-Length: ")); ok {
			length, _ = strconv.Atoi(string(bytes.TrimSpace(value)))
		}
		if len(header) == 2 {
			break
		}
	}
	l.body = slices.Grow(l.body[:0], length)[:length]
	if _, err := io.ReadFull(l.in, l.body); err != nil || !good {
		return fmt.Errorf("%s: %s %w", said, l.body, err)
	}
	return nil
}

// callback makes a signed report that an order was paid.
func (b *bench) callback(t *testing.T, i int, order pos.Order) []byte {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(b.secret, "whsec_"))
	require.NoError(t, err)
	id, stamp := "msg_"+strconv.Itoa(i), strconv.FormatInt(time.Now().Unix(), 10)
	body := `{"type":"payment.detected","data":{"amount":25000,"order_ref":"` + order.Number + `","device_id":"hp-1","source_app":"id.example.merchant"}}`
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + stamp + "." + body))
	return b.request("POST", "/api/v1/callbacks/hp1", body,
		"Webhook-Id", id, "Webhook-Timestamp", stamp, "Webhook-Signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}

// rssAnon is the server's memory that is no file's, in megabytes.
func (b *bench) rssAnon(t *testing.T) float64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", b.server.run.Process.Pid))
	require.NoError(t, err)
	_, rest, _ := strings.Cut(string(status), "RssAnon:")
	kb, err := strconv.Atoi(strings.Fields(rest)[0])
	require.NoError(t, err)
	return float64(kb) / 1024
}
