package house

import "laci/pos"

// CheckMoney has the gateway of an order asked about its money soon: somebody at
// the till wants to know now. What comes of it stands in the journal, and whether
// the gateway answered in pos.Gateway.
func (h *House) CheckMoney(o pos.Order) { h.desk.Wake(o) }
