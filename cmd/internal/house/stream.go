package house

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"

	"laci/pos"
)

// Flow is what runs beside a verb that reads or writes much.
type Flow struct {
	In       io.Reader             // what the verb reads; may be nil
	Out      io.Writer             // what the verb writes; may be nil
	Progress func(done, total int) // may be nil
}

// streamVerb is a verb with a flow.
type streamVerb struct {
	name string
	do   func(context.Context, *pos.Till, Args, Flow) (Answer, error)
}

// streamVerbs is the one list of them; it is never written.
var streamVerbs = [...]streamVerb{
	{"report", writeReport},
	{"receipt", writeReceipt},
	{"bank compare", compareBank},
}

func findStream(name string) (streamVerb, error) {
	for _, v := range streamVerbs {
		if v.name == name {
			return v, nil
		}
	}
	return streamVerb{}, fmt.Errorf("%w: %q", ErrVerb, name)
}

// Stream runs a verb that reads or writes much, like Do. A file is always the
// asker's: the program that holds the till writes to the socket and opens none.
// After an error something may have been written to flow.Out.
func Stream(ctx context.Context, dir, name string, args Args, flow Flow) (Answer, error) {
	v, err := findStream(name)
	if err != nil {
		return Answer{}, err
	}
	for range holders {
		answer, err := askStream(ctx, dir, name, args, flow)
		if !errors.Is(err, errNobody) {
			return answer, err
		}
		answer, err = alone(ctx, dir, verb{do: func(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
			return v.do(ctx, till, args, flow)
		}}, args)
		if !errors.Is(err, pos.ErrHeld) {
			return answer, err
		}
	}
	return Answer{}, named(dir, pos.ErrHeld)
}

// What comes back over the socket is frames: a byte that says what it is, four
// of length, and so many bytes. Without an end the answer was cut off.
const (
	frameData     = 'd'
	frameProgress = 'p' // two times four bytes: done, total
	frameEnd      = 'e' // a reply
	frameMost     = 32 << 20
	inputMost     = 64 << 20 // bytes that are read, and thrown away, of a flow nobody wanted
)

// frames writes them.
type frames struct {
	w   io.Writer
	err error
}

func (f *frames) write(kind byte, data []byte) error {
	if f.err == nil {
		head := binary.BigEndian.AppendUint32([]byte{kind}, uint32(len(data)))
		_, f.err = f.w.Write(append(head, data...))
	}
	return f.err
}

// Write writes a frame of data.
func (f *frames) Write(p []byte) (int, error) {
	if err := f.write(frameData, p); err != nil {
		return 0, err
	}
	return len(p), nil
}

// serveStream runs a verb that came over the socket: its arguments on the first
// line of the body, and then what it reads.
func serveStream(till *pos.Till, w http.ResponseWriter, r *http.Request) {
	out := &frames{w: w}
	data := bufio.NewWriterSize(out, 64<<10)
	var end reply
	var err error
	end.Answer, err = runStream(till, r, Flow{Out: data, Progress: func(done, total int) {
		both := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(done)), uint32(total))
		_ = data.Flush() // the end, or its absence, tells
		_ = out.write(frameProgress, both)
		_ = http.NewResponseController(w).Flush()
	}})
	if err != nil {
		end = reply{Code: Code(err), Text: err.Error()}
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, inputMost)) // so that the asker comes to read
	body, err := json.Marshal(end)
	if err == nil && data.Flush() == nil {
		_ = out.write(frameEnd, body) // the asker went away; the verb was done
	}
}

func runStream(till *pos.Till, r *http.Request, flow Flow) (Answer, error) {
	verb, err := findStream(r.PathValue("verb"))
	if err != nil {
		return Answer{}, err
	}
	body := bufio.NewReader(r.Body)
	first, err := body.ReadSlice('\n')
	if err != nil {
		return Answer{}, fmt.Errorf("%w: %w", ErrSocket, err)
	}
	var args Args
	if err := json.Unmarshal(first, &args); err != nil {
		return Answer{}, fmt.Errorf("%w: %w", ErrSocket, err)
	}
	flow.In = body
	return verb.do(r.Context(), till, args, flow)
}

// askStream sends a verb to the program that holds the till in dir. It returns
// errNobody, and nothing was read or sent, when none listens.
func askStream(ctx context.Context, dir, verb string, args Args, flow Flow) (Answer, error) {
	conn, err := dialSocket(ctx, dir)
	if err != nil {
		return Answer{}, errNobody
	}
	defer conn.Close()
	transport := &http.Transport{DisableKeepAlives: true,
		DialContext: func(context.Context, string, string) (net.Conn, error) { return conn, nil }}
	first, err := json.Marshal(args)
	if err != nil {
		return Answer{}, err
	}
	var body io.Reader = bytes.NewReader(append(first, '\n'))
	if flow.In != nil {
		body = io.MultiReader(body, flow.In)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://till/streams/"+url.PathEscape(verb), body)
	if err != nil {
		return Answer{}, err
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		return Answer{}, fmt.Errorf("%w: %w", ErrSocket, err)
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNotFound {
		return Answer{}, fmt.Errorf("%w: %q", ErrVerb, verb) // a program of before streams
	}
	return readFrames(bufio.NewReader(response.Body), flow)
}

// readFrames passes on what comes until the end.
func readFrames(in io.Reader, flow Flow) (Answer, error) {
	for {
		var head [5]byte
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return Answer{}, fmt.Errorf("%w: %w", ErrSocket, err)
		}
		size := binary.BigEndian.Uint32(head[1:])
		if size > frameMost {
			return Answer{}, fmt.Errorf("%w: a frame of %d bytes", ErrSocket, size)
		}
		data := make([]byte, size)
		if _, err := io.ReadFull(in, data); err != nil {
			return Answer{}, fmt.Errorf("%w: %w", ErrSocket, err)
		}
		switch {
		case head[0] == frameData && flow.Out != nil:
			if _, err := flow.Out.Write(data); err != nil {
				return Answer{}, err
			}
		case head[0] == frameProgress && flow.Progress != nil && size == 8:
			flow.Progress(int(binary.BigEndian.Uint32(data)), int(binary.BigEndian.Uint32(data[4:])))
		case head[0] == frameEnd:
			return endOf(data)
		}
	}
}

func endOf(data []byte) (Answer, error) {
	var end reply
	if err := json.Unmarshal(data, &end); err != nil {
		return Answer{}, fmt.Errorf("%w: %w", ErrSocket, err)
	}
	if end.Code != "" {
		return Answer{}, &remoteError{end.Code, end.Text}
	}
	return end.Answer, nil
}
