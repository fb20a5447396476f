// The sellers: first those who wait to be verified.
import { Choice, Words } from "../kit/parts.js";
import { go, route } from "../kit/route.js";
import { html } from "../kit/view.js";
import { t } from "../kit/words.js";
import { Heading, Listed, useList, When } from "./parts.js";

export const standings = ["pending", "unverified", "active", "restricted", "revoked"];
const tones = { pending: "todo", active: "good", restricted: "bad", revoked: "bad", unverified: "wait" };

export const Standing = ({ of }) => html`<span class="pill ${tones[of] ?? ""}">${t(`seller-status.${of}`)}</span>`;

export function Sellers() {
  const status = route.value.query.get("status") ?? "pending";
  const list = useList(status === "all" ? "sellers" : `sellers?status=${encodeURIComponent(status)}`);
  return html`<${Heading}>${t("sellers.title")}</${Heading}>
    <div class="filters"><${Choice} label=${t("sellers.which")} value=${status}
      onText=${to => go(`/ops/sellers?status=${to}`, { replace: true })}
      options=${[...standings.map(of => [of, t(`seller-status.${of}`)]), ["all", t("sellers.all")]]} /></div>
    <${Listed} list=${list} empty=${t(status === "pending" ? "sellers.none-pending" : "sellers.none")}>${items =>
      html`<ul class="rows">${items.map(seller => html`
      <li key=${seller.id}><a class="row-link" href="/ops/sellers/${seller.id}"><span
        class="split"><strong><${Words}>${seller.businessName}</${Words}></strong>
          <${Standing} of=${seller.status} /></span>
        <span class="split hint"><code>${seller.id}</code><${When}
          at=${seller.kycSubmittedAt ?? seller.createdAt} /></span></a></li>`)}</ul>`}
    </${Listed}>`;
}
