// The pay button for a shop's own web page:
//   <script src="https://TILL/widget.js" data-merchant="ID" data-amount="50000"></script>
// It draws into a shadow root, so that neither page nor button disturbs the
// other's looks, and speaks only with the till that it came from.
(() => {
  const script = document.currentScript, till = new URL(script.src).origin, options = script.dataset;
  const indonesian = !(document.documentElement.lang || navigator.language || "id").startsWith("en");
  const say = (id, en) => (indonesian ? id : en);
  const rupiah = (amount) => "Rp" + String(amount).replace(/\B(?=(\d{3})+$)/g, ".");
  const colour = /^#[0-9a-f]{3,8}$/i.test(options.buttonColor ?? "") ? options.buttonColor : "#ff6b35";
  const host = document.createElement("span");
  const root = host.attachShadow({ mode: "open" });
  script.after(host);

  const style = document.createElement("style");
  style.textContent = `
    * { box-sizing: border-box; font: 16px/1.45 system-ui, sans-serif; }
    button { font-weight: 700; min-height: 48px; padding: 10px 22px; border: 0; border-radius: 12px; cursor: pointer; }
    .pay { background: ${colour}; color: ${dark(colour) ? "#fff" : "#111"}; }
    .plain { background: #fff; color: #14212B; border: 2px solid #8A8476; }
    :focus-visible { outline: 3px solid #0B6E69; outline-offset: 3px; }
    dialog:focus-visible { outline: 0; }
    dialog { border: 0; border-radius: 18px; padding: 20px; width: min(92vw, 400px); max-height: 94vh; overflow: auto; color: #14212B; background: #fff; text-align: center; }
    dialog::backdrop { background: rgb(0 0 0 / .55); }
    h2 { margin: 0 0 4px; font-size: 19px; font-weight: 700; overflow-wrap: anywhere; }
    p { margin: 6px 0; } .big { font-size: 34px; font-weight: 700; } .name { font-weight: 700; } .quiet { color: #5B6872; }
    img { width: 100%; max-width: 320px; height: auto; image-rendering: pixelated; background: #fff; }
    input { width: 100%; font-size: 22px; padding: 10px; border: 2px solid #8A8476; border-radius: 12px; text-align: center; }
    .row { display: flex; flex-direction: column; gap: 10px; margin-top: 12px; }`;
  root.append(style);

  function dark(hex) {
    const full = hex.length < 7 ? hex.slice(1, 4).replace(/./g, "$&$&") : hex.slice(1, 7);
    const [r, g, b] = [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return r * 0.2126 + g * 0.7152 + b * 0.0722 < 0.179; // white has the better contrast then (WCAG 2.2, 1.4.3)
  }

  const element = (name, text, className) => Object.assign(document.createElement(name), { textContent: text ?? "", className: className ?? "" });
  const button = element("button", options.buttonText || "Bayar dengan QRIS", "pay");
  button.type = "button";
  const dialog = element("dialog");
  const title = element("h2", say("Bayar dengan QRIS", "Pay with QRIS"));
  title.id = "title";
  dialog.setAttribute("aria-labelledby", "title");
  const body = element("div"), state = element("p", "", "quiet"), row = element("div", "", "row");
  state.setAttribute("role", "status");
  state.setAttribute("aria-live", "polite");
  const close = element("button", say("Tutup", "Close"), "plain");
  close.type = "button";
  dialog.append(title, body, state, row);
  root.append(button, dialog);

  let key = "", order = null, timer = 0;
  const call = async (method, path, sent) => {
    const answer = await fetch(till + path, { method, credentials: "omit", headers: sent ? { "Content-Type": "application/json" } : {}, body: sent && JSON.stringify(sent) });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw Object.assign(new Error(said.message || say("Belum bisa. Coba lagi.", "Not possible now. Try again.")), { status: answer.status });
    return said;
  };
  const fail = (error) => { state.textContent = error instanceof TypeError ? say("Kasir tidak bisa dihubungi. Kalau sudah bayar, jangan bayar lagi.", "The shop cannot be reached. If you have paid, do not pay again.") : error.message; };

  const ask = () => {
    const input = element("input");
    Object.assign(input, { inputMode: "numeric", required: true, ariaLabel: say("Nominal (rupiah)", "Amount (rupiah)"), placeholder: "50000" });
    const go = element("button", say("Tampilkan QRIS", "Show QRIS"), "pay");
    go.onclick = () => { const amount = Number(input.value.replace(/\D/g, "")); if (amount > 0) charge(amount); else input.focus(); };
    input.onkeydown = (event) => { if (event.key === "Enter") go.click(); };
    body.replaceChildren(input);
    row.replaceChildren(go, close);
    input.focus();
  };

  const charge = async (amount) => {
    body.replaceChildren();
    row.replaceChildren(close);
    state.textContent = say("Menyiapkan QR…", "Preparing the code…");
    try {
      order = await call("POST", "/api/widget/" + encodeURIComponent(options.merchant) + "/orders", {
        key, amount, description: options.description, callback_url: options.callback, webhook_url: options.webhook,
      });
      show(amount);
    } catch (error) { fail(error); const again = element("button", say("Coba lagi", "Try again"), "pay"); again.onclick = () => charge(amount); row.replaceChildren(again, close); }
  };

  const show = (amount) => {
    const picture = element("img");
    Object.assign(picture, { src: order.qr_image, alt: say("Kode QRIS ", "QRIS code ") + rupiah(order.amount ?? amount) });
    body.replaceChildren(element("p", rupiah(order.amount ?? amount), "big"), picture, element("p", order.payment_link.merchant_name, "name"));
    state.textContent = say("Scan pakai m-banking atau e-wallet apa saja. Cek namanya sebelum bayar.", "Scan with any bank or wallet app. Check the name before you pay.");
    const paid = element("button", say("Saya sudah bayar", "I have paid"), "pay");
    paid.onclick = claim;
    row.replaceChildren(paid, close);
    clearInterval(timer);
    timer = setInterval(look, 3000);
  };

  const code = () => encodeURIComponent(order.payment_link.link_code);
  const look = async () => {
    try {
      const now = await call("GET", "/api/pay/" + code());
      if (now.is_paid) done(now);
      else if (now.is_expired) { clearInterval(timer); state.textContent = say("Waktu habis. Belum bayar? Buka lagi. Sudah bayar? Jangan bayar lagi, hubungi toko.", "Time is over. Not paid yet? Open this again. Paid? Do not pay again, ask the shop."); body.replaceChildren(); row.replaceChildren(close); key = ""; }
    } catch { /* asked again in a moment */ }
  };
  const done = (now) => {
    clearInterval(timer);
    body.replaceChildren(element("p", "✓", "big"), element("p", rupiah(now.amount), "big"));
    state.textContent = say("Pembayaran diterima. Terima kasih!", "Payment received. Thank you!");
    row.replaceChildren(close);
    key = "";
    close.focus();
  };
  const claim = async () => {
    try {
      const now = await call("POST", "/api/pay/" + code() + "/confirm");
      state.textContent = say("Pembayaran sedang dicek. Mohon tunggu, jangan bayar lagi.", "Your payment is being checked. Please wait, do not pay again.");
      row.replaceChildren(close);
      if (options.callback && /^https?:/.test(options.callback)) {
        const to = new URL(options.callback);
        // "confirmed" is the document's word for what the customer said.
        for (const [name, value] of [["order_id", now.order_id], ["amount", order.amount], ["status", "confirmed"]]) to.searchParams.set(name, value);
        location.href = to;
      }
    } catch (error) { fail(error); }
  };

  close.onclick = () => dialog.close();
  dialog.onclose = () => { clearInterval(timer); button.focus(); };
  button.onclick = () => {
    if (!options.merchant) return;
    dialog.showModal();
    if (key && order) { show(order.amount); return; } // the same order again
    key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    order = null;
    state.textContent = "";
    if (Number(options.amount) > 0) charge(Number(options.amount)); else ask();
  };
})();
