// What every page needs: the words that came with it, and a view that follows
// the till. A page listens on a websocket; when that is gone it asks every few
// seconds, and tries the websocket again, later and later, never in step with
// others.
export const words = JSON.parse(document.getElementById("words").textContent);
export const say = (code, ...args) => args.reduce((text, arg) => text.replace(/%[sd]/, arg), words[code] ?? code);
export const at = (id) => document.getElementById(id);
export const show = (id, on) => { at(id).hidden = !on; };

const least = 1000, most = 30000, poll = 3000;

// follow calls draw with each new view, and online with whether the till answers.
// ask fetches the view once. socket gives the address and subprotocols.
export function follow({ socket, ask, draw, online }) {
  let wait = least, polling = 0, ended = false, line = null, newest = 0;
  const look = async () => {
    const mine = ++newest; // what came since the question is newer than its answer
    try {
      const view = await ask();
      if (mine === newest) draw(view);
      online(true);
    } catch (error) { if (error.gone) stop(); online(false); }
  };
  const stop = () => { ended = true; clearInterval(polling); line?.close(); };
  const connect = () => {
    if (ended) return;
    const { address, protocols } = socket();
    line = new WebSocket(address, protocols);
    line.onopen = () => { wait = least; clearInterval(polling); polling = 0; online(true); look(); };
    line.onmessage = (message) => { newest++; draw(JSON.parse(message.data)); };
    line.onclose = (event) => {
      if (event.code === 1008) { look(); } // the key is worth nothing any more: asking says so
      if (!polling && !ended) { look(); polling = setInterval(look, poll); }
      setTimeout(connect, wait * (0.5 + Math.random()));
      wait = Math.min(most, wait * 2);
    };
  };
  connect();
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  return stop;
}

// fetched asks for JSON. An answer that will never be another one is marked gone.
export async function fetched(address, options = {}) {
  const answer = await fetch(address, { cache: "no-store", ...options });
  if (!answer.ok) {
    const error = new Error(String(answer.status));
    error.status = answer.status;
    error.gone = [401, 403, 404, 410].includes(answer.status);
    throw error;
  }
  return answer.json();
}

export const ws = (path) => location.origin.replace(/^http/, "ws") + path;
