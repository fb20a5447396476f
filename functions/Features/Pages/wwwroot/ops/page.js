// The operator's desk: what waits, and what an operator can look at and do. Each tab has an address.
import { style } from "../kit/style.js";
import { route } from "../kit/route.js";
import { html, useEffect, useRef } from "../kit/view.js";
import { t } from "../kit/words.js";
import { Alerts, useAlerts } from "./alerts.js";
import { Audit } from "./audit.js";
import { DeadLetters } from "./dead-letters.js";
import { OrderPage } from "./order.js";
import { Orders } from "./orders.js";
import { Payouts } from "./payouts.js";
import { SellerPage } from "./seller.js";
import { Sellers } from "./sellers.js";

await style(new URL("page.css", import.meta.url).href);

const tabs = {
  alerts: { Page: Alerts },
  orders: { Page: Orders, One: OrderPage },
  sellers: { Page: Sellers, One: SellerPage },
  payouts: { Page: Payouts },
  "dead-letters": { Page: DeadLetters },
  audit: { Page: Audit },
};
const addressOf = tab => tab === "alerts" ? "/ops" : `/ops/${tab}`;

export default function OpsPage() {
  const [, tab = "alerts", id] = route.value.path;
  const alerts = useAlerts();
  const { Page, One } = tabs[tab] ?? {};
  const current = useRef(null);
  useEffect(() => {
    document.title = `${t(Page ? `tab.${tab}` : "page.ops")} · ChatPay`;
    current.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [tab]);
  return html`<nav class="tabs" ref=${current} aria-label=${t("page.ops")}>${Object.keys(tabs).map(of => html`<a key=${of} href=${addressOf(of)}
      aria-current=${of === tab ? "page" : undefined}>${t(`tab.${of}`)}${of === "alerts" && alerts.items?.length > 0 && html` <span class="badge">
        ${alerts.items.length}<span class="unseen"> ${t("open-alerts", { count: alerts.items.length })}</span></span>`}</a>`)}</nav>
    <div class="ops">${!Page ? html`<section class="empty"><h1>${t("no-tab")}</h1><p><a href="/ops">${t("tab.alerts")}</a></p></section>`
      : One && id ? html`<${One} key=${id} id=${id} />` : html`<${Page} key=${tab} alerts=${alerts} />`}</div>`;
}
