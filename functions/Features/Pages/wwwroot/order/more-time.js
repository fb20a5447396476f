// "Ask for more time": a later deadline to ship by, which the buyer agrees to or does not.
import { post, useCommand } from "../kit/api.js";
import { useDraft } from "../kit/draft.js";
import { date, time } from "../kit/format.js";
import { Action, announce, errorOf, Field, Sheet, Trouble } from "../kit/parts.js";
import { html } from "../kit/view.js";
import { load, t } from "../kit/words.js";

await load("order");

// The end of a day where the reader is, which is what somebody means by a date.
const endOf = day => { const end = new Date(`${day}T23:59:00`); return isNaN(end) ? undefined : end.toISOString(); };
const dayOf = at => { const d = new Date(at); return [d.getFullYear(), d.getMonth() + 1, d.getDate()].map(n => String(n).padStart(2, "0")).join("-"); };

/** @param {{ order: object, onClose: () => void, onDone: (order: object) => void }} props */
export function MoreTimeSheet({ order, onClose, onDone }) {
  const [day, setDay] = useDraft(`more time ${order.id}`);
  const [reason, setReason] = useDraft(`more time why ${order.id}`);
  const command = useCommand();
  const until = endOf(day);

  async function ask(event) {
    event.preventDefault();
    const done = await command.run(key => post(
      `orders/${order.id}/ship-by-extension-request`, { until, ...(reason.trim() ? { reason } : {}) }, { key }));
    if (!done) return;
    setDay("");
    setReason("");
    announce(t("more-time.done"));
    onDone?.(done.data);
    onClose();
  }

  return html`<${Sheet} title=${t("more-time.title")} onClose=${onClose}><form onSubmit=${ask} noValidate>
    <p>${t("more-time.how", { date: date(order.shipBy), time: time(order.shipBy) })}</p>
    <${Field} label=${t("more-time.until")} type="date" value=${day} onText=${setDay} min=${dayOf(order.shipBy)} required
      error=${errorOf(command.problem, "until")} />
    <${Field} label=${t("more-time.reason")} hint=${t("more-time.reason-how")} value=${reason} onText=${setReason} multiline maxlength="500"
      error=${errorOf(command.problem, "reason")} />
    <${Trouble} problem=${command.problem?.errors.length ? null : command.problem} />
    <div class="row end"><button type="button" onClick=${onClose}>${t("cancel")}</button>
      <${Action} kind="main" type="submit" busy=${command.busy} disabled=${!until}>${t("more-time.do")}</${Action}></div>
  </form></${Sheet}>`;
}
