// The sheet with which a seller asks for money, or changes what was asked for.
import { post, useCommand, useLive } from "../kit/api.js";
import { useForm } from "../kit/draft.js";
import { minorUnits, money, moneyOf } from "../kit/format.js";
import { Action, Choice, errorOf, Field, Sheet, Skeleton, Trouble } from "../kit/parts.js";
import { html, useRef } from "../kit/view.js";
import { t } from "../kit/words.js";

const empty = { description: "", quantity: "1", price: "" };
const kinds = ["ship", "pickup", "service"];

export function RequestSheet({ conversationId, replaces, onClose }) {
  const { data: limits, problem, refresh } = useLive("payment-request-limits", { slowest: 600 });
  return html`<${Sheet} title=${t(replaces ? "do.edit" : "ask-money")} onClose=${onClose}>
    ${limits ? html`<${RequestForm} conversationId=${conversationId} replaces=${replaces} limits=${limits} onClose=${onClose} />`
      : problem ? html`<${Trouble} problem=${problem} retry=${refresh} />` : html`<${Skeleton} lines=${6} />`}</${Sheet}>`;
}

const startOf = old => old
  ? {
    lines: old.lines.map(line => ({ description: line.description, quantity: String(line.quantity), price: line.unitPrice.amount })),
    shipping: Number(old.shipping.amount) > 0 ? old.shipping.amount : "", tax: Number(old.tax.amount) > 0 ? old.tax.amount : "",
      kind: old.kind, expiry: "",
  }
  : { lines: [empty], shipping: "", tax: "", kind: "ship", expiry: "" };

