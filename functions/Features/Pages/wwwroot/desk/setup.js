// The way to the first sale as a list of what is done and what is to do.
import { post, useCommand } from "../kit/api.js";
import { useDraft } from "../kit/draft.js";
import { date } from "../kit/format.js";
import { Action, announce, Choice, errorOf, Field, Trouble, Words } from "../kit/parts.js";
import { go } from "../kit/route.js";
import { html, useState } from "../kit/view.js";
import { language, t } from "../kit/words.js";
import { Instagram, Mail, PayPal } from "./connections.js";
import { Identity } from "./identity.js";
import { MerchantId } from "./receiver.js";
import { required, standing } from "./steps.js";

export function Setup({ seller, refresh }) {
  const steps = standing(seller);
  const isActive = seller?.status === "active";
  const done = required.filter(step => steps[step] === "done").length;
  const shared = { seller, refresh };
  return html`<h1>${t("desk.setup")}</h1>
    <p class="lede">${isActive ? t("setup.active") : t(seller ? "setup.progress" : "setup.welcome", { done, all: required.length })}</p>
    ${seller?.reason && html`<p class="notice ${["restricted", "revoked"].includes(seller.status) ? "bad" : ""}">${seller.reason}</p>`}
    <ol class="checklist">
      <${Step} name="business" state=${steps.business}>${seller
        ? html`<p><strong><${Words}>${seller.businessName}</${Words}></strong> · ${new Intl.DisplayNames([document.documentElement.lang],
          { type: "region" }).of(seller.country)}</p>`
        : html`<${Business} refresh=${refresh} />`}</${Step}>
      <${Step} name="terms" state=${steps.terms}>${seller && html`<${Terms} ...${shared} />`}</${Step}>
      <${Step} name="identity" state=${steps.identity}>${(steps.identity || seller?.kycSubmittedAt)
        && html`<${Identity} ...${shared} isDone=${steps.identity === "done"} />`}</${Step}>
      <${Step} name="paypal" state=${steps.paypal}>${seller && html`<${PayPal} ...${shared} />`}</${Step}>
      <${Step} name="verification" state=${steps.verification}>${steps.verification === "now" &&
        html`<p>${t("verification.waits")}</p>`}</${Step}>
    </ol>
    ${seller && html`<h2 class="apart">${t("setup.more")}</h2><ul class="checklist">
      <${Step} name="mail" state=${steps.mail}><${Mail} ...${shared} /></${Step}>
      <${Step} name="instagram" state=${steps.instagram}><${Instagram} ...${shared} /></${Step}></ul>`}`;
}

function Step({ name, state = "later", children }) {
  return html`<li class="card ${state}" aria-current=${state === "now" ? "step" : undefined}><div
    class="split"><h2>${t(`step-${name}`)}</h2>
    <span class="pill ${state === "done" ? "good" : state === "now" ? "todo" : ""}">${t(`setup-state.${state}`)}</span></div>
    ${children || html`<p class="hint">${t(`step-${name}-${state === "done" ? "done" : "how"}`)}</p>`}</li>`;
}

function Business({ refresh }) {
  const [name, setName] = useDraft("business name");
  const [kind, setKind] = useState("business");
  const [account, setAccount] = useDraft("business paypal");
  const command = useCommand();

  async function register(event) {
    event.preventDefault();
    const done = await command.run(key => post(
      "sellers", { businessName: name, country: "US", accountType: kind, payPalMerchantId: account.trim(), language }, { key }));
    if (!done) return;
    setName("");
    setAccount("");
    announce(t("business.done"));
    go("/desk/setup", { replace: true });
    refresh();
  }

  return html`<form onSubmit=${register} noValidate><p class="hint">${t("business.how")}</p>
    <${Field} label=${t("business.name")} hint=${t("business.name-how")} value=${name} onText=${setName} autocomplete="organization"
      maxlength="100"
      required error=${errorOf(command.problem, "businessName")} />
    <${Choice} label=${t("business.kind")} value=${kind} onText=${setKind} error=${errorOf(command.problem, "accountType")}
      options=${["business", "personal"].map(of => [of, t(`business.kind-${of}`)])} />
    <${MerchantId} value=${account} onText=${setAccount} error=${errorOf(command.problem, "payPalMerchantId")} />
    <${Trouble} problem=${command.problem?.errors.length ? null : command.problem} />
    <${Action} kind="main" type="submit" busy=${command.busy}>${t("business.do")}</${Action}></form>`;
}

function Terms({ seller, refresh }) {
  const [agrees, setAgrees] = useState(false);
  const command = useCommand();
  const isNewer = seller.termsVersion && seller.termsVersion !== seller.currentTermsVersion;

  async function accept(event) {
    event.preventDefault();
    const done = await command.run(key => post("sellers/me/terms-acceptance", { version: seller.currentTermsVersion }, { key }));
    if (!done) return;
    announce(t("terms.accepted"));
    refresh();
  }

  return html`${seller.termsVersion && html`<p>${t("terms.done", { version: seller.termsVersion,
    date: date(seller.termsAcceptedAt) })}</p>`}
    ${(!seller.termsVersion || isNewer) && html`<form onSubmit=${accept}>
      <p>${t(isNewer ? "terms.newer" : "terms.how", { version: seller.currentTermsVersion })}</p>
      <ul class="points">${["paid", "ship", "refund", "data"].map(of => html`<li key=${of}>${t(`terms.${of}`)}</li>`)}</ul>
      <label class="check"><input type="checkbox" checked=${agrees} onChange=${e => setAgrees(e.currentTarget.checked)} />
        <span>${t("terms.agree", { version: seller.currentTermsVersion })}</span></label>
      <${Trouble} problem=${command.problem} />
      <${Action} kind="main" type="submit" busy=${command.busy} disabled=${!agrees}>${t("terms.do")}</${Action}></form>`}`;
}
