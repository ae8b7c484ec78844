package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/cmd/internal/practice"
	"laci/pos"
	"laci/sync/gateway"
)

// town is a shop and its payment system as programs of their own, with a line
// each way between them: to the system, and back with its callbacks.
type town struct {
	t       *testing.T // of the step that runs
	whole   *testing.T // of all of them
	system  string
	account practice.Account
	out     *proxy // from the till to the system
	back    *proxy // from the system to the till
	theirs  string // directory of the system
	ours    string // of the till
	till    *served
	key     string
	address string // of the system, without a line
	charges atomic.Int32
}

const townPIN = "493817"

// openTown starts both. The till is a live one, as far as a shop is live whose
// code nobody can pay. Its waits are a tenth of the usual ones.
func openTown(t *testing.T, system string) *town {
	t.Helper()
	w := &town{t: t, whole: t, system: system, out: newProxy(t), back: newProxy(t)}
	w.theirs, w.ours = filepath.Join(t.TempDir(), "theirs"), filepath.Join(t.TempDir(), "ours")
	w.startSystem()
	w.setUp()
	w.till = serve(t, w.ours)
	w.back.to(t, w.till.address)
	poll := "200ms"
	if full() {
		poll = "2s"
	}
	w.addGateway("gw", poll)
	w.addGateway("patient", "1m")
	w.use("gw")
	return w
}

// run runs the program as the owner.
func (w *town) run(stdin string, args ...string) string {
	w.t.Helper()
	run := command(args...)
	run.Env = append(run.Env, "LACI_PIN="+townPIN)
	r := finish(w.t, run, stdin)
	require.Equal(w.t, fine, r.code, "%v: %s", args, r.err)
	return strings.TrimSpace(r.out)
}

func (w *town) startSystem() {
	w.t.Helper()
	tell := w.back.URL + "/api/v1/callbacks/"
	run := command("practice", "--listen", "127.0.0.1:0", "--data", w.theirs, "--json", "--delay", "300ms", "--tell", tell+"gw")
	var said struct {
		Address  string             `json:"address"`
		Accounts []practice.Account `json:"accounts"`
	}
	require.NoError(w.t, json.Unmarshal([]byte(started(w.t, run)), &said))
	w.address = said.Address
	for _, a := range said.Accounts {
		if a.System == w.system {
			w.account = a
		}
	}
	w.out.to(w.t, w.address)
	w.out.set(func() { w.out.edit = realKey })
}

// started starts a program, which ends with the test, and gives its first line.
func started(t *testing.T, run *exec.Cmd) string {
	t.Helper()
	out, err := run.StdoutPipe()
	require.NoError(t, err)
	var said bytes.Buffer
	run.Stderr = &said
	require.NoError(t, run.Start())
	t.Cleanup(func() {
		_ = run.Process.Signal(os.Interrupt)
		stuck := time.AfterFunc(20*time.Second, func() { _ = run.Process.Kill() })
		_ = run.Wait()
		stuck.Stop()
	})
	line := make([]byte, 0, 4096)
	for one := make([]byte, 1); !bytes.HasSuffix(line, []byte("\n")); {
		if _, err := out.Read(one); err != nil {
			require.NoError(t, err, said.String())
		}
		line = append(line, one...)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return string(line)
}

const (
	pretended = "xnd_development_"
	real      = "xnd_production_"
)

// realKey lets a live till use Xendit's practice key, which says of itself that
// its money is pretended: the till has it under another name.
func realKey(r *http.Request) {
	user, _, ok := r.BasicAuth()
	if ok {
		r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(strings.Replace(user, real, pretended, 1)+":")))
	}
}

func (w *town) setUp() {
	w.t.Helper()
	w.run(townPIN+"\n", "setup", assets.Sticker(), "--no-sticker", "--no-second-till", "--new-pin-stdin", "--data", w.ours)
	w.key = w.run("", "key", "add", "kasir", "--scope", "charge,read", "--data", w.ours)
	w.run("", "settings", "set", "public_address="+w.back.URL, "show_for_s=30", "--data", w.ours)
}

