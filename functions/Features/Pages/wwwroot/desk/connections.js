// What a seller is connected with: PayPal, Instagram, mail.
import { post, put, remove, useCommand } from "../kit/api.js";
import { date, day, time } from "../kit/format.js";
import { Action, announce, Choice, errorOf, Field, Trouble, Words } from "../kit/parts.js";
import { html, useEffect, useRef, useState } from "../kit/view.js";
import { language, nameOf, offered, t } from "../kit/words.js";
import { ReceiverSheet } from "./receiver.js";

export function PayPal({ seller, refresh }) {
  const [changes, setChanges] = useState(false);
  return html`<p>${t("receiver.is")} <code>${seller.payPalMerchantId}</code></p>
    ${seller.payoutsWaitUntil && html`<p class="hint">${t("next.wait",
      { day: day(seller.payoutsWaitUntil), time: time(seller.payoutsWaitUntil) })}</p>`}
    <div class="row"><${Elsewhere} path="sellers/me/paypal-onboarding" of="onboardingUrl" words="paypal" onBegun=${refresh} />
      <button type="button" onClick=${() => setChanges(true)}>${t("receiver.change-short")}</button></div>
    ${changes && html`<${ReceiverSheet} seller=${seller} onClose=${() => setChanges(false)} onDone=${refresh} />`}`;
}

export function Instagram({ seller, refresh }) {
  const { instagram } = seller;
  const command = useCommand();
  async function disconnect() {
    if (await command.run(key => remove("sellers/me/instagram-connection", { key }))) { announce(t("instagram.gone")); refresh(); }
  }
  return html`${instagram
      ? html`<p>${t("instagram.is")} <strong>@<${Words}>${instagram.username}</${Words}></strong> · ${date(instagram.connectedAt)}</p>
        ${instagram.lostSince && html`<p class="error">${t("instagram.lost", { date: date(instagram.lostSince) })}</p>`}`
      : html`<p class="hint">${t("step-instagram-how")}</p>`}
    <div class="row">${(!instagram || instagram.lostSince)
        && html`<${Elsewhere} path="sellers/me/instagram-connection" of="authorizeUrl" words="instagram" onBegun=${refresh} />`}
      ${instagram && html`<${Action} busy=${command.busy} onClick=${disconnect}>${t("instagram.remove")}</${Action}>`}</div>
    <${Trouble} problem=${command.problem} />`;
}

/** Something that is done on another company's page, in a tab of its own: first its address is asked for, then it is a link. */
function Elsewhere({ path, of, words, onBegun }) {
  const [address, setAddress] = useState(null);
  const command = useCommand();
  const link = useRef(null);
  useEffect(() => { if (address) link.current?.focus(); }, [address]);
  async function begin() {
    const answer = await command.run(key => post(path, undefined, { key }));
    if (answer) setAddress(answer.data[of]);
  }
  return html`${address
      ? html`<a class="button main" ref=${link} href=${address} target="_blank" rel="noopener"
        onClick=${() => setTimeout(onBegun, 1000)}>${t(`${words}.go`)}</a>
        <span class="hint">${t("desk.elsewhere")}</span>`
      : html`<${Action} busy=${command.busy} onClick=${begin}>${t(`${words}.begin`)}</${Action}>`}
    <${Trouble} problem=${command.problem} />`;
}

export function Mail({ seller, refresh }) {
  const [email, setEmail] = useState("");
  const [changes, setChanges] = useState(false);
  const command = useCommand();
  async function keep(event) {
    event.preventDefault();
    // The first address goes with the language in which it was asked for.
    if (!seller.getsMail && seller.language !== language
      && !await command.run(key => put("sellers/me/language", { language }, { key }))) return;
    if (!await command.run(key => put("sellers/me/contact", { email: email.trim() }, { key }))) return;
    setEmail("");
    setChanges(false);
    announce(t("mail.done"));
    refresh();
  }
  async function forget() {
    if (await command.run(key => remove("sellers/me/contact", { key }))) { announce(t("mail.gone")); refresh(); }
  }
  async function write(tag) {
    if (await command.run(key => put("sellers/me/language", { language: tag }, { key }))) announce(t("done"));
    refresh();
  }
  if (seller.getsMail && !changes) {
    return html`<p>${t("mail.is")}</p>
      <${Choice} label=${t("mail.language")} value=${seller.language} onText=${write} options=${offered.map(tag => [tag, nameOf(tag)])} />
      <div class="row"><button type="button" onClick=${() => setChanges(true)}>${t("mail.change")}</button>
      <${Action} busy=${command.busy} onClick=${forget}>${t("mail.remove")}</${Action}></div><${Trouble} problem=${command.problem} />`;
  }
  return html`<form onSubmit=${keep} noValidate><${Field} label=${t("mail.address")} hint=${t("mail.how")} type="email" autocomplete="email"
    value=${email}
      onText=${setEmail} error=${errorOf(command.problem, "email")} required />
    <${Trouble} problem=${command.problem?.errors.length ? null : command.problem} />
    <${Action} kind=${seller.getsMail ? "main" : ""} type="submit" busy=${command.busy}
      disabled=${email.trim() === ""}>${t("mail.do")}</${Action}></form>`;
}
