// What an operator can do with an order, by the name that "allowedActions" gives it, with * for what it is about.
import { post, remove, send } from "../kit/api.js";
import { money } from "../kit/format.js";
import { t } from "../kit/words.js";
import { moneyIn, textIn } from "../kit/fields.js";

/** "payouts/2/retry" is one of "payouts/*\/retry". */
export function patternOf(name) {
  const [, method, path] = /^(?:([A-Z]+) )?(.*)$/.exec(name);
  const [first, about, ...rest] = path.split("/");
  return `${method ? `${method} ` : ""}${[first, ...(about === undefined ? [] : ["*"]), ...rest].join("/")}`;
}

const reason = (name = "reason", max = 500) => ({ name, kind: "text", needed: true, max });

const howMuch = (order, when = () => true, nothing = []) => [
  { name: "how", kind: "choice", words: "how-much", options: [...nothing, "all", "amount", ...(order.lines.length > 1 ? ["lines"] : [])],
    start: nothing[0], when },
  { name: "amount", kind: "amount", needed: true, currency: order.total.currency, when: values => when(values) && values.how === "amount" },
  { name: "lines", kind: "lines", of: order.lines, when: values => when(values) && values.how === "lines" },
];
const refundBody = (values, order) => values.how === "all" ? { all: true }
  : values.how === "lines" ? { lines: values.lines } : { amount: moneyIn(values.amount, order.total.currency) };
const refundFill = (values, order) => ({
  amount: values.how === "amount" && values.amount ? money(refundBody(values, order).amount ?? null)
    : values.how === "lines" ? t("how-much.lines") : t("how-much.all"),
});

const said = values => ({ ...(textIn(values.message) ? { message: textIn(values.message) } : {}) });

const table = {
  blocks: { name: "block", danger: true, fields: () => [reason()], body: values => ({ reason: values.reason.trim() }) },
  "DELETE blocks": { name: "unblock" },
  refunds: {
    name: "refund", danger: true, rank: 3, fields: order => [...howMuch(order), { name: "message", kind: "text", max: 500 }],
    body: (values, order) => ({ ...refundBody(values, order), ...said(values) }), filled: refundFill,
  },
  "refunds/*/end": { name: "end-refund", danger: true, of: (order, n) => amountOf(order.refunds, n) },
  "refunds/*/paid-otherwise": { name: "pay-otherwise", danger: true, rank: 4, of: (order, n) => amountOf(order.refunds, n),
    fields: order => [{ name: "amount", kind: "amount", currency: order.total.currency, hint: "field.amount.owed" }, reason("message")],
    body: (values, order) => {
      const amount = moneyIn(values.amount, order.total.currency);
      return { message: values.message.trim(), ...(amount ? { amount } : {}) };
    } },
  "refund-requests/*/decision": {
    name: "decide-refund", rank: 1, of: (order, n) => amountOf(order.refunds, n),
    fields: () => [{ name: "decision", kind: "choice", words: "refund-decision", options: ["grant", "deny"] },
      { name: "message", kind: "text", needed: true, when: values => values.decision === "deny" }],
    body: values => ({ decision: values.decision, ...(values.decision === "deny" ? said(values) : {}) }),
    filled: values => ({ decision: t(`refund-decision.${values.decision}`) }),
  },
  "complaints/*/decision": {
    name: "decide-complaint", rank: 1,
    fields: order => [{ name: "decision", kind: "choice", words: "complaint-decision", options: ["resolve", "reject"] },
      ...howMuch(order, values => values.decision === "resolve", ["none"]),
      { name: "message", kind: "text", needed: true, when: values => values.decision === "reject" }],
    body: (values, order) => ({
      decision: values.decision, ...(values.decision === "reject" ? said(values) : {}),
      ...(values.decision === "resolve" && values.how !== "none" ? { refund: refundBody(values, order) } : {}),
    }),
    filled: (values, order) => ({
      decision: t(`complaint-decision.${values.decision}`),
      amount: values.decision === "resolve" && values.how !== "none" ? refundFill(values, order).amount : t("how-much.none"),
    }),
  },
  "cases/*/settlement": {
    name: "book-case", danger: true, rank: 2,
    fields: order => [{ name: "lost", kind: "amount", needed: true, currency: order.total.currency, hint: "field.lost.how" },
      { name: "fees", kind: "amount", currency: order.total.currency, hint: "field.fees.how" }, reason()],
    body: (values, order) => {
      const fees = moneyIn(values.fees, order.total.currency);
      return { lost: moneyIn(values.lost, order.total.currency), ...(fees ? { fees } : {}), reason: values.reason.trim() };
    },
    filled: (values, order) => ({ amount: values.lost ? money(moneyIn(values.lost, order.total.currency)) : "" }),
  },
  "payouts/*/retry": { name: "retry", rank: 1 },
  "payouts/*/handover": { name: "hand-over", danger: true, rank: 5, fields: () => [reason("message")], body: values =>
    ({ message: values.message.trim() }) },
  // A failed payout and the next one may both be it: PayPal's item says which.
  "payouts/*/paid-at-paypal": { name: "book-paid", danger: true, rank: 5, numbered: true, of: (_, number) => ({ number }),
    fields: () => [{ name: "payPalItemId", kind: "text", needed: true, max: 64, hint: "field.payPalItemId.how" }],
    body: values => ({ payPalItemId: values.payPalItemId.trim() }) },
  "shipments/*/tracking-acceptance": {
    name: "accept-tracking", rank: 2, of: (order, id) => ({ number: order.shipments.find(s => s.id === id)?.trackingNumber ?? "" }),
  },
  "debt-write-off": { name: "write-off", danger: true, rank: 6, fields: () => [reason()], body: values =>
    ({ reason: values.reason.trim() }) },
  "index-rebuild": { name: "rebuild", rank: 20 },
};

const amountOf = (items, number) => ({ amount: money(items?.find(i => String(i.number) === number)?.amount) });

/** What the order's own page calls it; with an order, all that is needed to do it. */
export function actionFor(order, name) {
  const declared = table[patternOf(name)];
  if (!declared || !order) return declared ?? null;
  const [, method = "POST", path] = /^(?:([A-Z]+) )?(.*)$/.exec(name);
  const about = path.split("/")[1];
  return {
    ...declared, about: `${order.id} ${path}`,
    fill: { order: order.id, seller: order.sellerId, total: money(order.total), payout: money(order.payout?.amount),
      ...declared.of?.(order, about) },
    fields: declared.fields?.(order) ?? [],
    body: declared.body && (values => declared.body(values, order)),
    filled: declared.filled && (values => declared.filled(values, order)),
    send: (body, key) => method === "DELETE" ? remove(`orders/${order.id}/${path}`, { key })
      : body || method === "POST" ? post(`orders/${order.id}/${path}`, body, { key }) : send(method, `orders/${order.id}/${path}`, { key }),
  };
}

/** All that can be done with an order now, the most important first; what this page does not know is counted. */
export function actionsOf(order) {
  const all = order.allowedActions.map(name => [name, actionFor(order, name)]);
  const known = all.filter(([, action]) => action).map(([, action]) => action).sort((a, b) => (a.rank ?? 9) - (b.rank ?? 9));
  return { actions: [...known, actionFor(order, "index-rebuild")], isMore: known.length < all.length };
}
