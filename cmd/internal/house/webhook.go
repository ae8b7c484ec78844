package house

import (
	"context"
	"net/http"
	"time"

	"laci/pos"
	"laci/sync/dialect"
	"laci/sync/dialect/qrisgateway"
	"laci/sync/dialect/temanqris"
	"laci/sync/server"
	"laci/sync/webhook"
)

// told is how the callers of a dialect are told, with the pauses of its document.
type told struct {
	dialect.Hook
	waits []time.Duration
}

// Body tells of the order as it stands.
func (f told) Body(t webhook.Told) (string, []byte, error) {
	event, body := f.Hook.Body(t.Entry.Kind, t.Entry.At, t.Order)
	if event == "" {
		return "", nil, nil
	}
	return event, body, nil
}

// Header gives the headers of its document.
func (f told) Header(a webhook.Attempt) http.Header {
	return f.Headers(a.Secret, a.Event, a.Retry, a.Body)
}

// Waits are the pauses of its document.
func (f told) Waits() []time.Duration { return f.waits }

// forms are how the callers of each dialect are told.
func forms() map[string]webhook.Form {
	// The pauses of TemanQRIS' live system; the QRIS Payment Gateway names none.
	waits := []time.Duration{30 * time.Second, 2 * time.Minute, 10 * time.Minute}
	return map[string]webhook.Form{
		pos.DialectGateway:   told{qrisgateway.Hook(), waits},
		pos.DialectTemanQRIS: told{temanqris.Hook(), waits},
		pos.DialectXendit:    toldXendit{},
		pos.DialectSenGo:     toldSenGo{},
	}
}

// told gives the server what it says of webhooks; nil when they are not told.
func (h *House) told() server.Post {
	if h.post == nil {
		return nil
	}
	return posting{h.post}
}

// posting is the post in the server's words.
type posting struct{ *webhook.Post }

// Deliveries gives the newest, without their bodies.
func (p posting) Deliveries(to string, limit int) ([]server.Delivery, error) {
	rows, err := p.Post.Deliveries(to, limit)
	out := make([]server.Delivery, len(rows))
	for i, d := range rows {
		out[i] = server.Delivery{ID: d.ID.String(), To: d.To, URL: d.URL, Cursor: d.Cursor, Kind: d.Kind, Order: d.Order, State: string(d.State),
			Attempts: d.Attempts, Made: d.Made, Next: d.Next, Last: d.Last, Status: d.Status, Said: d.Said}
	}
	return out, err
}

// postKey finds, in a verb's context, what tells programs elsewhere.
type postKey struct{}

// posted is what a verb finds: the post of the program that runs, or where the
// one of a till that rests is.
type posted struct {
	dir  string
	post *webhook.Post
}

func withPost(ctx context.Context, dir string, post *webhook.Post) context.Context {
	return context.WithValue(ctx, postKey{}, posted{dir, post})
}

// onPost lets a verb ask the post.
func onPost(ctx context.Context, till *pos.Till, do func(*webhook.Post) error) error {
	at, _ := ctx.Value(postKey{}).(posted)
	if at.post != nil {
		return do(at.post)
	}
	post, err := webhook.Open(webhook.Options{Dir: at.dir, Till: till})
	if err != nil {
		return err
	}
	defer func() { _ = post.Close() }()
	return do(post)
}

// addHook lets a program at the address Text be told of entries of Kinds and
// answers with its secret.
func addHook(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	secret, err := till.AddHook(ctx, pos.NewHook{Name: args.Name, URL: args.Text, Kinds: args.Kinds, PIN: args.PIN, Actor: actor})
	return Answer{Secret: secret}, err
}

func revokeHook(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return Answer{}, till.RevokeHook(ctx, args.Name, args.PIN, actor)
}

// Listener is a hook and whether it is switched off.
type Listener struct {
	pos.Hook
	Off bool `json:"off"`
}

// listHooks answers with who is told.
func listHooks(ctx context.Context, till *pos.Till, _ Args) (answer Answer, err error) {
	err = onPost(ctx, till, func(p *webhook.Post) error {
		for _, hook := range till.Hooks() {
			off, err := p.Off("hook:" + hook.Name)
			if err != nil {
				return err
			}
			answer.Hooks = append(answer.Hooks, Listener{hook, off})
		}
		return nil
	})
	return answer, err
}

// deliveriesShown bounds an answer.
const deliveriesShown = 100

// deliveries answers with the newest deliveries, to the listener Name or to all.
func deliveries(ctx context.Context, till *pos.Till, args Args) (answer Answer, err error) {
	err = onPost(ctx, till, func(p *webhook.Post) (err error) {
		answer.Deliveries, err = p.Deliveries(args.Name, deliveriesShown)
		return err
	})
	return answer, err
}

// replay switches the listener Name on again and tells it what it missed.
func replay(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return Answer{}, onPost(ctx, till, func(p *webhook.Post) error { return p.Replay(args.Name) })
}
