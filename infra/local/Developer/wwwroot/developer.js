// The developer's page of the local platform: both phones, the clock, and what happens behind them.
import { html, render, signal, useEffect, useState } from "/app/kit/view.js";

const look = signal(null);
const failure = signal(null);
const moving = signal(false);
const running = signal(false);

async function ask(path, body) {
  const answer = await fetch(path, body === undefined
    ? { cache: "no-store" }
    : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error ?? `${answer.status}`);
  return said;
}

async function refresh() {
  try {
    look.value = await ask("/look");
    failure.value = null;
  } catch (error) {
    failure.value = error.message;
  }
}

async function move(path, body = {}) {
  if (moving.value) return;
  moving.value = true;
  try {
    await ask(path, body);
    await refresh();
  } catch (error) {
    failure.value = error.message;
    running.value = false;
  } finally {
    moving.value = false;
  }
}

const clock = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "medium", timeZone: "UTC" });
const at = time => time ? new Date(time).toISOString().replace("T", " ").slice(0, 19) : "";

/** What a part of /look answers, polled every few seconds while it is shown. */
function useLook(path, every = 3000) {
  const [said, setSaid] = useState(null);
  useEffect(() => {
    if (!path) { setSaid(null); return undefined; }
    let stopped = false;
    let timer = 0;
    async function again() {
      if (!document.hidden) {
        try {
          const answer = await ask(path);
          if (!stopped) setSaid(answer);
        } catch (error) {
          if (!stopped) setSaid({ error: error.message });
        }
      }
      if (!stopped) timer = setTimeout(again, every);
    }
    again();
    return () => { stopped = true; clearTimeout(timer); };
  }, [path, look.value?.now]);
  return said;
}

function ClockBar() {
  const said = look.value;
  return html`<header class="clockbar"><h1>ChatPay on this machine</h1>
    <p><span class="now">${said ? clock.format(new Date(said.now)) : "…"}</span>
      <span class="soft"> UTC${said?.nextDue ? html`, next timer ${at(said.nextDue)}` : ""}</span></p>
    <div class="row">
      ${[["+1 hour", "1h"], ["+1 day", "1d"], ["+4 days", "4d"]].map(([words, by]) => html`<button key=${by} type="button"
        aria-disabled=${moving.value} onClick=${() => move("/clock/advance", { by })}>${words}</button>`)}
      <button type="button" aria-disabled=${moving.value} onClick=${() => move("/clock/next")}>To the next timer</button>
      <button type="button" aria-pressed=${running.value} onClick=${() => { running.value = !running.value; }}>
        ${running.value ? "Stop" : "Run"}</button>
      ${moving.value && html`<span class="spinner" role="status" aria-label="The clock moves"></span>`}
    </div></header>`;
}

// Two people in one tab: a frame with a name keeps its own sign-in.
const Phones = () => html`<div class="phones"><${Phone} who="Buyer" as="demo-buyer" /><${Phone} who="Seller" as="demo-seller" /></div>`;

function Phone({ who, as }) {
  const app = look.value.app.replace(/\/$/, "");
  const [path, setPath] = useState("/chat");
  const pages = who === "Seller" ? ["/chat", "/desk"] : ["/chat"];
  return html`<section class="phone" aria-label="${who}'s phone"><header><span>${who}</span>
    <span class="row">${pages.length > 1 && pages.map(of => html`<button key=${of} type="button" class="quiet" aria-pressed=${of === path}
      onClick=${() => setPath(of)}>${of}</button>`)}
    <a href="${app}${path}?sign-in-as=${as}" target="_blank" rel="noreferrer">open</a></span></header>
    <iframe name=${who} title="${who}'s phone" src="${app}${path}?sign-in-as=${as}"></iframe></section>`;
}

function Grid({ rows, columns }) {
  if (!rows) return html`<p class="soft">Loading…</p>`;
  if (rows.error) return html`<p class="error">${rows.error}</p>`;
  if (rows.length === 0) return html`<p class="soft">Nothing here yet.</p>`;
  const names = columns ?? [...new Set(rows.flatMap(row => Object.keys(row)))];
  return html`<div class="scroll" tabindex="0"><table class="grid"><thead><tr>${names.map(name =>
    html`<th key=${name}>${name}</th>`)}</tr></thead>
    <tbody>${rows.map((row, i) => html`<tr key=${row.id ?? i}>${names.map(name => html`<td key=${name}
      class=${typeof row[name] === "number" ? "number" : ""}><${Cell} value=${row[name]} /></td>`)}</tr>`)}</tbody></table></div>`;
}

function Cell({ value }) {
  if (value === null || value === undefined) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? html`<details><summary>${text.slice(0, 57)}…</summary><pre>${text}</pre></details>` : text;
}

