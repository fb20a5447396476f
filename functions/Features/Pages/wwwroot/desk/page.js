// The seller's desk: what is to be shipped, the money, the orders, the statements, and the set-up.
import { useLive } from "../kit/api.js";
import { Skeleton, Trouble } from "../kit/parts.js";
import { route } from "../kit/route.js";
import { style } from "../kit/style.js";
import { html, useEffect, useRef } from "../kit/view.js";
import { preload, useTitle, View } from "../kit/views.js";
import { load, t } from "../kit/words.js";
import { stepsToDo } from "./steps.js";

await Promise.all([style(new URL("../chat/page.css", import.meta.url).href), style(new URL("page.css", import.meta.url).href),
  load("chat")]);

// Each is loaded when it is first shown.
const views = {
  "": async () => (await import("./to-ship.js")).ToShip,
  orders: async () => (await import("./orders.js")).Orders,
  money: async () => (await import("./money.js")).Money,
  statements: async () => (await import("./statements.js")).Statements,
  setup: async () => (await import("./setup.js")).Setup,
};

export default function Desk() {
  const account = useLive("sellers/me", { slowest: 8 });
  const [, asked = "", id] = route.value.path;
  const isNew = !account.data && account.problem?.status === 404;
  const name = isNew ? "setup" : asked in views ? asked : "";
  useEffect(() => { preload(views[name]); }, [name]);
  useTitle(t(`desk.${name || "ship"}`));
  const tabs = useRef(null);
  useEffect(() => {
    tabs.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [name, Boolean(account.data)]);
  if (!account.data && !isNew)
    return account.problem ? html`<${Trouble} problem=${account.problem} retry=${account.refresh} />` : html`<${Skeleton} lines=${6} />`;
  return html`<div class="desk">
    ${!isNew && html`<nav class="desk-tabs" ref=${tabs} aria-label=${t("desk.tabs")}>${Object.keys(views).map(view => html`<a key=${view}
      href=${view ? `/desk/${view}` : "/desk"} aria-current=${view === name ? "page"
        : undefined}>${t(`desk.${view || "ship"}`)}</a>`)}</nav>`}
    ${!isNew && name !== "setup" && html`<${Notice} seller=${account.data} />`}
    <${View} load=${views[name]} seller=${account.data ?? null} id=${id} refresh=${account.refresh} /></div>`;
}

/** What keeps the seller from selling or being paid, on every view. */
function Notice({ seller }) {
  const isStopped = ["restricted", "revoked"].includes(seller.status);
  if (seller.nextStep === "none" && !seller.payoutsWaitUntil && !isStopped) return null;
  const todo = stepsToDo(seller);
  return html`<aside class="notice ${isStopped ? "bad" : ""}" aria-label=${t("notice.label")}>
    <p><strong>${t(`notice.${isStopped ? seller.status : todo > 0 ? "unfinished" : seller.nextStep}`)}</strong>
      ${" "}${todo > 0 && !isStopped ? t("notice.todo", { count: todo }) : seller.reason ?? t(`notice-how.${seller.nextStep}`)}</p>
    <a class="button" href="/desk/setup">${t("notice.go")}</a></aside>`;
}
