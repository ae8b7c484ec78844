package symbol

import "sync"

// drawn is the symbols drawn last. A code on screen is asked for by the
// screen, the printer and the server, all in the same minute.
var drawn = cache{limit: 64}

// cache keeps up to limit symbols, and forgets the one used longest ago.
type cache struct {
	mu    sync.Mutex
	limit int
	kept  []drawing // the one used last comes last
}

type drawing struct {
	text  string
	level Level
	*Symbol
}

func (c *cache) get(text string, level Level) *Symbol {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, d := range c.kept {
		if d.level == level && d.text == text {
			copy(c.kept[i:], c.kept[i+1:])
			c.kept[len(c.kept)-1] = d
			return d.Symbol
		}
	}
	return nil
}

func (c *cache) put(text string, level Level, s *Symbol) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.kept) == c.limit {
		copy(c.kept, c.kept[1:])
		c.kept = c.kept[:c.limit-1]
	}
	c.kept = append(c.kept, drawing{text, level, s})
}