function Orders() {
  const [id, setId] = useState(null);
  const orders = useLook("/look/orders");
  const history = useLook(id && `/look/orders/${encodeURIComponent(id)}`);
  const log = useLook(id && `/look/log?of=${encodeURIComponent(id)}`);
  if (!orders) return html`<p class="soft">Loading…</p>`;
  const stage = html`<p><button type="button" class=${orders.length === 0 ? "main" : "quiet"} aria-disabled=${moving.value}
    onClick=${() => move("/stage")}>Set the stage: a verified seller, and a buyer who asks</button></p>`;
  if (orders.length === 0) return html`<p>No order yet: one begins when the seller asks for money.</p>${stage}`;
  return html`<ul class="stack">${orders.map(order => html`<li key=${order.id}><button type="button" class="pick"
    aria-pressed=${order.id === id}
      onClick=${() => setId(order.id === id ? null : order.id)}><span>${order.name} <code>${order.id}</code></span>
      <span class="pill">${order.status}</span></button>
    ${order.id === id && html`<${History} entries=${history} />
      <details><summary>What the log says of it</summary><pre class="log">${(log ?? []).join("\n")}</pre></details>`}</li>`)}</ul>${stage}`;
}

const History = ({ entries }) => !entries ? html`<p class="soft">Loading…</p>` : html`<ol class="history scroll" tabindex="0">
  ${entries.filter(e => e.kind !== "TurnStarted").map((entry, i) => html`<li key=${i} class=${entry.kind}><time>${at(entry.at)}</time>
    <div><b>${entry.kind}</b> ${entry.name ?? ""} ${entry.problem && html`<span class="error">${entry.problem}</span>`}
    ${entry.data && html`<${Cell} value=${entry.data} />`}</div></li>`)}</ol>`;

const Mails = () => html`<${Grid} rows=${useLook("/look/mails")} columns=${["to", "subject", "text"]} />`;
const Secrets = () => html`<p class="soft">Only the names are shown, never the values.</p><${Grid} rows=${useLook("/look/secrets")} />`;

function Tables() {
  const [table, setTable] = useState(null);
  const tables = useLook("/look/tables", 30_000);
  const rows = useLook(table && `/look/tables/${table}`);
  return html`<div class="row">${(tables ?? []).map(name => html`<button key=${name} type="button" class="quiet"
    aria-pressed=${name === table}
    onClick=${() => setTable(name)}>${name}</button>`)}</div>${table && html`<${Grid} rows=${rows} />`}`;
}

function Queues() {
  const rows = look.value?.queues;
  return html`<${Grid} rows=${rows} /><p class="soft">Dead letters are looked at and put back with
    <code>dotnet run --project infra/local -- bus dead-letters QUEUE</code>, or at /bus.</p>`;
}

function Payments() {
  const said = useLook("/look/payments");
  if (!said) return html`<p class="soft">Loading…</p>`;
  return html`<p>The platform's PayPal account holds <b>${(said.balance / 100).toFixed(2)} USD</b>.</p>
    ${["captures", "refunds", "payouts", "webhooks"].map(of => html`<section key=${of}><h3>${of}</h3><${Grid}
      rows=${said[of]} /></section>`)}`;
}

const Faults = () => html`<label class="row"><input type="checkbox" checked=${look.value?.cutOff}
  onChange=${e => move("/faults", { cutOff: e.currentTarget.checked })} />
  The app reaches neither tables, vault, PayPal nor Instagram, as in an outage</label>
  <p class="soft">PayPal's own faults, and how payments and payouts end: POST to <code>${look.value?.payPal}simulator/…</code>,
  as its README tells.</p>`;

const tabs = { Orders, Mails, Queues, Payments, Tables, Secrets, Faults };

function Behind() {
  const [tab, setTab] = useState("Orders");
  const Shown = tabs[tab];
  const keys = event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const names = Object.keys(tabs);
    const next = names[(names.indexOf(tab) + step + names.length) % names.length];
    setTab(next);
    document.getElementById(`tab-${next}`).focus();
  };
  return html`<section class="card" aria-label="Behind the phones"><div class="tabs" role="tablist" onKeyDown=${keys}>
    ${Object.keys(tabs).map(name => html`<button key=${name} id="tab-${name}" type="button" role="tab" aria-selected=${name === tab}
      tabindex=${name === tab ? 0 : -1} aria-controls="shown" onClick=${() => setTab(name)}>${name}</button>`)}</div>
    <div id="shown" role="tabpanel" aria-labelledby="tab-${tab}"><${Shown} /></div></section>`;
}

function App() {
  return html`<${ClockBar} /><main>${failure.value && html`<p class="trouble" role="alert">${failure.value}</p>`}
    ${look.value ? html`<div class="desk"><${Phones} /><${Behind} /></div>
      <p class="soft">${["app", "issuer", "payPal", "instagram"].map(of =>
        html`<span key=${of}>${of}: <a href=${look.value[of]}>${look.value[of]}</a> · </span>`)}
      <a href="${look.value.app}ops">operator's desk</a> · <a href="${look.value.app}api/docs/quick-start">documentation</a></p>`
      : html`<p class="loading" role="status">Loading…</p>`}</main>`;
}

await refresh();
const place = document.getElementById("app");
place.replaceChildren();
render(html`<${App} />`, place);
setInterval(() => {
  if (document.hidden || moving.value) return;
  if (running.value) move("/clock/next");
  else refresh();
}, 1000);
