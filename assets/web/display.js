import { at, fetched, follow, say, show, ws } from "/web/live.js";
import { forget, key, pair, protocols } from "/web/pair.js";

const pages = { idle: "idle", code: "asked", over: "done", paid: "done" };

const draw = (view) => {
  show("practice", !!view.practice);
  for (const page of new Set(Object.values(pages))) show(page, pages[view.kind] === page);
  document.body.classList.toggle("paid", view.kind === "paid");
  document.body.classList.toggle("training", view.kind === "paid" && !!view.practice);
  at("shop").textContent = view.name;
  at("only").textContent = say("web.display.only", view.name);
  for (const id of ["amount", "got"]) at(id).textContent = view.amount ?? "";
  at("payee").textContent = view.name;
  at("nmid").textContent = say("code.nmid", view.nmid);
  at("number").textContent = say("code.number", view.number ?? "");
  at("thanks").textContent = say(view.kind === "over" ? "code.expired.customer" : "web.pay.paid");
  document.querySelector("#done .tick").hidden = view.kind !== "paid";
  if (view.qr && at("qr").src !== view.qr) { at("qr").src = view.qr; at("qr").alt = say("web.pay.qr", view.amount, view.name); }
};

pair("display", () => follow({
  socket: () => ({ address: ws("/display/live"), protocols: protocols("display") }),
  ask: () => fetched("/display/view", key("display")).catch((error) => { if (error.gone) forget("display"); throw error; }),
  draw, online: (yes) => show("offline", !yes),
}));
