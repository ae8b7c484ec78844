package practice

import (
	"fmt"
	"slices"
	"time"
)

// Rule is what happens to a code after it was made.
type Rule string

// The rules.
const (
	Pays          Rule = "pays"           // it is paid after the delay
	Late          Rule = "late"           // it is paid when it left every screen long ago
	Short         Rule = "short"          // Rp1.000 too little
	Over          Rule = "over"           // Rp1.000 too much
	Double        Rule = "double"         // it is paid twice
	Never         Rule = "never"          // it is not paid
	CallbackFirst Rule = "callback-first" // it is paid, and told, before the request for it is answered
	CallbackLost  Rule = "callback-lost"  // it is paid, and nobody is told
	Fails         Rule = "fails"          // every other request is answered with an error
	Slow          Rule = "slow"           // every request is answered after a while
)

// Rules are all of them.
func Rules() []Rule {
	return []Rule{Pays, Late, Short, Over, Double, Never, CallbackFirst, CallbackLost, Fails, Slow}
}

// Plan is what the practice gateway does from now on. A code keeps the plan it
// was made under.
type Plan struct {
	Rule  Rule          `json:"rule"`
	Delay time.Duration `json:"delay"` // until a code is paid; with Slow, until a request is answered
	Late  time.Duration `json:"late"`  // until it is paid by the rule late
	Tell  string        `json:"tell"`  // where SingaPay's callbacks go, which names no address with a code; "" for nowhere
}

// Usual is the plan of somebody who just wants to see a sale.
func Usual() Plan { return Plan{Rule: Pays, Delay: 3 * time.Second, Late: 6 * time.Minute} }

// Error is a refusal of the practice gateway, with a stable Code.
type Error struct{ code, text string }

// Error gives the English line for logs.
func (e *Error) Error() string { return "practice: " + e.text }

// Code gives the stable code word.
func (e *Error) Code() string { return e.code }

// ErrRule refuses a plan that cannot be.
var ErrRule = &Error{"rule_unknown", "there is no such rule, or its times are below zero"}

func (p Plan) check() error {
	if !slices.Contains(Rules(), p.Rule) || p.Delay < 0 || p.Late < 0 {
		return fmt.Errorf("%w: %q", ErrRule, p.Rule)
	}
	return nil
}

// after is how long a code waits for its money.
func (p Plan) after() time.Duration {
	switch p.Rule {
	case Late:
		return p.Late
	case Slow, CallbackFirst:
		return 0
	}
	return p.Delay
}

// slack is by how much a wrong amount is wrong.
const slack = 1000
