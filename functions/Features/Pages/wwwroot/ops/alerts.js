// What waits for an operator, the oldest first: what it means, and what puts it right.
import { post } from "../kit/api.js";
import { Choice, Words } from "../kit/parts.js";
import { go, route } from "../kit/route.js";
import { html } from "../kit/view.js";
import { knows, t } from "../kit/words.js";
import { Do } from "../kit/act.js";
import { Ago, Facts, Heading, Id, Listed, placeOf, useList, When } from "./parts.js";
import { Remedies } from "./remedies.js";

/** What a kind is called. */
export const titleOf = kind => knows(`alert.${kind}`) ? t(`alert.${kind}`) : kind;

export function Alerts({ alerts }) {
  const { query } = route.value;
  const [kind, isResolved] = [query.get("kind") ?? "", query.get("status") === "resolved"];
  const kinds = countsOf(alerts.items ?? []);
  function show(of, resolved) {
    const to = new URLSearchParams({ ...(of ? { kind: of } : {}), ...(resolved ? { status: "resolved" } : {}) });
    go(`/ops${to.size ? `?${to}` : ""}`, { replace: true });
  }

  return html`<${Heading} watch=${alerts.items?.length}>${t("alerts.title")}</${Heading}>
    <div class="filters">
      <${Choice} label=${t("alerts.which")} value=${isResolved ? "resolved" : "open"} onText=${to => show(kind, to === "resolved")}
        options=${[["open", t("alerts.open")], ["resolved", t("alerts.resolved")]]} />
      <${Choice} label=${t("alerts.kind")} value=${kind} onText=${to => show(to, isResolved)}
        options=${[["", t("alerts.all")], ...[...new Set([...Object.keys(kinds), ...(kind ? [kind] : [])])].sort()
          .map(of => [of, isResolved ? titleOf(of) : `${titleOf(of)} (${kinds[of] ?? 0})`])]} />
    </div>
    ${isResolved ? html`<${Resolved} key=${kind} kind=${kind} />`
      : html`<${Listed} list=${{ ...alerts, items: alerts.items?.filter(a => !kind || a.kind === kind) }} empty=${t("alerts.none")}>
        ${items => html`<ul class="stack">${items.map(alert => html`<li key=${alert.id}><${Alert} alert=${alert}
          onDone=${alerts.refresh} /></li>`)}</ul>`}
      </${Listed}>`}`;
}

function countsOf(items) {
  const counts = {};
  for (const { kind } of items) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

export function Alert({ alert, onDone }) {
  const isKnown = knows(`alert.${alert.kind}`);
  return html`<article class="card alert" aria-labelledby=${alert.id}>
    <header class="split"><h2 id=${alert.id}>${titleOf(alert.kind)}</h2><${Ago} at=${alert.openedAt} /></header>
    <p><${Words}>${alert.what}</${Words}></p>
    <p class="to-do"><strong>${t("alerts.to-do")}</strong> ${isKnown ? t(`alert.${alert.kind}.do`)
      : html`<${Words}>${alert.toDo}</${Words}>`}</p>
    ${alert.reopened > 0 && html`<p class="hint">${t("alerts.again", { count: alert.reopened })}</p>`}
    <div class="row"><${Remedies} alert=${alert} onDone=${onDone} />
      ${alert.orderId ? html`<a class="button" href="/ops/orders/${alert.orderId}">${t("open-order")}</a>`
        : alert.subject.startsWith("sel-") && html`<a class="button" href="/ops/sellers/${alert.subject}">${t("open-seller")}</a>`}
      <${Do} action=${resolution(alert)} onDone=${onDone} kind="quiet" /></div></article>`;
}

const resolution = alert => ({
  name: "resolve", about: alert.id, fill: { what: titleOf(alert.kind) },
  shows: html`<p class="quote"><${Words}>${alert.what}</${Words}></p>`,
  fields: [{ name: "resolution", kind: "text", needed: true, max: 1000 }],
  body: values => ({ resolution: values.resolution.trim() }),
  send: (body, key) => post(`ops/attention/${alert.id}/resolution`, body, { key }),
});

function Resolved({ kind }) {
  const list = useList(`ops/attention?status=resolved${kind ? `&kind=${encodeURIComponent(kind)}` : ""}`);
  return html`<${Listed} list=${list} empty=${t("alerts.none-resolved")}>${items => html`<ul class="stack">${items.map(alert => html`
    <li key=${alert.id + alert.resolvedAt} class="card"><header class="split"><h2>${titleOf(alert.kind)}</h2><${When}
      at=${alert.resolvedAt} /></header>
      <p><${Words}>${alert.what}</${Words}></p>
      <${Facts} of=${[[t("alerts.resolution"), html`<${Words}>${alert.resolution}</${Words}>`],
        [t("alerts.by"), alert.resolvedBy === "chatpay" ? t("alerts.by-itself") : html`<code>${alert.resolvedBy}</code>`],
        [t("alerts.subject"), html`<${Id} of=${alert.orderId ?? alert.subject}
          href=${placeOf(alert.orderId ?? alert.subject)} />`]]} /></li>`)}</ul>`}
  </${Listed}>`;
}
