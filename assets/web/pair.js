// Pairing: a one-time code from the till is exchanged for a token of this
// device, which stays in this browser and can be revoked at the till.
import { at, say, show } from "/web/live.js";

export function token(scope) { return localStorage.getItem("laci." + scope); }

export const protocols = (scope) => ["laci.v1", "laci.key." + token(scope)];

export const key = (scope) => ({ headers: { Authorization: "Bearer " + token(scope) } });

// forget drops a token that the till does not know any more.
export function forget(scope) { localStorage.removeItem("laci." + scope); location.reload(); }

// may tells what the token lets this device do.
export const may = (scope) => localStorage.getItem("laci." + scope + ".scope");

// pair asks for the code and calls then once there is a token.
export function pair(scope, then) {
  if (token(scope)) return then();
  show("pairing", true);
  at("pair").onsubmit = async (event) => {
    event.preventDefault();
    const answer = await fetch("/api/v1/devices", {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code: at("code").value.replace(/\D/g, ""), name: at("name").value }),
    }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    if (!answer?.ok || !said?.token) {
      at("refused").textContent = answer ? (said?.detail_text ?? say("web.pair.wrong")) : say("web.offline");
      return;
    }
    localStorage.setItem("laci." + scope, said.token);
    localStorage.setItem("laci." + scope + ".scope", said.scope);
    show("pairing", false);
    then();
  };
}
