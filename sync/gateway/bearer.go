package gateway

import (
	"context"
	"maps"
	"sync"
	"time"
)

// bearer asks with a token that a system gives for a password.
type bearer struct {
	account Account
	header  map[string]string                               // goes with the token
	fetch   func(ctx context.Context) (grantedToken, error) // asks for a token
	mutex   sync.Mutex
	granted grantedToken
}

// grantedToken is a token and when it ends; zero when that was not said.
type grantedToken struct {
	text  string
	until time.Time
}

// ask asks with the token, and once more with a new one when it is not known.
func (b *bearer) ask(ctx context.Context, q request, into any) error {
	token, err := b.token(ctx, "")
	if err != nil {
		return err
	}
	err = b.askAs(ctx, token, q, into)
	if !unauthorized(err) {
		return err
	}
	if token, err = b.token(ctx, token); err != nil {
		return err
	}
	return b.askAs(ctx, token, q, into)
}

func (b *bearer) askAs(ctx context.Context, token string, q request, into any) error {
	q.header = maps.Clone(b.header)
	q.header["Authorization"] = "Bearer " + token
	if q.body != nil {
		q.header["Content-Type"] = jsonType
	}
	return b.account.ask(ctx, q, into)
}

// token gives the token, a new one in place of one that is spent or over.
func (b *bearer) token(ctx context.Context, spent string) (string, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	over := !b.granted.until.IsZero() && !b.account.Now().Before(b.granted.until)
	if b.granted.text != "" && b.granted.text != spent && !over {
		return b.granted.text, nil
	}
	granted, err := b.fetch(ctx)
	if err != nil {
		return "", err
	}
	if granted.text == "" {
		return "", ErrAnswer
	}
	b.granted = granted
	return granted.text, nil
}