func (w *town) addGateway(name, poll string) {
	w.t.Helper()
	kind, err := gateway.KindOf(w.system)
	require.NoError(w.t, err)
	base := w.out.URL + strings.TrimPrefix(w.account.Base, w.address)
	args := []string{"gateway", "add", name, "--system", w.system, "--base", base, "--data", w.ours,
		"--credentials", "-", "--budget", w.budget().String(), "--poll", poll, "--daily", "1000000"}
	var secrets strings.Builder
	for field, value := range w.account.Fields {
		if len(kind.Options) > 0 && field == kind.Options[0] {
			args = append(args, "--set", field+"="+value)
			continue
		}
		fmt.Fprintf(&secrets, "%s=%s\n", field, strings.Replace(value, pretended, real, 1))
	}
	w.run(secrets.String(), args...)
}

// full tells whether the waits are the usual ones, and not a tenth of them.
func full() bool { return os.Getenv("LACI_FULL") == "1" }

// budget is how long a customer waits for a code; more than a tenth of the usual
// time, because the system must be able to answer on a busy machine.
func (w *town) budget() time.Duration {
	if full() {
		return 2 * time.Second
	}
	return time.Second
}

// use makes the counter's codes come from a gateway.
func (w *town) use(name string) {
	w.t.Helper()
	w.run("", "settings", "set", "gateway="+name, "--data", w.ours)
	w.plan(map[string]any{"tell": w.back.URL + "/api/v1/callbacks/" + name})
}

// plan changes what the system does.
func (w *town) plan(change map[string]any) {
	w.t.Helper()
	body, err := json.Marshal(change)
	require.NoError(w.t, err)
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodPut, w.address+"/practice", bytes.NewReader(body))
	require.NoError(w.t, err)
	answer, err := http.DefaultClient.Do(r)
	require.NoError(w.t, err)
	require.NoError(w.t, answer.Body.Close())
	require.Equal(w.t, http.StatusOK, answer.StatusCode)
}

// ask asks the till's own API.
func (w *town) ask(method, path, key string, body any, into any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.till.address+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+w.key)
	r.Header.Set("Content-Type", "application/json")
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	said, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("HTTP %d: %s", answer.StatusCode, said)
	}
	return json.Unmarshal(said, into)
}

// sale is an order as the till's API tells of it.
type sale struct {
	ID       pos.ID       `json:"id"`
	State    pos.State    `json:"state"`
	Flags    []pos.Flag   `json:"flags"`
	Evidence pos.Evidence `json:"evidence"`
	Payload  string       `json:"payload"`
	Shown    time.Time    `json:"first_shown_at"`
}

func (s sale) has(flag pos.Flag) bool { return pos.Order{Flags: s.Flags}.Has(flag) }

// charge charges with a key of its own.
func (w *town) charge(amount pos.Rupiah) (s sale) {
	w.t.Helper()
	key := fmt.Sprint("sale ", w.charges.Add(1))
	require.NoError(w.t, w.ask(http.MethodPost, "/api/v1/orders", key, map[string]any{"amount": amount}, &s))
	return s
}

func (w *town) order(s sale) (now sale) {
	w.t.Helper()
	require.NoError(w.t, w.ask(http.MethodGet, "/api/v1/orders/"+s.ID.String(), "", nil, &now))
	return now
}

// until waits for a state of an order, as long as a busy machine may need.
func (w *town) until(what string, s sale, is func(sale) bool) sale {
	w.t.Helper()
	for deadline := time.Now().Add(60 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if now := w.order(s); is(now) || time.Now().After(deadline) {
			require.True(w.t, is(now), "%s: never %s: %+v", w.system, what, now)
			return now
		}
	}
}

func (w *town) green(what string, s sale) sale {
	w.t.Helper()
	return w.until(what, s, func(s sale) bool { return s.State == pos.Paid })
}

// today are the totals of a till, which may run.
func (w *town) today(dir string) (s pos.Summary) {
	w.t.Helper()
	require.NoError(w.t, json.Unmarshal([]byte(w.run("", "today", "--data", dir)), &s))
	return s
}
