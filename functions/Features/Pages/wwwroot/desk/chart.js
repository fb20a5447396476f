// Payouts by week, as bars. Who does not see them has the same as a table.
import { date, money } from "../kit/format.js";
import { html, useLayoutEffect, useRef } from "../kit/view.js";
import { t } from "../kit/words.js";

// Only for the height of a bar: sums are shown as they come.
const sizeOf = week => Number(week.amount.amount);

/** @param {{ weeks: { from: string, count: number, amount: object }[] }} props the oldest first */
export function WeeksChart({ weeks }) {
  const most = Math.max(...weeks.map(sizeOf), Number.MIN_VALUE);
  const short = from => date(from).replace(/\s*\d{4}$/, "");
  return html`<figure class="chart"><figcaption><h2>${t("chart.title")}</h2></figcaption>
    <div class="bars" aria-hidden="true">${weeks.map(week => html`<${Bar} key=${week.from} share=${sizeOf(week) / most}
      sum=${week.count > 0 ? money(week.amount) : ""} label=${short(week.from)} />`)}</div>
    <details><summary>${t("chart.table")}</summary><table class="table"><thead><tr><th scope="col">${t("chart.week")}</th>
      <th scope="col" class="number">${t("chart.count")}</th><th scope="col" class="number">${t("chart.sum")}</th></tr></thead>
      <tbody>${weeks.map(week => html`<tr key=${week.from}><th scope="row">${date(week.from)}</th><td class="number">${week.count}</td>
        <td class="number">${money(week.amount)}</td></tr>`)}</tbody></table></details></figure>`;
}

function Bar({ share, sum, label }) {
  const bar = useRef(null);
  useLayoutEffect(() => { bar.current.style.height = `${Math.round(share * 100)}%`; }, [share]);
  return html`<div class="week"><div class="room"><span class="figure">${sum}</span><div class="bar" ref=${bar}></div></div>
    <span class="label">${label}</span></div>`;
}
