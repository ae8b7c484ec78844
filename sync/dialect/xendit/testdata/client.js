// A shop's program, as the npm package's readme has it written: it sells one
// code, looks at it, simulates its payment and lists what was paid.
// Usage: node client.js MODULES URL KEY
const [, , modules, xenditURL, secretKey] = process.argv;
const Xendit = require(require.resolve("xendit-node", { paths: [modules] }));
const { QrCode } = new Xendit({ secretKey, xenditURL });
const q = new QrCode({});

const refused = (call) => call.then(() => null, (e) => e);

async function main() {
  const said = {};
  said.missing = await refused(q.getCode({ externalID: "pesanan-1" }));
  said.low = await refused(q.createCode({ externalID: "pesanan-1", type: QrCode.Type.Dynamic, callbackURL: "https://toko.example/callback", amount: 1 }));
  said.made = await q.createCode({
    externalID: "pesanan-1",
    type: QrCode.Type.Dynamic,
    callbackURL: "https://toko.example/callback",
    amount: 1500,
    metadata: { meja: 7, kasir: "é" },
  });
  said.twice = await refused(q.createCode({ externalID: "pesanan-1", type: QrCode.Type.Dynamic, callbackURL: "https://toko.example/callback", amount: 1500 }));
  said.found = await q.getCode({ externalID: "pesanan-1" });
  said.none = await q.getPayments({ externalID: "pesanan-1" });
  said.paid = await q.simulate({ externalID: "pesanan-1" });
  said.again = await refused(q.simulate({ externalID: "pesanan-1", amount: 1500 }));
  said.done = await q.getCode({ externalID: "pesanan-1" });
  const to = new Date(Date.now() + 3600e3).toISOString();
  said.payments = await q.getPayments({ externalID: "pesanan-1", from: said.made.created, to, limit: 10 });

  said.sticker = await q.createCode({ externalID: "meja-7", type: QrCode.Type.Static, callbackURL: "https://toko.example/callback" });
  said.first = await q.simulate({ externalID: "meja-7", amount: 20000 });
  said.second = await q.simulate({ externalID: "meja-7", amount: 5000 });
  said.sold = await q.getPayments({ externalID: "meja-7" });
  console.log(JSON.stringify(said));
}

main().catch((e) => {
  console.error(e);
  process.exit(1);
});
