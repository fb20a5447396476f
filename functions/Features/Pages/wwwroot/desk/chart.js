// Payouts by week, as bars. Who does not see them has the same as a table.
import { date, money, moneyOf } from "../kit/format.js";
import { html, useLayoutEffect, useRef } from "../kit/view.js";
import { t } from "../kit/words.js";

/** @param {{ weeks: { from: string, minor: number, count: number }[], currency: string }} props the oldest first */
export function WeeksChart({ weeks, currency }) {
  const most = Math.max(1, ...weeks.map(week => week.minor));
  const short = from => date(from).replace(/\s*\d{4}$/, "");
  return html`<figure class="chart"><figcaption><h2>${t("chart.title")}</h2></figcaption>
    <div class="bars" aria-hidden="true">${weeks.map(week => html`<${Bar} key=${week.from} share=${week.minor / most}
      sum=${week.minor > 0 ? money(moneyOf(week.minor, currency)) : ""} label=${short(week.from)} />`)}</div>
    <details><summary>${t("chart.table")}</summary><table class="table"><thead><tr><th scope="col">${t("chart.week")}</th>
      <th scope="col" class="number">${t("chart.count")}</th><th scope="col" class="number">${t("chart.sum")}</th></tr></thead>
      <tbody>${weeks.map(week => html`<tr key=${week.from}><th scope="row">${date(week.from)}</th><td class="number">${week.count}</td>
        <td class="number">${money(moneyOf(week.minor, currency))}</td></tr>`)}</tbody></table></details></figure>`;
}

function Bar({ share, sum, label }) {
  const bar = useRef(null);
  useLayoutEffect(() => { bar.current.style.height = `${Math.round(share * 100)}%`; }, [share]);
  return html`<div class="week"><div class="room"><span class="sum">${sum}</span><div class="bar" ref=${bar}></div></div>
    <span class="label">${label}</span></div>`;
}
