package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/gateway"
)

// desk fills accounts up as the program's does, and answers tests as it is told.
type desk struct{ answer error }

func (d *desk) Systems() []System {
	k, _ := gateway.KindOf(gateway.Xendit)
	own, _ := gateway.KindOf(gateway.Generic)
	return []System{{Name: k.System, Bases: []string{k.Usual}, Need: k.Secrets, May: append(k.Spare, k.Choices...)},
		{Name: own.System, Need: own.Secrets, May: own.Choices}}
}

func (d *desk) Account(name, system, base string, fields map[string]string) (pos.AddGateway, error) {
	return gateway.Fill(name, system, base, fields)
}

func (d *desk) Test(context.Context, string) error { return d.answer }

func (d *desk) Callback(pos.Gateway) string { return "https://kasir.toko.example/cb" }

// writes types on the page's keyboard and ends with Return.
func (b *bench) writes(text string) {
	b.Helper()
	b.on("write")
	for _, letter := range text {
		b.window.Canvas().OnTypedRune()(letter)
	}
	b.press(fyne.KeyReturn)
}

// Ensure that a gateway is added by its system, its address and its credentials,
// is tried at once, is used at the counter, is tried again by a tap, and goes.
func TestSettingsGateway(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.settings()
	b.tap("settings.access", "access.gateways", "gateway.add", "system.xendit", "base.1")
	b.writes("xnd_production_abc")
	b.writes("token-1")
	b.writes("")
	b.on("gateway.check")
	b.tap("set.gateway_budget", "gateway_budget.3", "gateway.save")
	b.on("done")
	assert.True(t, b.says(b.app.t("gateway.works")))
	b.tap("ok")
	b.on("access.gateways")
	g := b.till.Gateways()[0]
	assert.Equal(t, pos.Gateway{Name: "xendit", System: "xendit", Base: "https://api.xendit.co", Budget: 5000, Least: 1500},
		pos.Gateway{Name: g.Name, System: g.System, Base: g.Base, Budget: g.Budget, Least: g.Least})
	assert.Equal(t, "xendit", b.till.Shop().Gateway)
	kept, err := b.till.GatewayCredentials(context.Background(), "xendit")
	require.NoError(t, err)
	assert.Equal(t, "xnd_production_abc", kept["api_key"])
	assert.Equal(t, "token-1", kept["callback_token"])

	b.tap("gateway.none")
	b.until("the shop's own code", func() bool { return b.till.Shop().Gateway == "" && b.screen == "access.gateways" })
	b.tap("gateway.xendit")
	assert.True(t, b.says(b.app.t("gateway.system.xendit")+" · https://api.xendit.co\n"+b.app.t("gateway.callback", "https://kasir.toko.example/cb")))
	b.desk.answer = gateway.ErrAccess
	b.tap("gateway.test")
	b.on("done")
	assert.True(t, b.says(b.app.t("gateway.failed")) && b.says(b.app.t("gateway_access")))
	b.tap("ok", "gateway.use")
	b.until("the gateway", func() bool { return b.till.Shop().Gateway == "xendit" && b.screen == "access.gateways" })
	b.tap("gateway.xendit", "gateway.remove", "sure.yes")
	b.until("no gateway", func() bool { return len(b.till.Gateways()) == 0 && b.screen == "access.gateways" })
}

// Ensure that an address of the shop's own is typed, that one which is no https
// is refused in a sentence and stores nothing, and that a second account of a
// system gets another name.
func TestSettingsGatewayOwnAddress(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.settings()
	add := func(base string) {
		t.Helper()
		b.tap("gateway.add", "system.qrisgateway", "base.other")
		b.press(fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace)
		b.writes(base)
		b.writes("toko@example.com")
		b.writes("rahasia")
		b.writes("")
		b.on("gateway.check")
		b.tap("gateway.save")
	}
	b.tap("settings.access", "access.gateways")
	add("http://gateway.example.com")
	b.until("a refusal", func() bool { return b.says(b.app.t(pos.Code(pos.ErrAddress))) })
	assert.Empty(t, b.till.Gateways())
	b.on("access.gateways")
	b.desk.answer = errors.New("no such host")
	for range 2 {
		add("https://gateway.example.com")
		b.on("done")
		b.tap("ok")
		b.on("access.gateways")
	}
	assert.Equal(t, []string{"qrisgateway", "qrisgateway-2"}, []string{b.till.Gateways()[0].Name, b.till.Gateways()[1].Name})
}

