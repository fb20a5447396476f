// The fields of what buyer and seller do with an order, as kit/fields.js takes them.
import { useLive } from "../kit/api.js";
import { Lines, Radios } from "../kit/fields.js";
import { date, minorUnits, money, moneyOf, unitsOf } from "../kit/format.js";
import { Choice, errorOf, Field, Words } from "../kit/parts.js";
import { html, useEffect } from "../kit/view.js";
import { knows, load, t } from "../kit/words.js";

/** What can still go back, in minor units. */
const left = order => unitsOf(order.total) - (order.refunded ? unitsOf(order.refunded) : 0);

/** Words to the other side. */
export const message = ({ name = "message", max, needed = false }) => ({ name, kind: "text", max, needed });

/** A decision about what the other side wants. */
export const decision = (about, options) => ({ name: "decision", kind: "radios", words: `decision.${about}`, options, needed: true });

/** Which lines: those that wait to be shipped, all at first. */
export const lines = order => ({ name: "lines", kind: "lines", of: order.lines, among: unshipped(order), start: unshipped(order) });

const numbers = order => order.lines.map((_, i) => i);
const given = o => new Set((o.refunds ?? []).flatMap(r => /denied|answered/.test(r.status) ? [] : [...r.lines, ...r.returnedLines]));

/** The lines that wait to be shipped, by their index. */
export function unshipped(order) {
  const gone = new Set([...order.shipments.filter(s => !s.unmarkedAt).flatMap(s => s.lines), ...given(order)]);
  return numbers(order).filter(i => !gone.has(i));
}

/** Where it is to be sent, which an order says only by itself. */
export const address = order => ({
  name: "address",
  Part: () => html`<${Address} to=${useLive(`orders/${order.id}`, { slowest: 60 }).data?.shipTo ?? order.shipTo} />`,
});

export function Address({ to }) {
  if (!to) return null;
  const lines = [to.name, to.line1, to.line2, [to.city, to.region, to.postalCode].filter(Boolean).join(" "), to.country].filter(Boolean);
  return html`<section><h3>${t("ship-to")}</h3><address>${lines.map((line, i) =>
    html`<p key=${i}><${Words}>${line}</${Words}></p>`)}</address></section>`;
}

/** What is left to be refunded. */
export const remaining = order => ({
  name: "remaining",
  Part: () => html`<p class="split"><span>${t("remaining")}</span><strong>${money(moneyOf(left(order),
    order.total.currency))}</strong></p>`,
});

/** What goes back: everything, lines, or an amount; with "orNone" also nothing. */
export function amountOrLines(order, { orNone = false, when } = {}) {
  const currency = order.total.currency;
  const among = numbers(order).filter(i => !given(order).has(i));
  const most = money(moneyOf(left(order), currency));
  const options = [orNone && "none", "all", among.length > 0 && order.lines.length > 1 && "lines", "amount"].filter(Boolean);
  const unitsIn = values => minorUnits(values.amount ?? "", currency);
  const wrong = values => values.amount && unitsIn(values) === null ? t("no-amount")
    : unitsIn(values) > left(order) ? t("at-most", { amount: most }) : undefined;
  return {
    name: "refund", when, starts: { refund: orNone ? "none" : "all" },
    ready: values => values.refund === "lines" ? (values.refundLines ?? []).length > 0
      : values.refund !== "amount" || unitsIn(values) > 0 && unitsIn(values) <= left(order),
    Part: ({ values, set, problem }) => html`<${Radios} legend=${t("field.refund")} value=${values.refund}
      onChoose=${of => set("refund", of)}
        options=${options.map(of => [of, t(`refund.${of}`, { amount: most })])}
          error=${errorOf(problem, "all") ?? errorOf(problem, "refund.all")} />
      ${values.refund === "lines" && html`<${Lines} legend=${t("field.lines")} of=${order.lines} among=${among}
        chosen=${values.refundLines ?? []}
        onChoose=${to => set("refundLines", to)} error=${errorOf(problem, "lines") ?? errorOf(problem, "refund.lines")} />`}
      ${values.refund === "amount" && html`<${Field} label=${t("field.amount")} inputmode="decimal" autocomplete="off" suffix=${currency}
        value=${values.amount ?? ""} onText=${to => set("amount", to)} hint=${t("at-most", { amount: most })}
        error=${wrong(values) ?? errorOf(problem, "amount") ?? errorOf(problem, "refund.amount")} />`}`,
  };
}

