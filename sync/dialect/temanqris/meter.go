package temanqris

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"laci/pos"
)

// meter counts the requests of each key by endpoint, for the running day and
// month of the shop.
type meter struct {
	file string
	log  *slog.Logger
	mu   sync.Mutex
	keys map[string]*count
	due  bool // counted since the file was written
}

// count is what one key asked for.
type count struct {
	Day       pos.Day        `json:"day"`
	Today     map[string]int `json:"today"`
	ThisMonth map[string]int `json:"this_month"`
}

// newMeter goes on from the counts of a file, if it can be read.
func newMeter(file string, log *slog.Logger) *meter {
	m := &meter{file: file, log: log, keys: map[string]*count{}}
	if file == "" {
		return m
	}
	raw, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(raw, &m.keys)
	}
	if err != nil && !os.IsNotExist(err) {
		log.Warn("counts of requests begin anew", "error", err)
	}
	if m.keys == nil {
		m.keys = map[string]*count{}
	}
	return m
}

// of gives the counts of a key on a day, those of other days and months left
// behind.
func (m *meter) of(key string, day pos.Day) *count {
	c := m.keys[key]
	if c == nil {
		c = &count{}
		m.keys[key] = c
	}
	if c.ThisMonth == nil || month(c.Day) != month(day) {
		c.ThisMonth = map[string]int{}
	}
	if c.Today == nil || c.Day != day {
		c.Day, c.Today = day, map[string]int{}
	}
	return c
}

// month is the year and month of a day.
func month(day pos.Day) pos.Day { return day[:min(len(day), len("2006-01"))] }

// take counts a request unless the key has had its daily limit; 0 is none.
func (m *meter) take(key, endpoint string, day pos.Day, limit int) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := m.of(key, day)
	if limit > 0 && sum(c.Today) >= limit {
		return false
	}
	c.Today[endpoint]++
	c.ThisMonth[endpoint]++
	m.due = true
	return true
}

// read gives the counts of a key on a day.
func (m *meter) read(key string, day pos.Day) (today, thisMonth map[string]int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := m.of(key, day)
	return maps.Clone(c.Today), maps.Clone(c.ThisMonth)
}

func sum(counts map[string]int) (total int) {
	for _, n := range counts {
		total += n
	}
	return total
}

// endpointCount is a line of the usage.
type endpointCount struct {
	Endpoint     string `json:"endpoint"`
	RequestCount int    `json:"request_count"`
}

// byEndpoint lists counts, the most asked for first.
func byEndpoint(counts map[string]int) []endpointCount {
	lines := []endpointCount{}
	for endpoint, n := range counts {
		lines = append(lines, endpointCount{endpoint, n})
	}
	slices.SortFunc(lines, func(a, b endpointCount) int {
		return cmp.Or(cmp.Compare(b.RequestCount, a.RequestCount), cmp.Compare(a.Endpoint, b.Endpoint))
	})
	return lines
}

// savedEvery is how much of the counting a crash may cost.
const savedEvery = 10 * time.Second

// run writes the file when something was counted, until ctx ends, and then once
// more.
func (m *meter) run(ctx context.Context) {
	ticker := time.NewTicker(savedEvery)
	defer ticker.Stop()
	for {
		ended := false
		select {
		case <-ctx.Done():
			ended = true
		case <-ticker.C:
		}
		if err := m.save(); err != nil {
			m.log.Error("counts of requests not kept", "error", err)
		}
		if ended {
			return
		}
	}
}

// save writes the file beside its name and renames it. The counts are no money:
// what a power cut takes of them is lost.
func (m *meter) save() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.file == "" || !m.due {
		return nil
	}
	raw, err := json.Marshal(m.keys)
	if err != nil {
		return err
	}
	if err := os.WriteFile(m.file+".new", raw, 0o600); err != nil {
		return err
	}
	if err := os.Rename(m.file+".new", m.file); err != nil {
		return err
	}
	m.due = false
	return nil
}
