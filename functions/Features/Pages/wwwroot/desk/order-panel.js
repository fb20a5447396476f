// One order beside the list, as its seller sees it.
import { OrderBody } from "../chat/panel.js";
import { useLive } from "../kit/api.js";
import { date } from "../kit/format.js";
import { Skeleton, Trouble } from "../kit/parts.js";
import { html, useEffect, useRef } from "../kit/view.js";
import { t } from "../kit/words.js";

export function OrderPanel({ id, back, onDone }) {
  const { data: order, problem, refresh } = useLive(`orders/${encodeURIComponent(id)}`);
  const heading = useRef(null);
  const isThere = order !== undefined;
  useEffect(() => { if (isThere) heading.current?.focus({ preventScroll: true }); }, [isThere]);
  return html`<article class="panel card stack" aria-labelledby="order-heading"><p><a class="back" href=${back}>${t("order.back")}</a></p>
    <h2 id="order-heading" ref=${heading} tabindex="-1">${order ? t("order.title", { date: date(order.sentAt) })
      : t("desk.orders")}</h2>
    <${Trouble} problem=${problem?.status === 404 ? { message: t("order.unknown") } : problem} retry=${refresh} />
    ${order ? html`<${OrderBody} order=${order} me="seller" onDone=${onDone} />
        <p><a class="button" href="/chat/${order.conversationId}?order=${order.id}">${t("order.chat")}</a></p>`
      : !problem && html`<${Skeleton} lines=${8} />`}</article>`;
}
