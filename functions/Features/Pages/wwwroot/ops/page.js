// The operator's desk: what waits, and what an operator can look at and do. Each tab has an address.
import { style } from "../kit/style.js";
import { route } from "../kit/route.js";
import { html, useEffect, useRef } from "../kit/view.js";
import { useTitle, View } from "../kit/views.js";
import { t } from "../kit/words.js";
import { useAlerts } from "./open-alerts.js";

await style(new URL("page.css", import.meta.url).href);

// Each is loaded when it is first shown.
const tabs = {
  alerts: { page: async () => (await import("./alerts.js")).Alerts },
  orders: { page: async () => (await import("./orders.js")).Orders, one: async () => (await import("./order.js")).OrderPage },
  sellers: { page: async () => (await import("./sellers.js")).Sellers, one: async () => (await import("./seller.js")).SellerPage },
  payouts: { page: async () => (await import("./payouts.js")).Payouts },
  "dead-letters": { page: async () => (await import("./dead-letters.js")).DeadLetters },
  audit: { page: async () => (await import("./audit.js")).Audit },
};
const addressOf = tab => tab === "alerts" ? "/ops" : `/ops/${tab}`;

export default function OpsPage() {
  const [, tab = "alerts", id] = route.value.path;
  const alerts = useAlerts();
  const { page, one } = tabs[tab] ?? {};
  const current = useRef(null);
  useTitle(t(page ? `tab.${tab}` : "page.ops"));
  useEffect(() => { current.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }); }, [tab]);
  return html`<nav class="tabs" ref=${current} aria-label=${t("page.ops")}>${Object.keys(tabs).map(of =>
    html`<a key=${of} href=${addressOf(of)}
      aria-current=${of === tab ? "page" : undefined}>${t(`tab.${of}`)}${of === "alerts" && alerts.items?.length > 0 &&
        html` <span class="badge">
        ${alerts.items.length}<span class="unseen"> ${t("open-alerts", { count: alerts.items.length })}</span></span>`}</a>`)}</nav>
    <div class="ops">${!page ? html`<section class="empty"><h1>${t("no-tab")}</h1><p><a href="/ops">${t("tab.alerts")}</a></p></section>`
      : one && id ? html`<${View} key=${id} load=${one} id=${id} />` : html`<${View} key=${tab} load=${page} alerts=${alerts} />`}</div>`;
}
