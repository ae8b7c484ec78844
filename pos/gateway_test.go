package pos

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// xendit is a gateway as its system's registry would fill it in.
func xendit(change ...func(*AddGateway)) AddGateway {
	a := AddGateway{
		Gateway: Gateway{Name: "xendit", System: "xendit", Base: "https://api.xendit.example", Budget: 2000, Poll: 2000,
			Least: 1_500, Most: 10_000_000, Surest: GatewayVerified},
		Credentials: map[string]string{"key": "xnd_secret"}, Known: true, PIN: ownersPIN, Actor: "owner",
	}
	for _, f := range change {
		f(&a)
	}
	return a
}

// Ensure that a gateway is the counter's from then on, that its credentials stand
// nowhere readable and come back whole, and that it can be taken away.
func TestGatewayAddRemove(t *testing.T) {
	s := openShop(t)
	added, err := s.AddGateway(t.Context(), xendit())
	require.NoError(t, err)
	assert.Equal(t, noon, added.Added)
	assert.Empty(t, added.Sealed)
	assert.Equal(t, "xendit", s.Shop().Gateway)
	require.Len(t, s.Gateways(), 1)
	assert.Empty(t, s.Gateways()[0].Sealed)

	entries, err := s.Entries(t.Context(), Cursor{}, 100)
	require.NoError(t, err)
	told := 0
	for _, e := range entries {
		assert.NotContains(t, string(e.Body), "xnd_secret")
		if e.Kind == KindGatewayAdded {
			told++
			assert.Contains(t, string(e.Private), "xnd_secret", "the sealed part travels in the journal")
		}
	}
	assert.Equal(t, 1, told)
	s.reopen()
	secrets, err := s.GatewayCredentials(t.Context(), "xendit")
	require.NoError(t, err)
	assert.Equal(t, "xnd_secret", secrets["key"])
	assert.Len(t, secrets["hook"], 64, "a secret of the till's own, for addresses nobody can guess")

	require.ErrorIs(t, s.RemoveGateway(t.Context(), "xendit", "", "owner"), ErrPINNeeded)
	require.NoError(t, s.RemoveGateway(t.Context(), "xendit", ownersPIN, "owner"))
	require.ErrorIs(t, s.RemoveGateway(t.Context(), "xendit", ownersPIN, "owner"), ErrGateway)
	assert.Empty(t, s.Gateways())
	assert.Empty(t, s.Shop().Gateway)
	_, err = s.GatewayCredentials(t.Context(), "xendit")
	require.ErrorIs(t, err, ErrGateway)
	_, err = s.Settle(t.Context(), Report{Source: "xendit", Evidence: GatewayVerified, Amount: 1, PaymentID: "p"})
	require.ErrorIs(t, err, ErrSource, "no word of it is taken any more")
	s.verified()
}

// Ensure that a gateway no till could use is refused and nothing written.
func TestGatewayRefused(t *testing.T) {
	s := openShop(t)
	_, err := s.AddSource(t.Context(), "hp1", ownersPIN, "owner")
	require.NoError(t, err)
	head := s.Head()
	for name, c := range map[string]struct {
		change func(*AddGateway)
		want   error
	}{
		"no PIN":          {func(a *AddGateway) { a.PIN = "" }, ErrPINNeeded},
		"name":            {func(a *AddGateway) { a.Name = "Xendit!" }, ErrName},
		"reserved":        {func(a *AddGateway) { a.Name = "none" }, ErrName},
		"the drawer":      {func(a *AddGateway) { a.Name = "cash" }, ErrName},
		"a source's":      {func(a *AddGateway) { a.Name = "hp1" }, ErrName},
		"no system":       {func(a *AddGateway) { a.System = "" }, ErrName},
		"pretended":       {func(a *AddGateway) { a.Sandbox = true }, ErrLive},
		"in the clear":    {func(a *AddGateway) { a.Base = "http://api.xendit.example" }, ErrAddress},
		"this machine":    {func(a *AddGateway) { a.Base = "http://127.0.0.1:1" }, ErrAddress},
		"no address":      {func(a *AddGateway) { a.Base = "" }, ErrAddress},
		"with a password": {func(a *AddGateway) { a.Base = "https://u:p@api.xendit.example" }, ErrAddress},
		"with a question": {func(a *AddGateway) { a.Base = "https://api.xendit.example?x=1" }, ErrAddress},
		"no patience":     {func(a *AddGateway) { a.Budget = 1 }, ErrSetting},
		"too patient":     {func(a *AddGateway) { a.Budget = 60_000 }, ErrSetting},
		"pestering":       {func(a *AddGateway) { a.Poll = 1 }, ErrSetting},
		"surer than sure": {func(a *AddGateway) { a.Surest = Manual }, ErrSetting},
		"a book":          {func(a *AddGateway) { a.Credentials["key"] = strings.Repeat("x", 5000) }, ErrSetting},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.AddGateway(t.Context(), xendit(c.change))
			require.ErrorIs(t, err, c.want)
		})
	}
	require.ErrorIs(t, s.Change(t.Context(), func() Settings {
		settings := s.Shop().Settings
		settings.Gateway = "nobody"
		return settings
	}(), ownersPIN, "owner"), ErrGateway)
	assert.Equal(t, head, s.Head())
	assert.Empty(t, s.Gateways())

	_, err = s.AddGateway(t.Context(), xendit())
	require.NoError(t, err)
	_, err = s.AddGateway(t.Context(), xendit())
	require.ErrorIs(t, err, ErrName, "the name is taken")
	_, err = s.AddSource(t.Context(), "xendit", ownersPIN, "owner")
	require.ErrorIs(t, err, ErrName, "by a gateway too")
}

