// The parts of the forms with which something is done to an order. A part: { name, start(order), when(values), ready(values, order),
// Part({ values, set, order, problem }) }.
import { useLive } from "../kit/api.js";
import { date, minorUnits, money, moneyOf, unitsOf } from "../kit/format.js";
import { Choice, errorOf, Field, Words } from "../kit/parts.js";
import { html, useId } from "../kit/view.js";
import { t } from "../kit/words.js";

/** What can still go back, in minor units. */
const left = order => unitsOf(order.total) - (order.refunded ? unitsOf(order.refunded) : 0);

/** Words to the other side. */
export const message = ({ name = "message", max, needed = () => false }) => ({
  name,
  ready: values => (values[name] ?? "").trim().length <= max && (!needed(values) || (values[name] ?? "").trim() !== ""),
  Part({ values, set, problem }) {
    const text = values[name] ?? "";
    const over = text.trim().length - max;
    return html`<${Field} multiline label=${t(`field.${name}`)} value=${text} onText=${to => set(name, to)} required=${needed(values)}
      hint=${over > -100 ? t("characters-left", { count: Math.max(0, -over) }) : needed(values) ? t("needed") : t("optional")}
      error=${over > 0 ? t("too-long-by", { count: over }) : errorOf(problem, name)} />`;
  },
});

/** One of a few, as radio buttons. */
function Radios({ legend, name, options, value, onChoose, error }) {
  const id = useId();
  return html`<fieldset aria-describedby=${error ? `${id}-error` : undefined}><legend>${legend}</legend>
    ${options.map(([of, words]) => html`<label key=${of} class="choice"><input type="radio" name="${id}-${name}" checked=${value === of}
      onChange=${() => onChoose(of)} /> <span>${words}</span></label>`)}
    ${error && html`<p class="error" id="${id}-error">${error}</p>`}</fieldset>`;
}

/** A decision about what the other side wants. */
export const decision = (about, options) => ({
  name: "decision",
  ready: values => options.includes(values.decision),
  Part: ({ values, set, problem }) => html`<${Radios} legend=${t("field.decision")} name="decision" value=${values.decision}
    options=${options.map(of => [of, t(`decision.${about}.${of}`)])} onChoose=${of => set("decision", of)} error=${errorOf(problem, "decision")} />`,
});

/** Which lines: those that wait to be shipped, all at first. */
export const lines = () => ({
  name: "lines",
  ready: (values, order) => (values.lines ?? unshipped(order)).length > 0,
  Part: ({ values, set, order, problem }) => html`<${LineBoxes} legend=${t("field.lines")} order=${order} among=${unshipped(order)}
    chosen=${values.lines ?? unshipped(order)} onChoose=${to => set("lines", to)} error=${errorOf(problem, "lines")} />`,
});

const numbers = order => order.lines.map((_, i) => i);
const given = order => new Set((order.refunds ?? []).filter(r => r.status !== "denied").flatMap(r => [...r.lines, ...r.returnedLines]));

/** The lines that wait to be shipped, by their index. */
export function unshipped(order) {
  const gone = new Set([...order.shipments.filter(s => !s.unmarkedAt).flatMap(s => s.lines), ...given(order)]);
  return numbers(order).filter(i => !gone.has(i));
}

function LineBoxes({ legend, order, among, chosen, onChoose, error }) {
  return html`<fieldset><legend>${legend}</legend>${among.map(i => html`<label key=${i} class="choice"><input type="checkbox" checked=${chosen.includes(i)}
      onChange=${e => onChoose(e.currentTarget.checked ? [...chosen, i].sort((a, b) => a - b) : chosen.filter(n => n !== i))} />
    <span>${order.lines[i].quantity} × <${Words}>${order.lines[i].description}</${Words}></span></label>`)}
    ${error && html`<p class="error">${error}</p>`}</fieldset>`;
}

/** Where it is to be sent, which an order says only by itself. */
export const address = () => ({
  name: "address",
  Part: ({ order }) => html`<${Address} to=${useLive(`orders/${order.id}`, { slowest: 60 }).data?.shipTo ?? order.shipTo} />`,
});

export function Address({ to }) {
  if (!to) return null;
  const lines = [to.name, to.line1, to.line2, [to.city, to.region, to.postalCode].filter(Boolean).join(" "), to.country].filter(Boolean);
  return html`<section><h3>${t("ship-to")}</h3><address>${lines.map((line, i) => html`<p key=${i}><${Words}>${line}</${Words}></p>`)}</address></section>`;
}

/** What is left to be refunded. */
export const remaining = () => ({
  name: "remaining",
  Part: ({ order }) => html`<p class="split"><span>${t("remaining")}</span><strong>${money(moneyOf(left(order), order.total.currency))}</strong></p>`,
});