function RequestForm({ conversationId, replaces, limits, onClose }) {
  const [values, set, forget] = useForm(`request ${replaces?.id ?? conversationId}`, startOf(replaces));
  const command = useCommand();
  const form = useRef(null);
  const { currency } = limits.maximumTotal;
  const units = text => text.trim() === "" ? 0 : minorUnits(text, currency);
  const { lines, shipping, tax, kind, expiry } = values;
  const sums = lines.map(line => line.price.trim() === "" ? null : minorUnits(line.price, currency))
    .map((price, i) => price === null || !isQuantity(lines[i].quantity, limits) ? null : price * Number(lines[i].quantity));
  const total = sums.reduce((sum, of) => sum + (of ?? 0), 0) + (units(shipping) ?? 0) + (units(tax) ?? 0);
  const [least, most] = [limits.minimumTotal, limits.maximumTotal].map(limit => minorUnits(limit.amount, currency));
  const isWhole = sums.every(sum => sum !== null) && units(shipping) !== null && units(tax) !== null
    && lines.every(line => line.description.trim() !== "" && line.description.trim().length <= limits.maximumDescriptionLength);
  const isReady = isWhole && total >= least && total <= most;
  const setLine = (i, to) => set("lines", lines.map((line, n) => n === i ? { ...line, ...to } : line));

  function add() {
    set("lines", [...lines, empty]);
    setTimeout(() => form.current?.querySelectorAll("fieldset.line input:first-of-type")[lines.length * 3]?.focus());
  }

  async function submit(event) {
    event.preventDefault();
    if (!isReady) return;
    const body = {
      lines: lines.map(line => ({
        description: line.description.trim(), quantity: Number(line.quantity),
          unitPrice: moneyOf(minorUnits(line.price, currency), currency),
      })),
      kind,
      ...(units(shipping) > 0 ? { shipping: moneyOf(units(shipping), currency) } : {}),
      ...(units(tax) > 0 ? { tax: moneyOf(units(tax), currency) } : {}),
      ...(expiry ? { expiresInMinutes: Number(expiry) } : {}),
      ...(replaces ? { replaces: replaces.id } : {}),
    };
    const answer = await command.run(key => post(`conversations/${conversationId}/payment-requests`, body, { key }));
    if (!answer) return;
    forget();
    onClose();
  }

  const error = field => errorOf(command.problem, field);
  return html`<form ref=${form} onSubmit=${submit} novalidate>
    ${replaces && html`<p>${t("do.edit.how")}</p>`}
    ${lines.map((line, i) => html`<fieldset class="line" key=${i}><legend>${t("line", { number: i + 1 })}</legend>
      <${Field} label=${t("field.description")} value=${line.description} onText=${to => setLine(i, { description: to })} autocomplete="off"
        hint=${line.description.length > limits.maximumDescriptionLength - 30
          ? t("characters-left", { count: Math.max(0, limits.maximumDescriptionLength - line.description.length) }) : undefined}
        error=${line.description.trim().length > limits.maximumDescriptionLength
          ? t("too-long-by", { count: line.description.trim().length - limits.maximumDescriptionLength })
          : error(`lines[${i}].description`)} />
      <div class="pair"><${Field} label=${t("field.quantity")} value=${line.quantity} onText=${to => setLine(i, { quantity: to })}
        inputmode="numeric" autocomplete="off"
          error=${isQuantity(line.quantity, limits) ? error(`lines[${i}].quantity`)
            : t("quantity-range", { most: limits.maximumQuantity })} />
        <${Field} label=${t("field.price")} value=${line.price} onText=${to => setLine(i, { price: to })} inputmode="decimal"
          autocomplete="off" suffix=${currency}
          error=${line.price.trim() && minorUnits(line.price, currency) === null ? t("no-amount") : error(`lines[${i}].unitPrice`)} /></div>
      ${lines.length > 1 && html`<button type="button" class="quiet danger"
        onClick=${() => set("lines", lines.filter((_, n) => n !== i))}>${t("remove-line")}</button>`}
    </fieldset>`)}
    ${lines.length < limits.maximumLines && html`<button type="button" class="quiet" onClick=${add}>${t("add-line")}</button>`}
    <div class="pair"><${Field} label=${t("shipping")} value=${shipping} onText=${to => set("shipping", to)} inputmode="decimal"
      autocomplete="off" suffix=${currency}
        error=${units(shipping) === null ? t("no-amount") : error("shipping")} />
      <${Field} label=${t("field.tax")} value=${tax} onText=${to => set("tax", to)} inputmode="decimal" autocomplete="off"
        suffix=${currency}
        error=${units(tax) === null ? t("no-amount") : error("tax")} /></div>
    <div class="pair"><${Choice} label=${t("field.kind")} value=${kind} onText=${to => set("kind", to)}
      options=${kinds.map(of => [of, t(`kind.${of}`)])} error=${error("kind")} />
      <${Choice} label=${t("field.expiry")} value=${expiry} onText=${to => set("expiry", to)} options=${expiries(limits)}
        error=${error("expiresInMinutes")} /></div>
    <div role="status"><p class="split sum"><span>${t("total")}</span><strong>${money(moneyOf(total, currency))}</strong></p>
      ${(total > most || isWhole && total < least) && html`<p class="error">${t("total-range",
        { least: money(limits.minimumTotal), most: money(limits.maximumTotal) })}</p>`}</div>
    ${error("lines") && html`<p class="error" role="alert">${error("lines")}</p>`}
    <${Trouble} problem=${command.problem} />
    <div class="row end"><button type="button" class="quiet" onClick=${onClose}>${t("cancel")}</button>
      <${Action} type="submit" kind="main" busy=${command.busy} disabled=${!isReady}>${t("send-request")}</${Action}></div>
  </form>`;
}

const isQuantity = (text, limits) => /^\d{1,4}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= limits.maximumQuantity;

const expiries = ({ minimumExpiryInMinutes: least, maximumExpiryInMinutes: most }) => [
  ["", t("expiry.default", { count: Math.round(most / 60) })],
  ...[60, 180, 360, 720].filter(minutes => minutes >= least && minutes < most).map(minutes =>
    [String(minutes), t("expiry.hours", { count: minutes / 60 })]),
];
