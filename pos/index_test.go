package pos

// Every index has a prefix of its own, or this does not compile.
var _ = map[byte]struct{}{
	byNumber: {}, byKey: {}, byAmount: {}, byUntil: {}, byExpired: {}, byDay: {}, bySeen: {}, byMoney: {}, byInbox: {},
	byPaid: {}, byState: {}, byCaller: {}, byWish: {}, byCalls: {}, byGuests: {}, byCode: {}, byGateway: {},
	byStatic: {}, byStaticSale: {},
}
