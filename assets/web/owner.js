import { at, fetched, follow, say, show, ws } from "/web/live.js";
import { forget, key, may, pair, protocols } from "/web/pair.js";

const scope = "owner";
const element = (name, text) => Object.assign(document.createElement(name), { textContent: text ?? "" });

// pairs fills a list of names and what they come to.
const pairs = (id, rows) => at(id).replaceChildren(...rows.flatMap(([name, value]) => [element("dt", name), element("dd", value)]));

// question is a code whose money the cashier asks about.
const question = (ask) => {
  const card = element("div");
  card.className = "card waiting";
  const row = element("div");
  row.className = "row";
  for (const yes of [true, false]) {
    const button = element("button", say(yes ? "web.owner.yes" : "web.owner.no"));
    if (yes) button.className = "main";
    button.onclick = async () => {
      for (const other of row.children) other.disabled = true;
      try {
        await fetched("/api/v1/orders/" + ask.id + "/answer", {
          method: "POST", headers: { ...key(scope).headers, "Content-Type": "application/json" }, body: JSON.stringify({ yes }),
        });
      } catch {
        for (const other of row.children) other.disabled = false;
        at("refused").textContent = say("web.offline");
      }
    };
    row.append(button);
  }
  card.append(element("strong", say("web.owner.ask", ask.amount, ask.number)), element("span", say("web.owner.asked", ask.by, ask.at)), row);
  return card;
};

const draw = (view) => {
  show("day", true);
  show("practice", !!view.practice);
  at("shop").textContent = view.name;
  at("asks").replaceChildren(...view.asks.map(question));
  show("check", view.check > 0);
  at("check").textContent = say("web.owner.check", view.check);
  show("saved", !!view.backup);
  at("saved").textContent = view.backup ?? "";
  at("date").textContent = new Date(view.day + "T12:00").toLocaleDateString(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" });
  at("total").textContent = view.total;
  at("count").textContent = say("web.owner.count", view.count);
  const most = Math.max(1, ...view.hours.map((hour) => hour.sum));
  at("hours").setAttribute("aria-label", view.hours.map((hour) => hour.hour + ": " + hour.text).join(", "));
  at("hours").replaceChildren(...view.hours.map((hour) => {
    const bar = element("i"), column = element("div");
    bar.style.height = (100 * hour.sum / most) + "%";
    column.append(bar, element("span", hour.hour));
    return column;
  }));
  pairs("how", view.how.map((row) => [row.name, row.sum]));
  pairs("tills", view.tills.map((till) => [till.name, till.seen]));
};

// fetches saves the newest backup as a file on this device.
const fetches = async () => {
  at("download").disabled = true;
  try {
    const answer = await fetch("/owner/backup", key(scope));
    if (answer.status === 401 || answer.status === 403) return forget(scope);
    if (!answer.ok) throw new Error(String(answer.status));
    const name = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition"))?.[1] ?? "laci.backup";
    const link = Object.assign(element("a"), { href: URL.createObjectURL(await answer.blob()), download: name });
    link.click();
    URL.revokeObjectURL(link.href);
    at("downloaded").textContent = say("web.owner.downloaded", name);
  } catch (error) {
    at("downloaded").textContent = say(error.message === "404" ? "web.owner.nobackup" : "web.offline");
  }
  at("download").disabled = false;
};

pair(scope, () => may(scope) === "owner-backup" ? (show("backup", true), at("download").onclick = fetches) : follow({
  socket: () => ({ address: ws("/owner/live"), protocols: protocols(scope) }),
  ask: () => fetched("/owner/view", key(scope)).catch((error) => { if (error.gone) forget(scope); throw error; }),
  draw, online: (yes) => show("offline", !yes),
}));
