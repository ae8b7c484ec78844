import { at, fetched, follow, say, show, ws } from "/web/live.js";

const here = location.pathname.replace(/\/$/, "");
let view = null, ahead = 0;

const draw = (next) => {
  view = next;
  if (view.now) ahead = Date.parse(view.now) - Date.now();
  document.body.classList.toggle("paid", view.state === "paid");
  document.body.classList.toggle("training", view.state === "paid" && !!view.practice);
  at("state").textContent = say("web.pay." + view.state);
  show("qr", view.state === "pending" || view.state === "checking");
  show("tick", view.state === "paid");
  show("claim", view.state === "pending");
  show("return", !!view.return && view.state !== "pending");
  if (view.return) at("return").href = view.return;
  tick();
};

const tick = () => {
  const left = Math.max(0, Math.ceil((Date.parse(view.until) - Date.now() - ahead) / 1000));
  const hours = Math.floor(left / 3600), rest = String(Math.floor(left / 60) % 60).padStart(2, "0") + ":" + String(left % 60).padStart(2, "0");
  at("left").textContent = say("web.pay.left", hours ? hours + ":" + rest : rest);
  show("left", view.state === "pending" && left > 0);
};

at("claim").onclick = async () => {
  at("claim").disabled = true;
  try {
    draw(await fetched(here + "/claim", { method: "POST" }));
    if (view.return) location.href = view.return;
  } catch (error) {
    at("state").textContent = say(error.status === 429 ? "web.pay.soon" : "web.offline");
    at("claim").disabled = false;
  }
};

draw(JSON.parse(at("first").textContent));
setInterval(tick, 1000);
follow({ socket: () => ({ address: ws(here + "/live") }), ask: () => fetched(here + "/status"), draw, online: (yes) => show("offline", !yes) });
