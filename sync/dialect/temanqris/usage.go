package temanqris

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

// Tier is how much a key may use.
type Tier struct {
	Name   string // as usage tells it
	Daily  int    // requests a day; 0 is no limit
	Stored int    // QRIS the till may store by upload; 0 is no limit
}

// Free is the document's tier for those who pay nothing.
func Free() Tier { return Tier{Name: "free", Daily: 50, Stored: 1} }

// Premium is its other one. The shop's own machine has no reason to give less.
func Premium() Tier { return Tier{Name: "premium", Daily: 1000} }

// ParseTier reads a tier: "free", "premium", or a name of its own with the two
// limits, as in "toko:5000:10"; 0 is no limit.
func ParseTier(text string) (Tier, error) {
	for _, known := range []Tier{Free(), Premium()} {
		if text == known.Name {
			return known, nil
		}
	}
	parts := strings.Split(text, ":")
	if len(parts) != 3 || parts[0] == "" {
		return Tier{}, fmt.Errorf("temanqris: tier %q is not free, premium or NAME:DAILY:STORED", text)
	}
	daily, err := strconv.ParseUint(parts[1], 10, 31)
	stored, err2 := strconv.ParseUint(parts[2], 10, 31)
	return Tier{Name: parts[0], Daily: int(daily), Stored: int(stored)}, errors.Join(err, err2)
}

// count counts a request of a key, or refuses it until the day is over.
func (d *TemanQRIS) count(key pos.APIKey, endpoint string) error {
	now := d.now()
	calendar := d.till.Shop().Calendar()
	if d.meter.take(key.Name, endpoint, calendar.Day(now), d.tier.Daily) {
		return nil
	}
	return &refusal{status: http.StatusTooManyRequests, word: "Daily limit reached", wait: untilTomorrow(calendar, now),
		message: "This tier's requests of today are used up. See /usage."}
}

// untilTomorrow is how long the shop's day still lasts, to the minute.
func untilTomorrow(c pos.Calendar, now time.Time) (wait time.Duration) {
	today := c.Day(now)
	for wait = time.Minute; c.Day(now.Add(wait)) == today; wait += time.Minute {
	}
	return wait
}

// usage tells what the key asked for and what is left of the day.
func (d *TemanQRIS) usage(w http.ResponseWriter, _ *http.Request, key pos.APIKey) error {
	today, thisMonth := d.meter.read(key.Name, d.till.Shop().Calendar().Day(d.now()))
	type day struct {
		Total      int             `json:"total"`
		Remaining  int             `json:"remaining"`
		ByEndpoint []endpointCount `json:"by_endpoint"`
	}
	type month struct {
		Total      int             `json:"total"`
		ByEndpoint []endpointCount `json:"by_endpoint"`
	}
	type usage struct {
		Today     day   `json:"today"`
		ThisMonth month `json:"this_month"`
	}
	dialect.Reply(w, http.StatusOK, struct {
		Tier       string `json:"tier"`
		DailyLimit int    `json:"daily_limit"`
		Usage      usage  `json:"usage"`
	}{d.tier.Name, d.tier.Daily, usage{
		day{sum(today), max(0, d.tier.Daily-sum(today)), byEndpoint(today)}, month{sum(thisMonth), byEndpoint(thisMonth)}}})
	return nil
}
