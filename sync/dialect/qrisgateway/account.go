package qrisgateway

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// caller is who asks: a person with a token, or a program with a key of this
// system, which is an account without an e-mail.
type caller struct {
	bearer string
	actor  string // in the journal, and of the caller's orders
	person bool
	told   account
	admin  bool
	may    func(pos.Right) bool
}

// account is a caller as the caller sees itself.
type account struct {
	ID    int    `json:"id"` // 0 for a program
	Name  string `json:"name"`
	Email string `json:"email"`
}

// accountOf gives a person's account. People are never forgotten, so the place
// in their list stays.
func (g *Gateway) accountOf(p pos.Person) account {
	at := slices.IndexFunc(g.till.People(), func(known pos.Person) bool { return known.Name == p.Name })
	return account{ID: at + 1, Name: p.Name, Email: p.Email}
}

// caller finds who brings the request's bearer token.
func (g *Gateway) caller(r *http.Request) (caller, error) {
	scheme, bearer, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if bearer = strings.TrimSpace(bearer); bearer == "" || !strings.EqualFold(scheme, "Bearer") {
		return caller{}, errUnauthenticated
	}
	person, err := g.till.Token(r.Context(), bearer)
	if err == nil {
		return caller{bearer: bearer, actor: person.Name, person: true, told: g.accountOf(person),
			admin: person.Role == pos.RoleAdmin, may: person.Role.May}, nil
	}
	if !errors.Is(err, pos.ErrKeyUnknown) {
		return caller{}, err
	}
	key, err := g.till.Key(r.Context(), bearer)
	switch {
	case err == nil && key.Dialect == pos.DialectGateway:
		return caller{bearer: bearer, actor: key.Actor(), told: account{Name: key.Name}, admin: key.Can(pos.ScopeAdmin), may: key.May}, nil
	case err == nil || errors.Is(err, pos.ErrKeyUnknown):
		if err := pace(g.refusals, "token "+dialect.Remote(r)); err != nil {
			return caller{}, err
		}
		return caller{}, errUnauthenticated
	}
	return caller{}, err
}

// lockedFor is what somebody is told to wait whose password was wrong too often.
const lockedFor = time.Minute

// login gives a token for an e-mail and password.
func (g *Gateway) login(w http.ResponseWriter, r *http.Request) error {
	var said struct {
		Email    string `json:"email"`
		Password string `json:"password"`
	}
	if err := decode(r, &said); err != nil {
		return err
	}
	if said.Email == "" || said.Password == "" {
		return invalid("The email and password fields are required.")
	}
	if err := pace(g.refusals, "login "+dialect.Remote(r)); err != nil {
		return err
	}
	person, err := g.till.CheckPassword(r.Context(), said.Email, said.Password)
	switch {
	case errors.Is(err, pos.ErrPINLocked):
		return tooMany(lockedFor)
	case errors.Is(err, pos.ErrPINWrong), errors.Is(err, pos.ErrRights):
		return errCredentials
	case err != nil:
		return err
	}
	token, err := g.till.AddToken(r.Context(), person.Email)
	if err != nil {
		return err
	}
	dialect.Reply(w, http.StatusOK, success{true, struct {
		User      account `json:"user"`
		Token     string  `json:"token"`
		TokenType string  `json:"token_type"`
	}{g.accountOf(person), token, "Bearer"}})
	return nil
}

// user tells a caller who it is.
func (g *Gateway) user(w http.ResponseWriter, _ *http.Request, who caller) error {
	dialect.Reply(w, http.StatusOK, success{true, who.told})
	return nil
}

// logout revokes the token of the request. A program's key is the owner's to
// revoke.
func (g *Gateway) logout(w http.ResponseWriter, r *http.Request, who caller) error {
	if !who.person {
		return errForbidden
	}
	if err := g.till.RevokeToken(r.Context(), who.bearer); err != nil && !errors.Is(err, pos.ErrKeyUnknown) {
		return err
	}
	dialect.Reply(w, http.StatusOK, message{true, "Logged out successfully"})
	return nil
}

// message is an answer without data.
type message struct {
	Success bool   `json:"success"`
	Message string `json:"message"`
}

// decode reads the fields of a request's body.
func decode(r *http.Request, into any) error {
	raw, err := dialect.Body(r)
	if err != nil {
		return err
	}
	return dialect.Decode(r.Header.Get("Content-Type"), raw, into)
}
