// "Mark as shipped": which lines, with whom, under which number.
import { post, useCommand, useLive } from "../kit/api.js";
import { useDraft } from "../kit/draft.js";
import { Action, announce, Choice, errorOf, Field, Sheet, Trouble, Words } from "../kit/parts.js";
import { html, useState } from "../kit/view.js";
import { knows, load, t } from "../kit/words.js";
import { look } from "./tracking.js";

await load("order");

const formOf = carrier => knows(`carrier-form.${carrier.code}`) ? t(`carrier-form.${carrier.code}`) : carrier.form;

/** The lines of an order that can still be shipped, as [index, line]. */
export function unshippedLines(order) {
  const gone = new Set([
    ...order.shipments.filter(s => !s.unmarkedAt).flatMap(s => s.lines),
    ...(order.refunds ?? []).filter(r => !["requested", "denied", "failed"].includes(r.status)).flatMap(r => r.lines),
  ]);
  return order.lines.map((line, index) => [index, line]).filter(([index]) => !gone.has(index));
}

/** @param {{ order: object, onClose: () => void, onDone: (order: object) => void }} props the order as a list has it, or by itself */
export function ShipSheet({ order: known, onClose, onDone }) {
  const order = useLive(`orders/${known.id}`, { slowest: 60 }).data ?? known;
  const carriers = useLive("carriers", { slowest: 3600 }).data?.items ?? [];
  const [code, setCode] = useDraft("carrier");
  const [name, setName] = useDraft(`carrier of ${known.id}`);
  const [number, setNumber] = useDraft(`number of ${known.id}`);
  const [left, setLeft] = useState(new Set());
  const command = useCommand();
  const open = unshippedLines(order);
  const lines = open.map(([index]) => index).filter(index => !left.has(index));
  const isTracked = code !== "" && code !== "none";

  async function ship(event) {
    event.preventDefault();
    const done = await command.run(key => post(`orders/${known.id}/shipments`, {
      ...(lines.length < open.length ? { lines } : {}),
      ...(isTracked ? { carrier: code === "other" ? name : code, trackingNumber: number } : {}),
    }, { key }));
    if (!done) return;
    setName("");
    setNumber("");
    announce(t("ship.done"));
    onDone?.(done.data);
    onClose();
  }

  return html`<${Sheet} title=${t("ship.title")} onClose=${onClose}><form onSubmit=${ship} noValidate>
    <${Address} of=${order.shipTo} />
    ${open.length > 1
      ? html`<fieldset><legend>${t("ship.what")}</legend>${open.map(([index, line]) => html`<label key=${index} class="check">
          <input type="checkbox" checked=${!left.has(index)} onChange=${() => setLeft(was => toggled(was, index))} />
          <span>${line.quantity} × <${Words}>${line.description}</${Words}></span></label>`)}</fieldset>`
      : open.map(([index, line]) => html`<p key=${index}>${line.quantity} × <${Words}>${line.description}</${Words}></p>`)}
    <${Choice} label=${t("ship.carrier")} value=${code} onText=${setCode} error=${code === "other" ? undefined : errorOf(command.problem, "carrier")}
      options=${[["", t("ship.choose")], ...carriers.map(c => [c.code, c.name]), ["other", t("ship.other")], ["none", t("ship.none")]]} />
    ${code === "other" && html`<${Field} label=${t("ship.carrier-name")} value=${name} onText=${setName} maxlength="64"
      error=${errorOf(command.problem, "carrier")} />`}
    ${isTracked && html`<${Number} carriers=${carriers} code=${code} value=${number} onText=${setNumber} onCarrier=${setCode}
      error=${errorOf(command.problem, "trackingNumber")} />`}
    ${code === "none" && html`<p class="hint">${t("ship.none-how")}</p>`}
    <${Trouble} problem=${command.problem?.errors.length ? null : command.problem} />
    <div class="row end"><button type="button" onClick=${onClose}>${t("cancel")}</button>
      <${Action} kind="main" type="submit" busy=${command.busy} disabled=${lines.length === 0 || code === ""}>${t("ship.do")}</${Action}></div>
  </form></${Sheet}>`;
}

function Number({ carriers, code, value, onText, onCarrier, error }) {
  const seen = look(carriers, code, value);
  const chosen = carriers.find(c => c.code === code);
  const says = seen.fits ? t("ship.fits", { carrier: chosen.name })
    : seen.fits === false && value.length > 5 ? t("ship.unusual", { carrier: chosen.name, form: formOf(chosen) })
    : chosen ? t("ship.form", { form: formOf(chosen) }) : t("ship.number-how");
  return html`<${Field} label=${t("ship.number")} value=${value} onText=${onText} error=${error} hint=${says} maxlength="64"
      autocomplete="off" autocapitalize="characters" spellcheck=${false} inputmode="text" required />
    ${seen.other && html`<p class="row"><span class="hint">${t("ship.looks-like", { carrier: seen.other.name })}</span>
      <button type="button" class="quiet" onClick=${() => onCarrier(seen.other.code)}>${t("ship.take", { carrier: seen.other.name })}</button></p>`}`;
}

/** Where to; nothing while it is not known, or when there is nothing to send. */
export function Address({ of }) {
  if (!of) return null;
  const lines = [of.name, of.line1, of.line2, [of.city, of.region, of.postalCode].filter(Boolean).join(" "), of.country].filter(Boolean);
  return html`<section class="address"><h3>${t("ship.to")}</h3>
    <address>${lines.map((line, i) => html`<span key=${i}><${Words}>${line}</${Words}></span>`)}</address></section>`;
}

function toggled(set, item) {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
