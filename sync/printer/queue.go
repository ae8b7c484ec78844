package printer

import (
	"context"
	"sync"

	"laci/pos/receipt"
)

// Queue prints one slip after the other without keeping anybody waiting. Make it
// with NewQueue; Close ends it.
type Queue struct {
	printer func() (Printer, error)
	jobs    chan job
	end     context.CancelFunc
	done    sync.WaitGroup
}

// job is a slip and who wants to know how it went.
type job struct {
	slip receipt.Slip
	then func(error)
}

// jobsMost is how many slips may wait.
const jobsMost = 20

// NewQueue starts the goroutine that prints. printer is asked before each slip,
// so that a change of the settings counts at once.
func NewQueue(printer func() (Printer, error)) *Queue {
	ctx, end := context.WithCancel(context.Background())
	q := &Queue{printer: printer, jobs: make(chan job, jobsMost), end: end}
	q.done.Go(func() { q.work(ctx) })
	return q
}

// Print queues a slip and returns at once. then is called once, from the
// queue's goroutine or from this call: nil when the slip is on paper, else why
// it is not; the slip is then gone and must be asked for again.
func (q *Queue) Print(slip receipt.Slip, then func(error)) {
	select {
	case q.jobs <- job{slip, then}:
	default:
		then(ErrBusy)
	}
}

func (q *Queue) work(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case j := <-q.jobs:
			j.then(q.print(ctx, j.slip))
		}
	}
}

func (q *Queue) print(ctx context.Context, slip receipt.Slip) error {
	printer, err := q.printer()
	if err != nil {
		return err
	}
	return printer.Print(ctx, slip)
}

// Close ends the queue; slips that wait are not printed.
func (q *Queue) Close() {
	q.end()
	q.done.Wait()
}
