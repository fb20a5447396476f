// The actions of an order: one declaration for each name in "allowedActions", where * stands for the id of its subject.
//   word    of its button ("do.pay"); "do.pay.how" explains it, where there is such a text
//   rank    the lowest is the main button
//   fields  of its form, of fields.js: (order, about) => [field]
//   body    what is sent: (values, order) => object
//   run     in place of a form and a call: ({ order, key }) => Promise
import { post } from "../kit/api.js";
import { address, amountOrLines, decision, lastDay, lines, message, refundBody, remaining, tracking, trackingBody } from "./fields.js";

const said = values => values.message?.trim() ? { message: line(values.message) } : {};
const line = text => text.trim().replace(/\s+/g, " ");

async function pay({ order, key }) {
  const { data } = await post(`orders/${order.id}/checkout`, undefined, { key });
  location.assign(data.approveUrl);
  // The page is left: nothing is to be tapped any more, unless somebody comes back.
  await new Promise(back => addEventListener("pageshow", back, { once: true }));
}

const table = {
  checkout: { word: "pay", rank: 1, run: pay },
  shipments: {
    word: order => `ship.${order.kind}`, rank: 2,
    fields: (order, about) => [order.kind === "ship" && address(order), order.lines.length > 1 && lines(order),
      order.kind === "ship" && tracking(order, about, false)],
    body: (values, order) => ({ ...(order.lines.length > 1 && values.lines ? { lines: values.lines } : {}), ...trackingBody(values) }),
  },
  "complaints/*/decision": {
    word: "answer-complaint", rank: 3,
    fields: order => [decision("complaint", ["resolve", "reject"]),
      amountOrLines(order, { orNone: true, when: values => values.decision === "resolve" }),
      message({ max: 500, needed: values => values.decision === "reject" })],
    body: (values, order) => ({
      decision: values.decision, ...said(values),
      ...(values.decision === "resolve" && values.refund !== "none" ? { refund: refundBody(values, order) } : {}),
    }),
  },
  "refund-requests/*/decision": {
    word: "answer-refund", rank: 3,
    fields: () => [decision("refund", ["grant", "deny"]), message({ max: 500, needed: values => values.decision === "deny" })],
    body: values => ({ decision: values.decision, ...said(values) }),
  },
  "cases/*/evidence": { word: "evidence", rank: 4, fields: () => [message({ max: 2000 })], body: said },
  "ship-by-extension": {
    word: "answer-more-time", rank: 4,
    fields: () => [decision("more-time", ["accept", "decline"])], body: values => ({ decision: values.decision }),
  },
  "delivery-confirmation": { word: "delivered", rank: 5 },
  capture: { word: "finish", rank: 12 },
  "ship-by-extension-request": {
    word: "more-time", rank: 20,
    fields: order => [lastDay(order), message({ name: "reason", max: 500 })],
    body: values => ({ until: new Date(`${values.until}T23:59:00`).toISOString(),
      ...(values.reason?.trim() ? { reason: line(values.reason) } : {}) }),
  },
  "PATCH shipments/*": { word: "tracking", rank: 21, fields: (order, about) => [tracking(order, about, true)], body: trackingBody },
  complaints: { word: "complain", rank: 30, fields: () => [message({ max: 1000, needed: true })], body: said },
  "complaints/*/withdrawal": { word: "withdraw", rank: 31 },
  "refund-requests": { word: "ask-refund", rank: 32, fields: order => [amountOrLines(order), message({ max: 500 })],
    body: (values, order) => ({ ...refundBody(values, order), ...said(values) }) },
  refunds: { word: "refund", rank: 33, fields: order => [remaining(order), amountOrLines(order), message({ max: 500 })],
    body: (values, order) => ({ ...refundBody(values, order), ...said(values) }) },
  "DELETE shipments/*": { word: "unship", rank: 34, danger: true },
  "cases/*/acceptance": { word: "accept-case", rank: 35, danger: true, fields: () => [message({ max: 2000 })], body: said },
  decline: { word: "decline", rank: 40, danger: true },
  cancellation: { word: "cancel", rank: 41, danger: true },
};

// An operator's: they are done at the operator's own page.
const elsewhere = new Set(["shipments/*/tracking-acceptance", "cases/*/settlement", "refunds/*/end", "refunds/*/paid-otherwise", "blocks",
  "DELETE blocks", "payouts/*/retry", "payouts/*/handover", "debt-write-off"]);

/**
 * Answers { actions, isMore }: what the reader can do, the most important first; and whether the server offers what this page does not
 * know.
 */
export function actionsOf(order, edit) {
  const all = order.allowedActions.map(name => {
    const [, method = "POST", path] = /^(?:([A-Z]+) )?(.*)$/.exec(name);
    const [first, about, ...rest] = path.split("/");
    const form = [first, ...(about === undefined ? [] : ["*"]), ...rest].join("/");
    const key = method === "POST" ? form : `${method} ${form}`;
    const declared = table[key];
    return declared ? { ...declared, name, method, path, about, word: typeof declared.word === "function" ? declared.word(order)
      : declared.word }
      : { isUnknown: !elsewhere.has(key) };
  });
  const actions = all.filter(action => action.word);
  // An edit is a new request in place of this one.
  if (edit && order.allowedActions.includes("cancellation")) actions.push({ word: "edit", rank: 8, name: "edit", open: () => edit(order) });
  return { actions: actions.sort((a, b) => a.rank - b.rank), isMore: all.some(action => action.isUnknown) };
}
