package gateway

import "strings"

// Status is what became of a code, in one vocabulary for every system.
type Status string

// The states of a code. Only Paid moves anything; after any other word, and
// after a word nobody knows, the system is asked again.
const (
	Unknown   Status = ""
	Pending   Status = "pending"
	Claimed   Status = "awaiting_confirmation" // the customer says so
	Paid      Status = "paid"
	Expired   Status = "expired"
	Cancelled Status = "cancelled"
	Failed    Status = "failed"
	Refunded  Status = "refunded"
)

// statuses is the one table of the words of every system.
var statuses = map[string]map[string]Status{
	Generic: {
		"pending": Pending, "success": Paid, "failed": Failed, "expired": Expired,
	},
	TemanQRIS: {
		"pending": Pending, "awaiting_confirmation": Claimed, "paid": Paid, "expired": Expired, "cancelled": Cancelled,
	},
	SenGo: {
		"pending": Pending, "success": Paid, "expired": Expired, "failed": Failed,
	},
	Xendit: {
		"active": Pending, "inactive": Unknown, // inactive only says "used"
		"completed": Paid, "succeeded": Paid, "failed": Failed,
	},
	SingaPay: {
		"open": Pending, "paid": Paid, "settled": Paid, "expired": Expired, "canceled": Cancelled, "cancelled": Cancelled,
		"failed": Failed, "refunded": Refunded,
	},
}

// statusOf reads a system's word; one that nobody knows is Unknown.
func statusOf(system, word string) Status { return statuses[system][strings.ToLower(word)] }
