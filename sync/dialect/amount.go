package dialect

import "laci/pos"

// Amount is money as senders write it.
type Amount = pos.Amount
