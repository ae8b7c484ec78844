package house

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// errNobody says that no program listens on the socket.
var errNobody = errors.New("house: nobody listens on the socket")

// maxVerb bounds the body of a verb and of its answer.
const maxVerb = 1 << 20

// reply is what travels back over the socket.
type reply struct {
	Answer Answer `json:"answer"`
	Code   string `json:"code,omitempty"`
	Text   string `json:"text,omitempty"`
}

// remoteError is an error that another process met, with its own words.
type remoteError struct{ code, text string }

func (e *remoteError) Error() string { return e.text }
func (e *remoteError) Code() string  { return e.code }

// listenSocket listens on DIR/laci.sock. The socket is made in a directory
// that nobody else may enter and moved to its name with mode 0600, so there is
// no instant in which another account could connect; the name of a program
// that was killed is taken over.
func listenSocket(dir string) (net.Listener, error) {
	private := filepath.Join(dir, socketName+".new")
	if err := errors.Join(os.RemoveAll(private), os.Mkdir(private, 0o700)); err != nil {
		return nil, err
	}
	defer os.Remove(private)
	made := filepath.Join(private, "s")
	short, done, err := shorten(private, "s")
	if err != nil {
		return nil, err
	}
	defer done()
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: short, Net: "unix"})
	if err != nil {
		return nil, err
	}
	listener.SetUnlinkOnClose(false)
	err = os.Chmod(made, 0o600)
	if err == nil {
		err = os.Rename(made, filepath.Join(dir, socketName))
	}
	if err != nil {
		return nil, errors.Join(err, listener.Close(), os.Remove(made))
	}
	return listener, nil
}

// shorten gives a name of dir/name that fits the 108 bytes of a socket
// address. Call done once it was used.
func shorten(dir, name string) (path string, done func(), err error) {
	path = filepath.Join(dir, name)
	if len(path) < 100 {
		return path, func() {}, nil
	}
	folder, err := os.Open(dir)
	if err != nil {
		return "", nil, err
	}
	return filepath.Join("/proc/self/fd", strconv.Itoa(int(folder.Fd())), name), func() { folder.Close() }, nil
}

// serveVerbs runs verbs that come over the socket. Who can connect has the
// same account as the till, by the mode of the socket.
func serveVerbs(h *House) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /verbs/{verb}", func(w http.ResponseWriter, r *http.Request) {
		var out reply
		var err error
		out.Answer, err = serveVerb(h, r)
		if err != nil {
			out = reply{Code: Code(err), Text: err.Error()}
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(out) // the asker went away; the verb was done
	})
	mux.HandleFunc("POST /streams/{verb}", func(w http.ResponseWriter, r *http.Request) { serveStream(h.Till, w, r) })
	return mux
}

func serveVerb(h *House, r *http.Request) (Answer, error) {
	verb, err := find(r.PathValue("verb"))
	if err != nil {
		return Answer{}, err
	}
	var args Args
	if err := json.NewDecoder(io.LimitReader(r.Body, maxVerb)).Decode(&args); err != nil {
		return Answer{}, fmt.Errorf("%w: %w", ErrSocket, err)
	}
	if verb.inHouse != nil {
		return verb.inHouse(r.Context(), h, args)
	}
	return verb.do(r.Context(), h.Till, args)
}

// ask sends a verb to the program that holds the till in dir. It returns
// errNobody, and nothing was sent, when none listens.
func ask(ctx context.Context, dir, verb string, args Args) (Answer, error) {
	conn, err := dialSocket(ctx, dir)
	if err != nil {
		return Answer{}, errNobody
	}
	defer conn.Close()
	transport := &http.Transport{
		DisableKeepAlives: true,
		DialContext:       func(context.Context, string, string) (net.Conn, error) { return conn, nil },
	}
	body, err := json.Marshal(args)
	if err != nil {
		return Answer{}, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://till/verbs/"+url.PathEscape(verb), bytes.NewReader(body))
	if err != nil {
		return Answer{}, err
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		return Answer{}, fmt.Errorf("%w: %w", ErrSocket, err)
	}
	defer response.Body.Close()
	var in reply
	if err := json.NewDecoder(io.LimitReader(response.Body, maxVerb)).Decode(&in); err != nil {
		return Answer{}, fmt.Errorf("%w: %w", ErrSocket, err)
	}
	if in.Code != "" {
		return Answer{}, &remoteError{in.Code, in.Text}
	}
	return in.Answer, nil
}

func dialSocket(ctx context.Context, dir string) (net.Conn, error) {
	path, done, err := shorten(dir, socketName)
	if err != nil {
		return nil, err
	}
	defer done()
	dialer := net.Dialer{Timeout: time.Second}
	return dialer.DialContext(ctx, "unix", path)
}
