// What drives an order: each orchestration of it, what it waits for, and what keeps failing in it.
import { Skeleton, Trouble } from "../kit/parts.js";
import { html } from "../kit/view.js";
import { knows, t } from "../kit/words.js";
import { useHistory } from "./order-history.js";
import { Facts, When } from "./parts.js";

const tones = { running: "todo", suspended: "wait", completed: "good", failed: "bad", terminated: "bad", missing: "bad" };
const named = (group, of) => knows(`${group}.${of}`) ? t(`${group}.${of}`) : of;

export function Orchestrations({ id, changes }) {
  const { data, problem } = useHistory(`orders/${encodeURIComponent(id)}/orchestrations`, changes);
  return html`<section class="card"><h2>${t("order.orchestrations")}</h2><${Trouble} problem=${problem} />
    ${!data ? !problem && html`<${Skeleton} />` : data.orchestrations.length === 0 ? html`<p class="soft">${t("orchestration.none")}</p>`
      : html`<ul class="rows">${data.orchestrations.map(one => html`<li key=${one.instanceId}><${Orchestration} of=${one} /></li>`)}</ul>`}
  </section>`;
}

function Orchestration({ of }) {
  return html`<span class="split"><strong>${named("orchestration", of.name)}</strong>
      <span class="pill ${tones[of.status] ?? ""}">${named("orchestration-status", of.status)}</span></span>
    ${of.failingActivity && html`<p class="trouble">${t("orchestration.failing", { activity: of.failingActivity, error: of.error })}
      ${" "}<${When} at=${of.failingSince} /></p>`}
    <${Facts} of=${[
      [t("orchestration.waits"), of.waitsIn && named("orchestration-waits", of.waitsIn)],
      [t("orchestration.until"), of.waitsUntil && html`<${When} at=${of.waitsUntil} />`],
      [t("orchestration.moved"), of.movedAt && html`<${When} at=${of.movedAt} />`],
      [t("orchestration.started"), of.startedAt && html`<${When} at=${of.startedAt} />`],
      [t("orchestration.look"), of.lookAt && html`<${When} at=${of.lookAt} />`],
      [t("orchestration.error"), !of.failingActivity && of.error && html`<code>${of.error}</code>`]]} />`;
}