/** The same as the API takes it. */
export function refundBody(values, order) {
  if (values.refund === "lines") return { lines: values.refundLines };
  if (values.refund === "amount") return { amount: moneyOf(minorUnits(values.amount, order.total.currency), order.total.currency) };
  return { all: true };
}

/** Until when; the day, to its end. */
export const lastDay = order => ({
  name: "until",
  ready: values => /^\d{4}-\d\d-\d\d$/.test(values.until ?? ""),
  Part: ({ values, set, problem }) => html`<${Field} type="date" label=${t("field.until")} value=${values.until ?? ""}
    min=${order.shipBy?.slice(0, 10)} onText=${to => set("until", to)} hint=${t("until.now", { date: date(order.shipBy) })}
    error=${errorOf(problem, "until")} required />`,
});

const compact = text => text.replace(/[ _-]/g, "").toUpperCase();

/** Carrier and number; the number's format is checked as it is typed, but an unusual one can still be sent. */
export function tracking(order, about, isNeeded) {
  const shipment = order.shipments.find(s => s.id === about);
  return {
    name: "tracking",
    starts: { carrier: shipment?.carrier ?? (isNeeded ? "USPS" : ""), trackingNumber: shipment?.trackingNumber ?? "" },
    ready: values => values.carrier === "" ? !isNeeded : (values.trackingNumber ?? "").trim() !== "" && nameOf(values) !== "",
    Part: props => html`<${Tracking} ...${props} isNeeded=${isNeeded} />`,
  };
}

/** What its numbers look like; a newer server may know one that these words do not. */
const formOf = ({ code, form }) => knows(`carrier-form.${code}`) ? t(`carrier-form.${code}`) : form;

const nameOf = values => (values.carrier === "other" ? values.otherCarrier ?? "" : values.carrier).trim();

function Tracking({ values, set, problem, isNeeded }) {
  const { data } = useLive("carriers", { slowest: 600 });
  useEffect(() => { load("carriers"); }, []);
  const known = data?.items ?? [];
  const carrier = known.find(c => c.name === values.carrier);
  const number = compact(values.trackingNumber ?? "");
  const fits = carrier?.pattern && number !== "" ? new RegExp(carrier.pattern).test(number) : null;
  const isOther = values.carrier === "other" || values.carrier && data && !carrier;
  return html`<${Choice} label=${t("field.carrier")} value=${isOther ? "other" : values.carrier} onText=${to => set("carrier", to)}
    error=${errorOf(problem, "carrier")}
      options=${[...(isNeeded ? [] : [["", t("carrier.none")]]), ...known.map(c => [c.name, c.name]), ["other", t("carrier.other")]]} />
    ${isOther && html`<${Field} label=${t("field.other-carrier")} value=${values.carrier === "other" ? values.otherCarrier ?? ""
      : values.carrier} maxlength="64"
      onText=${to => { set("otherCarrier", to); set("carrier", "other"); }} />`}
    ${values.carrier !== "" && html`<${Field} label=${t("field.tracking")} value=${values.trackingNumber ?? ""} maxlength="64"
      autocomplete="off" autocapitalize="characters"
      spellcheck=${false} onText=${to => set("trackingNumber", to)}
      hint=${fits ? t("tracking.fits", { carrier: carrier.name }) : carrier ? t("tracking.form", { form: formOf(carrier) }) : undefined}
      error=${errorOf(problem, "trackingNumber") ?? (fits === false && number.length > 5 ? t("tracking.odd", { carrier: carrier.name })
        : undefined)} />`}
    ${values.carrier === "" && html`<p class="hint">${t("tracking.why")}</p>`}`;
}

/** The same as the API takes it. */
export const trackingBody = values => values.carrier ? { carrier: nameOf(values), trackingNumber: values.trackingNumber.trim() } : {};
