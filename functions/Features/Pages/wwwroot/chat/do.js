// The buttons of an order.
import { DoSheet } from "../kit/act.js";
import { refresh, send, useCommand } from "../kit/api.js";
import { date } from "../kit/format.js";
import { Action, Sheet, Trouble } from "../kit/parts.js";
import { html, useState } from "../kit/view.js";
import { t } from "../kit/words.js";
import { actionsOf } from "./actions.js";

/** The actions of an order: a main button, one beside it, and the rest under "More"; all of them if "all" is set. */
export function Actions({ order, edit, onDone, all = false, children }) {
  const [open, setOpen] = useState(null);
  const [isMoreOpen, setMoreOpen] = useState(false);
  const { actions, isMore } = actionsOf(order, edit);
  const shown = all ? actions : actions.filter(a => a.rank < 10).slice(0, 2);
  const rest = actions.filter(a => !shown.includes(a));
  function start(action) {
    setMoreOpen(false);
    if (action.open) action.open();
    else setOpen(sheetOf(action, order));
  }

  const button = (action, isMain) => action.run
    ? html`<${Direct} key=${action.name} order=${order} action=${action} isMain=${isMain} />`
    : html`<button key=${action.name} type="button" class=${isMain ? "main" : action.danger ? "danger" : ""} onClick=${() => start(action)}>
      ${wordsOf(action, order)}</button>`;
  if (actions.length === 0 && !isMore && !children) return null;
  return html`<div class="row actions">
    ${shown.map((action, i) => button(action, i === 0 && action.rank < 7))}
    ${(rest.length > 0 || isMore && !all) && html`<button type="button" class="quiet" aria-haspopup="dialog"
      onClick=${() => setMoreOpen(true)}>${t("more")}</button>`}
    ${isMore && all && html`<p class="hint">${t("newer")}</p>`}${children}
    ${isMoreOpen && html`<${Sheet} title=${t("more-title")} onClose=${() => setMoreOpen(false)}><div class="stack choices">
      ${rest.map(action => button(action))}
      ${isMore && html`<p class="hint">${t("newer")}</p>`}</div></${Sheet}>`}
    ${open && html`<${DoSheet} key=${open.about} action=${open} onDone=${onDone} onClose=${() => setOpen(null)} />`}
  </div>`;
}

/** A button's words; of several shipments, which one it is about. */
function wordsOf(action, order) {
  const shipment = action.path?.startsWith("shipments/") && order.shipments.length > 1 && order.shipments.find(s => s.id === action.about);
  return t(`do.${action.word}`) + (shipment ? ` (${shipment.trackingNumber ?? date(shipment.at)})` : "");
}

/** A button that needs no form. */
function Direct({ order, action, isMain }) {
  const command = useCommand();
  return html`<${Action} kind=${isMain ? "main" : ""} busy=${command.busy}
      onClick=${() => command.run(key => action.run({ order, key }))}>${t(`do.${action.word}`)}</${Action}>
    <${Trouble} problem=${command.problem} />`;
}

/** An action of an order, as kit/act.js takes it. Made once: what somebody types into stays in its place. */
const sheetOf = (action, order) => ({
  name: action.word, about: `${order.id} ${action.name}`, danger: action.danger,
  fields: (action.fields?.(order, action.about) ?? []).filter(Boolean),
  body: values => action.body?.(values, order) ?? (action.method === "DELETE" ? undefined : {}),
  send: (body, key) => send(action.method, `orders/${order.id}/${action.path}`, { body, key }),
  after: () => refresh(`orders/${order.id}`),
});
