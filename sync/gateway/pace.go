package gateway

import (
	"sync"
	"time"
)

// pace keeps the questions about money within what a system allows. Codes are
// not held back by it: a customer waits for them.
type pace struct {
	mutex  sync.Mutex
	minute bucket
	day    bucket // empty when there is no limit
}

// bucket fills evenly and is taken from one by one.
type bucket struct {
	size, left float64
	every      time.Duration // one more each
	at         time.Duration // when it was filled up last
}

// newPace allows so many requests a minute, and questions for half of what may be
// asked in a day: the other half is for codes.
func newPace(perMinute, daily int) *pace {
	p := &pace{minute: newBucket(max(1, perMinute/10), time.Minute/time.Duration(perMinute))}
	if questions := daily / 2; questions > 0 {
		p.day = newBucket(max(1, questions/5), 24*time.Hour/time.Duration(questions))
	}
	return p
}

func newBucket(size int, every time.Duration) bucket {
	return bucket{size: float64(size), left: float64(size), every: every}
}

// take allows one request now, or tells how long to wait for it. now is a time
// that never goes back.
func (p *pace) take(now time.Duration) time.Duration {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	wait := p.minute.wait(now)
	if p.day.size > 0 {
		wait = max(wait, p.day.wait(now))
	}
	if wait > 0 {
		return wait
	}
	p.minute.left--
	p.day.left--
	return 0
}

// wait fills the bucket up and tells how long until there is one to take.
func (b *bucket) wait(now time.Duration) time.Duration {
	b.left = min(b.size, b.left+float64(now-b.at)/float64(b.every))
	b.at = now
	if b.left >= 1 {
		return 0
	}
	return time.Duration((1 - b.left) * float64(b.every))
}