// Ensure that before there is a PIN only a known address is taken, and that a
// practice till may talk to a gateway of this machine and to no other in the
// clear.
func TestGatewayBeforePIN(t *testing.T) {
	live, err := Open(t.Context(), Options{Dir: t.TempDir(), Sealer: plainSealer{}, NoSync: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, live.Close()) }()
	_, err = live.AddGateway(t.Context(), xendit(func(a *AddGateway) { a.Known = false }))
	require.ErrorIs(t, err, ErrPINNeeded)
	_, err = live.AddGateway(t.Context(), xendit())
	require.NoError(t, err)

	practice, err := Open(t.Context(), Options{Dir: t.TempDir(), Sealer: plainSealer{}, NoSync: true, Practice: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, practice.Close()) }()
	local := func(base string) AddGateway {
		return xendit(func(a *AddGateway) { a.Base, a.Known, a.Sandbox = base, false, true })
	}
	_, err = practice.AddGateway(t.Context(), local("http://shop.example:8418"))
	require.ErrorIs(t, err, ErrAddress)
	_, err = practice.AddGateway(t.Context(), local("http://127.0.0.1:8418"))
	require.NoError(t, err)
}

// Ensure that contact is remembered as it goes: an answer, the first silence, an
// answer again.
func TestGatewayContact(t *testing.T) {
	s := openShop(t)
	_, err := s.AddGateway(t.Context(), xendit())
	require.NoError(t, err)
	assert.Zero(t, s.Gateways()[0].LastHeard)
	s.GatewayHeard("xendit")
	assert.Equal(t, noon, s.Gateways()[0].LastHeard)
	s.clock.add(5e9)
	s.GatewaySilent("xendit", false)
	assert.False(t, s.Gateways()[0].Offline)
	s.clock.add(5e9)
	s.GatewaySilent("xendit", true)
	assert.Equal(t, noon.Add(5e9), s.Gateways()[0].SilentSince, "since the first request without an answer")
	assert.True(t, s.Gateways()[0].Offline, "as the last try found it")
	s.GatewayHeard("xendit")
	assert.Zero(t, s.Gateways()[0].SilentSince)
	assert.False(t, s.Gateways()[0].Offline)
}

// Ensure that a gateway's word is never worth more than its system's.
func TestGatewayEvidence(t *testing.T) {
	s := openShop(t)
	_, err := s.AddGateway(t.Context(), xendit(func(a *AddGateway) { a.Name, a.Surest = "teman", GatewayReported }))
	require.NoError(t, err)
	o := s.charge(25_000)
	out := s.settle(Report{Source: "teman", Evidence: GatewayVerified, PaymentID: "x", Amount: 25_000, OrderRef: o.Number})
	p, err := s.Payment(t.Context(), out.Payment)
	require.NoError(t, err)
	assert.Equal(t, GatewayReported, p.Evidence)
	assert.Equal(t, GatewayReported, s.order(o.ID).Evidence)
	s.verified()
}

// Ensure that a restore changes nothing about whom gateways pay: one that only
// the backup knows is removed, one that only the till knows stays with its
// credentials.
func TestGatewayKeptOverRestore(t *testing.T) {
	old := openShop(t)
	_, err := old.AddGateway(t.Context(), xendit(func(a *AddGateway) { a.Name = "theirs" }))
	require.NoError(t, err)
	is := openShop(t)
	_, err = is.AddGateway(t.Context(), xendit(func(a *AddGateway) { a.Name = "ours" }))
	require.NoError(t, err)
	require.NoError(t, is.decide(t.Context(), func(x *txn) error {
		return x.record("till", &gatewayPinned{Name: "ours", Payee: GatewayPayee{"TOKO", "A 1 2"}})
	}))
	kept, err := is.trustFor(plainSealer{})
	require.NoError(t, err)
	require.NoError(t, old.decide(t.Context(), func(x *txn) error { return x.keepGateways(kept, "owner") }))
	require.NoError(t, old.decide(t.Context(), func(x *txn) error { return x.keepGateways(kept, "owner") }), "a second time changes nothing")
	require.Len(t, old.Gateways(), 1)
	assert.Equal(t, "ours", old.Gateways()[0].Name)
	assert.Equal(t, &GatewayPayee{"TOKO", "A 1 2"}, old.Gateways()[0].Payee)
	secrets, err := old.GatewayCredentials(t.Context(), "ours")
	require.NoError(t, err)
	assert.Equal(t, "xnd_secret", secrets["key"])
	old.verified()
}
