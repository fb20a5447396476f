// Who did what: of a day, or of an order, a seller or a conversation; by everybody or by one.
import { Action, Field } from "../kit/parts.js";
import { go, route } from "../kit/route.js";
import { html, useEffect, useState } from "../kit/view.js";
import { knows, t } from "../kit/words.js";
import { Heading, Id, Listed, placeOf, useList, When } from "./parts.js";

const names = ["subject", "actor", "day"];
const tones = { done: "good", begun: "wait" };

export function Audit() {
  const { query } = route.value;
  const asked = Object.fromEntries(names.map(name => [name, query.get(name) ?? ""]));
  const [typed, setTyped] = useState(asked);
  useEffect(() => setTyped(asked), [query.toString()]);
  const set = name => text => setTyped(was => ({ ...was, [name]: text }));
  function find(event) {
    event.preventDefault();
    const given = names.map(name => [name, typed[name].trim()]).filter(([, value]) => value !== "");
    // Of a subject or of a day: the API takes one of them.
    const to = new URLSearchParams(given.filter(([name]) => name !== "day" || typed.subject.trim() === ""));
    go(`/ops/audit${to.size ? `?${to}` : ""}`, { replace: true });
  }

  const where = asked.subject ? { subject: asked.subject } : asked.day ? { day: asked.day } : {};
  const path = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ""));
  const list = useList(`ops/audit${path.size ? `?${path}` : ""}`);
  return html`<${Heading}>${t("audit.title")}</${Heading}>
    <form class="filters" onSubmit=${find}>
      <${Field} label=${t("audit.subject")} hint=${t("audit.subject-how")} value=${typed.subject} onText=${set("subject")}
        autocomplete="off" spellcheck=${false} maxlength="100" />
      <${Field} label=${t("audit.actor")} hint=${t("audit.actor-how")} value=${typed.actor} onText=${set("actor")} autocomplete="off"
        spellcheck=${false} maxlength="100" />
      <${Field} label=${t("audit.day")} hint=${t("audit.day-how")} type="date" value=${typed.day} onText=${set("day")} />
      <${Action} type="submit" kind="main">${t("audit.show")}</${Action}></form>
    <${Listed} list=${list} empty=${t("audit.none")}>${items => html`<ul
      class="rows">${items.map((entry, i) => html`<li key=${entry.at + entry.outcome + i}>
      <span class="split"><span><strong>${entry.action}</strong> <span
        class="pill ${tones[entry.outcome] ?? "bad"}">${knows(`audit-outcome.${entry.outcome}`)
          ? t(`audit-outcome.${entry.outcome}`) : entry.outcome}</span></span><${When} at=${entry.at} /></span>
      <span class="hint"><${Id} of=${entry.actor} href="/ops/audit?${new URLSearchParams({ ...where,
        actor: entry.actor })}" />${" · "}<${Id}
        of=${entry.subject} href=${placeOf(entry.subject)} />${entry.traceId &&
          html` · ${t("audit.trace")} <code>${entry.traceId}</code>`}</span></li>`)}</ul>`}
    </${Listed}>`;
}
