package server

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"laci/pos"
)

func BenchmarkRead(b *testing.B) {
	h := open(b)
	s := h.till.Shop().Settings
	s.KeyRate = 1000000
	require.NoError(b, h.till.Change(b.Context(), s, "", "test"))
	order := h.sell(b, "k", 10000)
	host := strings.TrimPrefix(h.url, "http://")
	request := []byte("GET /api/v1/orders/" + order.ID.String() + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + h.read + "\r\n\r\n")
	_ = pos.Paid
	b.SetParallelism(8)
	b.RunParallel(func(p *testing.PB) {
		conn, err := net.Dial("tcp", host)
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		in := bufio.NewReader(conn)
		for p.Next() {
			conn.Write(request)
			length := 0
			for {
				line, err := in.ReadSlice('\n')
				if err != nil {
					panic(err)
				}
				if v, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
					length, _ = strconv.Atoi(string(bytes.TrimSpace(v)))
				}
				if len(line) == 2 {
					break
				}
			}
			io.CopyN(io.Discard, in, int64(length))
		}
	})
}
