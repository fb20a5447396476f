// Keeps a page of the pay link up to date. Without it the page works as well: it only has to be loaded again.
const calm = 30_000;
const place = () => document.getElementById("main");
const banner = document.getElementById("offline");
let wait = 0;
let unchanged = 0;

/** Times in the reader's own zone, as the reader's region writes them. */
function localise(root) {
  const language = document.documentElement.lang;
  const locale = navigator.languages.find(tag => tag.slice(0, 2).toLowerCase() === language) ?? language;
  const { hour12 } = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions();
  const forms = {
    day: { day: "numeric", month: "long", year: "numeric" },
    short: { day: "numeric", month: "short" },
    time: { day: "numeric", month: "long", hour: hour12 ? "numeric" : "2-digit", minute: "2-digit" },
  };
  for (const time of root.querySelectorAll("time[data-time]")) {
    time.textContent = new Intl.DateTimeFormat(locale, forms[time.dataset.time]).format(new Date(time.dateTime));
    // In Italian, "il" and "al" are "l’" and "all’" before 8 and 11.
    const before = time.previousSibling;
    if (language === "it" && before?.nodeType === Node.TEXT_NODE && /^(8|11) /.test(time.textContent))
      before.textContent = before.textContent.replace(/(\bi|[ade])l $/, (_, a) => a === "i" ? "l’" : `${a}ll’`);
  }
}

/** A form is sent once, and says that it is. */
function guard(root) {
  for (const form of root.querySelectorAll("form")) {
    form.addEventListener("submit", event => {
      const button = form.querySelector("button[data-busy]");
      if (button.getAttribute("aria-busy") === "true") { event.preventDefault(); return; }
      button.dataset.calm = button.textContent;
      button.setAttribute("aria-busy", "true");
      button.setAttribute("aria-disabled", "true");
      const spinner = document.createElement("span");
      spinner.className = "spinner";
      spinner.setAttribute("aria-hidden", "true");
      button.firstElementChild.textContent = button.dataset.busy;
      button.append(spinner);
    });
  }
}

const isBusy = () => place().querySelector("[aria-busy=true]") !== null;

// Who comes back with the browser's own button finds the page as it was left: with a button that is still busy.
addEventListener("pageshow", event => {
  if (event.persisted && isBusy()) location.reload();
});

function show(next) {
  const before = place();
  const active = document.activeElement;
  const focused = before.contains(active) ? active.id || "main" : null;
  before.replaceWith(next);
  localise(next);
  guard(next);
  if (focused) (document.getElementById(focused) ?? next).focus({ preventScroll: true });
  const state = next.querySelector(".state") ?? next.querySelector("h1");
  if (before.dataset.state !== next.dataset.state && state) document.getElementById("says").textContent = state.innerText;
}

async function look() {
  const main = place();
  const answer = await fetch(main.dataset.address, {
    cache: "no-store",
    headers: { Accept: "text/html", "If-None-Match": main.dataset.version },
    signal: AbortSignal.timeout(20_000),
  });
  if (answer.status === 304) return false;
  if (answer.status === 404 || answer.status === 410) { wait = Infinity; return false; }
  if (!answer.ok) throw new Error(`${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.getElementById("main");
  // What PayPal has been asked for may not show yet: nobody who has just approved is to be offered to pay again.
  const isBehind = main.dataset.state === "confirming" && next.dataset.state === "open" && unchanged < 60;
  if (isBehind || isBusy() || next.dataset.version === main.dataset.version) return false;
  document.title = page.title;
  show(document.adoptNode(next));
  return true;
}

async function follow() {
  for (;;) {
    const base = Number(place().dataset.live);
    const pause = Math.min(calm, Math.max(wait, base * 2 ** Math.floor(unchanged / 30)));
    if (wait === Infinity) return;
    await new Promise(done => setTimeout(done, pause));
    if (document.hidden) await new Promise(done => document.addEventListener("visibilitychange", done, { once: true }));
    try {
      unchanged = await look() ? 0 : unchanged + 1;
      if (wait !== Infinity) wait = 0;
      banner.hidden = true;
    } catch {
      wait = Math.min(calm, Math.max(2_000, wait * 2));
      banner.hidden = navigator.onLine;
    }
  }
}

localise(document);
guard(document);
if (place().dataset.address) {
  // The address after the way back from PayPal asks for the money: it is not to be loaded again.
  if (location.pathname !== place().dataset.address) history.replaceState(null, "", place().dataset.address);
  follow();
}