// Ensure that a program elsewhere is told from an address that was typed, with a
// secret shown once, and no more when it is shut out.
func TestSettingsHooks(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.settings()
	b.tap("settings.access", "access.hooks", "hook.add")
	b.writes("dapur")
	b.writes("hook.toko.example/laci")
	b.on("secret")
	assert.Equal(t, "https://hook.toko.example/laci", b.till.Hooks()[0].URL)
	b.tap("secret.done", "hook.dapur", "sure.yes")
	b.until("no hook", func() bool { return len(b.till.Hooks()) == 0 && b.screen == "access.hooks" })
}

// Ensure that a fee on top of sales asks first, and says the law.
func TestSettingsFee(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.settings()
	b.tap("settings.limits", "set.fee_basis")
	assert.True(t, b.says(b.app.t("set.fee.law")))
	b.tap("sure.no")
	b.on("settings.limits")
	b.tap("set.fee_basis", "sure.yes", "key.7", "key.0", "set.save")
	b.until("the fee", func() bool { return b.till.Shop().FeeBasis == 70 && b.screen == "settings.limits" })
	assert.Contains(t, b.note("set.fee_basis"), b.app.t("set.fee.percent", 0, 70))
	b.tap("set.fee_basis", "key.clear", "set.save")
	b.until("no fee", func() bool { return b.till.Shop().FeeBasis == 0 && b.screen == "settings.limits" })
	b.tap("set.fee_fixed", "sure.yes", "key.5", "key.00", "set.save")
	b.until("the fixed fee", func() bool { return b.till.Shop().FeeFixed == 500 })
}

// Ensure that what is chosen for these screens alone is kept with them: how loud
// the till speaks, what a second screen does, and how large a millimetre is, as
// a bank card measures it.
func TestSettingsScreen(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier, density: 5})
	b.settings()
	assert.Equal(t, 0.8, b.app.prefs.Volume())
	b.tap("settings.screen", "set.sound", "sound.3")
	b.on("settings.screen")
	assert.Zero(t, b.app.prefs.Volume())
	b.tap("set.customer", "customer.1")
	b.on("settings.screen")
	assert.Equal(t, CustomerOff, b.app.prefs.Customer)
	b.tap("set.ruler")
	b.on("ruler")
	before := b.app.ruler.card.Size().Width
	assert.InDelta(t, cardWidth*5, before, 0.5)
	b.tap("ruler.larger", "ruler.more", "ruler.less", "ruler.larger")
	assert.InDelta(t, before+20, b.app.ruler.card.Size().Width, 0.5)
	b.press(fyne.KeyRight)
	b.tap("ruler.done")
	b.on("settings.screen")
	assert.InDelta(t, (before+21)/cardWidth, b.app.m.PerMM, 0.01)
	assert.Contains(t, b.note("set.ruler"), b.app.t("set.ruler.card"))
	b.tap("set.ruler", "ruler.usual")
	assert.InDelta(t, 5, b.app.m.PerMM, 0.01)
}

// Ensure that there is no setting that only lacictl can change: each is shown on
// one of the owner's pages.
func TestEverySettingHasAPage(t *testing.T) {
	pages, err := filepath.Glob("settings*.go")
	require.NoError(t, err)
	text := ""
	for _, page := range pages {
		if !strings.HasSuffix(page, "_test.go") {
			part, err := os.ReadFile(page)
			require.NoError(t, err)
			text += string(part)
		}
	}
	all := reflect.TypeFor[pos.Settings]()
	for i := range all.NumField() {
		name := all.Field(i).Name
		assert.Regexp(t, `\b(is|shop)\.`+name+`\b`, text, "nobody can see %s", name)
		assert.Regexp(t, `\bnow\.`+name+` = |SetBackups`, text, "nobody can change %s", name)
	}
}