/** What goes back: everything, lines, or an amount; with "orNone" also nothing. */
export const amountOrLines = orNone => ({
  name: "refund",
  ready: (values, order) => {
    const what = values.refund ?? (orNone ? "none" : "all");
    const units = minorUnits(values.amount ?? "", order.total.currency);
    return what === "lines" ? (values.refundLines ?? []).length > 0 : what !== "amount" || units !== null && units > 0 && units <= left(order);
  },
  start: () => ({ refund: orNone ? "none" : "all" }),
  Part({ values, set, order, problem }) {
    const among = numbers(order).filter(i => !given(order).has(i));
    const options = [orNone && "none", "all", among.length > 0 && order.lines.length > 1 && "lines", "amount"].filter(Boolean);
    const currency = order.total.currency;
    const units = minorUnits(values.amount ?? "", currency);
    const most = money(moneyOf(left(order), currency));
    return html`<${Radios} legend=${t("field.refund")} name="refund" value=${values.refund} onChoose=${of => set("refund", of)}
        options=${options.map(of => [of, t(`refund.${of}`, { amount: most })])} error=${errorOf(problem, "all") ?? errorOf(problem, "refund.all")} />
      ${values.refund === "lines" && html`<${LineBoxes} legend=${t("field.lines")} order=${order} among=${among} chosen=${values.refundLines ?? []}
        onChoose=${to => set("refundLines", to)} error=${errorOf(problem, "lines") ?? errorOf(problem, "refund.lines")} />`}
      ${values.refund === "amount" && html`<${Field} label=${t("field.amount")} inputmode="decimal" autocomplete="off" suffix=${currency} value=${values.amount ?? ""}
        onText=${to => set("amount", to)} hint=${t("at-most", { amount: most })}
        error=${values.amount && units === null ? t("no-amount") : units > left(order) ? t("at-most", { amount: most })
          : errorOf(problem, "amount") ?? errorOf(problem, "refund.amount")} />`}`;
  },
});

/** The same as the API takes it. */
export function refundBody(values, order) {
  if (values.refund === "lines") return { lines: values.refundLines };
  if (values.refund === "amount") return { amount: moneyOf(minorUnits(values.amount, order.total.currency), order.total.currency) };
  return { all: true };
}

/** Until when; the day, to its end. */
export const lastDay = () => ({
  name: "until",
  ready: values => /^\d{4}-\d\d-\d\d$/.test(values.until ?? ""),
  Part: ({ values, set, order, problem }) => html`<${Field} type="date" label=${t("field.until")} value=${values.until ?? ""} min=${order.shipBy?.slice(0, 10)}
    onText=${to => set("until", to)} hint=${t("until.now", { date: date(order.shipBy) })} error=${errorOf(problem, "until")} required />`,
});

const compact = text => text.replace(/[ _-]/g, "").toUpperCase();

/** Carrier and number, the number checked for the carrier's form while it is typed. One that does not fit can be sent all the same. */
export const tracking = isNeeded => ({
  name: "tracking",
  start: (order, about) => {
    const shipment = order.shipments.find(s => s.id === about);
    return { carrier: shipment?.carrier ?? (isNeeded ? "USPS" : ""), trackingNumber: shipment?.trackingNumber ?? "" };
  },
  ready: values => values.carrier === "" ? !isNeeded : (values.trackingNumber ?? "").trim() !== "" && nameOf(values) !== "",
  Part: props => html`<${Tracking} ...${props} isNeeded=${isNeeded} />`,
});

const nameOf = values => (values.carrier === "other" ? values.otherCarrier ?? "" : values.carrier).trim();

function Tracking({ values, set, problem, isNeeded }) {
  const { data } = useLive("carriers", { slowest: 600 });
  const known = data?.items ?? [];
  const carrier = known.find(c => c.name === values.carrier);
  const number = compact(values.trackingNumber ?? "");
  const fits = carrier?.pattern && number !== "" ? new RegExp(carrier.pattern).test(number) : null;
  const isOther = values.carrier === "other" || values.carrier && data && !carrier;
  return html`<${Choice} label=${t("field.carrier")} value=${isOther ? "other" : values.carrier} onText=${to => set("carrier", to)} error=${errorOf(problem, "carrier")}
      options=${[...(isNeeded ? [] : [["", t("carrier.none")]]), ...known.map(c => [c.name, c.name]), ["other", t("carrier.other")]]} />
    ${isOther && html`<${Field} label=${t("field.other-carrier")} value=${values.carrier === "other" ? values.otherCarrier ?? "" : values.carrier} maxlength="64"
      onText=${to => { set("otherCarrier", to); set("carrier", "other"); }} />`}
    ${values.carrier !== "" && html`<${Field} label=${t("field.tracking")} value=${values.trackingNumber ?? ""} maxlength="64" autocomplete="off" autocapitalize="characters"
      spellcheck=${false} onText=${to => set("trackingNumber", to)}
      hint=${fits ? t("tracking.fits", { carrier: carrier.name }) : carrier ? t("tracking.form", { form: carrier.form }) : undefined}
      error=${errorOf(problem, "trackingNumber") ?? (fits === false && number.length > 5 ? t("tracking.odd", { carrier: carrier.name }) : undefined)} />`}
    ${values.carrier === "" && html`<p class="hint">${t("tracking.why")}</p>`}`;
}

/** The same as the API takes it. */
export const trackingBody = values => values.carrier ? { carrier: nameOf(values), trackingNumber: values.trackingNumber.trim() } : {};
