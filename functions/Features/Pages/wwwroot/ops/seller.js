// One seller's account, as an operator is shown it: no identity data, and above all which PayPal account is paid.
import { post, put, remove, useLive } from "../kit/api.js";
import { Skeleton, Trouble, Words } from "../kit/parts.js";
import { html } from "../kit/view.js";
import { knows, locale, t } from "../kit/words.js";
import { Do } from "../kit/act.js";
import { Facts, Heading, Id, When } from "./parts.js";
import { Standing } from "./sellers.js";

const countries = new Intl.DisplayNames([locale], { type: "region", fallback: "code" });

export function SellerPage({ id }) {
  const { data: seller, etag, problem, refresh } = useLive(`sellers/${encodeURIComponent(id)}`);
  if (!seller) return html`<${Trouble} problem=${problem} retry=${refresh} />${!problem && html`<${Skeleton} lines=${6} />`}`;
  return html`<p><a href="/ops/sellers">← ${t("tab.sellers")}</a></p>
    <header class="split"><${Heading} watch=${seller.status}><${Words}>${seller.businessName}</${Words}></${Heading}><${Standing}
      of=${seller.status} /></header>
    <${Trouble} problem=${problem} />
    ${seller.sanctionsHoldSince && html`<p class="trouble">${t("seller.sanctions")} <${When} at=${seller.sanctionsHoldSince} /></p>`}
    <section class="card"><${Account} seller=${seller} />
      <div class="row">${actionsOf(seller, etag).map(action => html`<${Do} key=${action.name} action=${action}
        kind=${action.isMain ? "main" : ""} onDone=${refresh} />`)}</div></section>
    <p class="row"><a class="button" href="/ops/orders?q=${seller.id}">${t("seller.orders")}</a>
      <a class="button" href="/ops/audit?subject=${seller.id}">${t("seller.audit")}</a></p>`;
}

/** What is looked at before somebody is verified. */
const Account = ({ seller }) => html`<${Facts} of=${[
  [t("seller.id"), html`<${Id} of=${seller.id} />`],
  [t("seller.country"), countries.of(seller.country)],
  [t("seller.paypal"), html`<code>${seller.payPalMerchantId}</code>`],
  [t("seller.reason"), seller.reason && html`<${Words}>${seller.reason}</${Words}>`],
  [t("seller.next"), seller.nextStep !== "none" && (knows(`seller-next.${seller.nextStep}`) ? t(`seller-next.${seller.nextStep}`)
    : seller.nextStep)],
  [t("seller.identity"), seller.kycSubmittedAt ? html`${t("seller.identity-in")} <${When} at=${seller.kycSubmittedAt} />`
    : t("seller.identity-none")],
  [t("seller.erasure"), seller.erasure && html`<${When} at=${seller.erasure.erasedAt ?? seller.erasure.eraseAt} />`],
  [t("seller.terms"), seller.termsAcceptedAt ? html`${seller.termsVersion} · <${When} at=${seller.termsAcceptedAt} />`
    : t("seller.terms-none")],
  [t("seller.wait"), seller.payoutsWaitUntil && html`<${When} at=${seller.payoutsWaitUntil} />`],
  [t("seller.instagram"), seller.instagram && html`<${Words}>@${seller.instagram.username}</${Words}>`],
  [t("seller.lost"), seller.instagram?.lostSince && html`<${When} at=${seller.instagram.lostSince} />`],
  [t("seller.mail"), t(seller.getsMail ? "yes" : "no")],
  [t("seller.since"), html`<${When} at=${seller.createdAt} />`],
]} />`;

function actionsOf(seller, etag) {
  const path = what => `sellers/${seller.id}/${what}`;
  const fill = { seller: seller.businessName, paypal: seller.payPalMerchantId };
  const about = seller.id;
  const reason = [{ name: "reason", kind: "text", needed: true, max: 500 }];
  const said = values => ({ reason: values.reason.trim() });
  return [
    // Of what was looked at, and of nothing newer: the sheet keeps its tag from when it was opened.
    seller.status === "pending" && {
      name: "verify", isMain: true, about, fill, shows: html`<${Account} seller=${seller} />`,
      send: (_, key) => post(path("verification"), undefined, { key, ifMatch: etag }),
    },
    seller.sanctionsHoldSince && {
      name: "clear-sanctions", danger: true, about, fill, fields: reason, body: said,
      send: (body, key) => post(path("sanctions-clearance"), body, { key, ifMatch: etag }),
    },
    seller.status === "restricted" ? { name: "lift", about, fill, send: (_, key) => remove(path("restriction"), { key, ifMatch: etag }) }
      : seller.status !== "revoked" && {
        name: "restrict", danger: true, about, fill, fields: reason, body: said,
        send: (body, key) => post(path("restriction"), body, { key, ifMatch: etag }),
      },
    seller.status !== "revoked" && {
      name: "reserve", about, fill, fields: [{ name: "percent", kind: "percent", needed: true }],
      body: values => ({ basisPoints: Math.round(Number(values.percent.replace(",", ".")) * 100) }),
      filled: values => ({ percent: values.percent ?? "" }),
      send: (body, key) => put(path("reserve"), body, { key, ifMatch: etag }),
    },
    seller.status !== "revoked" && {
      name: "revoke", danger: true, about, fill, fields: reason, body: said,
      send: (body, key) => post(path("revocation"), body, { key, ifMatch: etag }),
    },
  ].filter(Boolean);
}
