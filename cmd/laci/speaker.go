package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/ebitengine/oto/v3"

	"laci/pos"
	"laci/ui/voice"
)

// speaker plays the till's sounds, one after the other. Without a sound card it
// is silent, and says so in the log once.
type speaker struct {
	log    *slog.Logger
	queue  chan voice.Sound
	ending context.Context
	end    context.CancelFunc
	done   sync.WaitGroup
}

// waiting is how many sounds may wait for the one that is heard: a word about
// money that came long ago helps nobody.
const waiting = 4

// newSpeaker starts the goroutine that plays; close ends it.
func newSpeaker(log *slog.Logger) *speaker {
	s := &speaker{log: log, queue: make(chan voice.Sound, waiting)}
	s.ending, s.end = context.WithCancel(context.Background())
	s.done.Go(s.work)
	return s
}

// paid says what was paid, or clicks when a person said so. Money for another
// order than the one on the screen is told by that order's number.
func (s *speaker) paid(o pos.Order, here bool, volume float64) {
	switch {
	case volume <= 0:
	case !here:
		s.play(voice.Other(o.Number).Volume(volume))
	case o.Evidence == pos.PracticeMoney || o.Evidence.Machine():
		s.play(voice.Paid(int64(o.Amount), o.Evidence == pos.PracticeMoney).Volume(volume))
	default:
		s.play(voice.Click().Volume(volume))
	}
}

// play queues a sound and never waits.
func (s *speaker) play(sound voice.Sound) {
	select {
	case s.queue <- sound:
	default:
	}
}

// close ends the speaker; what is heard just now is cut off.
func (s *speaker) close() {
	s.end()
	s.done.Wait()
}

// work opens the sound card and plays what is queued. The card is let go while
// there is nothing to hear, so that an idle till stays idle.
func (s *speaker) work() {
	card, err := openCard()
	if err != nil {
		s.log.Warn("no sound", "error", err)
		return // the queue fills and is heard by nobody
	}
	for {
		select {
		case <-s.ending.Done():
			return
		case sound := <-s.queue:
			if err := s.sound(card, sound); err != nil {
				s.log.Warn("a sound was not played", "error", err)
			}
		}
	}
}

// noCard says that there is no sound card.
type noCard struct{}

func (noCard) Error() string { return "this machine has no sound card" }

// openCard opens the sound card. The library underneath complains on the
// terminal where there is none, so that is looked up first.
func openCard() (*oto.Context, error) {
	if runtime.GOOS == "linux" && os.Getenv("ALSA_CONFIG_PATH") == "" {
		if cards, err := os.ReadFile("/proc/asound/cards"); err != nil || strings.Contains(string(cards), "no soundcards") {
			return nil, noCard{}
		}
	}
	card, ready, err := oto.NewContext(&oto.NewContextOptions{SampleRate: voice.Rate, ChannelCount: 1, Format: oto.FormatSignedInt16LE})
	if err != nil {
		return nil, err
	}
	<-ready
	return card, card.Suspend()
}

// look is how often a sound is asked whether it is over, and tail how long the
// card plays on what it has taken.
const (
	look = 20 * time.Millisecond
	tail = 250 * time.Millisecond
)

// sound plays one sound to its end.
func (s *speaker) sound(card *oto.Context, sound voice.Sound) error {
	samples := new(bytes.Buffer)
	_ = binary.Write(samples, binary.LittleEndian, sound) // into memory: never fails
	if err := card.Resume(); err != nil {
		return err
	}
	player := card.NewPlayer(samples)
	player.SetBufferSize(samples.Len()) // all of it is there: a busy machine makes no gaps
	player.Play()
	limit, cancel := context.WithTimeout(s.ending, time.Duration(len(sound))*time.Second/voice.Rate+5*time.Second)
	defer cancel()
	for player.IsPlaying() && card.Err() == nil && limit.Err() == nil {
		time.Sleep(look)
	}
	select {
	case <-time.After(tail):
	case <-s.ending.Done():
	}
	if err := player.Err(); err != nil {
		return err
	}
	return card.Suspend()
}
