// Payouts: whether they go on, what was sent to PayPal, and which wait for somebody.
import { useLive } from "../kit/api.js";
import { money } from "../kit/format.js";
import { Skeleton, Trouble, Words } from "../kit/parts.js";
import { html } from "../kit/view.js";
import { knows, t } from "../kit/words.js";
import { Do } from "../kit/act.js";
import { Alert } from "./alerts.js";
import { Heading, Listed, useList, When } from "./parts.js";
import { pause, resume, sweep } from "./payout-actions.js";

const isOfPayouts = alert => /^(payout|batch|balance|paid-otherwise)/.test(alert.kind);

export function Payouts({ alerts }) {
  const pauses = useLive("ops/payouts-pause");
  const batches = useList("ops/payout-batches?limit=10");
  const waiting = alerts.items?.filter(isOfPayouts) ?? [];
  return html`<${Heading} watch=${pauses.data?.paused}>${t("payouts.title")}</${Heading}>
    <${Pause} of=${pauses} onSwept=${batches.refresh} />
    <section class="stack"><h2>${t("payouts.waiting")}</h2>
      ${waiting.length === 0 ? html`<p class="soft">${t("payouts.none-waiting")}</p>`
        : waiting.map(alert => html`<${Alert} key=${alert.id} alert=${alert} onDone=${alerts.refresh} />`)}</section>
    <section><h2>${t("payouts.batches")}</h2>
      <${Listed} list=${batches} empty=${t("payouts.no-batches")}>${items => html`<ul class="rows">${items.map(batch => html`
        <li key=${batch.id}><span class="split"><span><span
          class="pill ${tones[batch.status] ?? "wait"}">${stateOf(batch.status)}</span>${" "}
          ${t("payouts.count", { count: batch.payouts })}</span><strong>${money(batch.total)}</strong></span>
          <span class="split hint"><code>${batch.id}${batch.payPalBatchId ? ` · ${batch.payPalBatchId}` : ""}</code><${When}
            at=${batch.at} /></span>
          ${batch.failure && html`<span class="trouble"><${Words}>${batch.failure}</${Words}></span>`}</li>`)}</ul>`}
      </${Listed}></section>`;
}

const tones = { settled: "good", refused: "bad", planned: "wait", sealed: "wait", submitted: "todo" };
const stateOf = state => knows(`batch.${state}`) ? t(`batch.${state}`) : state;

function Pause({ of: { data, etag, problem, refresh }, onSwept }) {
  if (!data) return html`<${Trouble} problem=${problem} retry=${refresh} />${!problem && html`<${Skeleton} lines=${2} />`}`;
  return html`<section class="card pause ${data.paused ? "is-paused" : ""}" aria-live="polite">
    <p class="split"><strong>${t(data.paused ? "payouts.paused" : "payouts.running")}</strong>${data.paused &&
      html`<${When} at=${data.since} />`}</p>
    <p>${data.paused ? html`<${Words}>${data.reason}</${Words}>` : t("payouts.running-how")}</p>
    <div class="row">${data.paused ? html`<${Do} key="resume" action=${resume(etag)} kind="main" onDone=${refresh} />`
      : html`<${Do} key="sweep" action=${sweep} onDone=${onSwept} /><${Do} key="pause" action=${pause(etag)}
        onDone=${refresh} />`}</div></section>`;
}
