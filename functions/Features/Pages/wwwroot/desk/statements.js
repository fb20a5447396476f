// Statements by month, as a table and as CSV; and what was taken in during a year.
import { Problem, useLive } from "../kit/api.js";
import { now } from "../kit/clock.js";
import { brief, full, money } from "../kit/format.js";
import { Action, Choice, Skeleton, Trouble } from "../kit/parts.js";
import { html, useState } from "../kit/view.js";
import { locale, named, t } from "../kit/words.js";
import { download } from "./download.js";

const monthName = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
const shortMonth = new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" });

/** The months, UTC, from now back to when the seller began, at most so many. */
function monthsSince(begin, most = 36) {
  const at = new Date(now());
  const first = begin.slice(0, 7);
  const found = [];
  for (let i = 0; i < most; i++) {
    const month = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - i, 1));
    const name = month.toISOString().slice(0, 7);
    if (name < first) break;
    found.push(name);
  }
  return found;
}

const lastDay = month => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);

export function Statements({ seller }) {
  const months = monthsSince(seller.createdAt);
  const [month, setMonth] = useState(months[0]);
  const [csv, setCsv] = useState({ busy: false, problem: null });
  const period = `from=${month}-01&to=${lastDay(month)}`;
  const statement = useLive(`sellers/me/statement?${period}`, { slowest: 120 });

  async function save() {
    setCsv({ busy: true, problem: null });
    try {
      await download(`sellers/me/statement?${period}&format=csv`, `chatpay-${month}.csv`);
      setCsv({ busy: false, problem: null });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      setCsv({ busy: false, problem });
    }
  }

  return html`<h1>${t("desk.statements")}</h1>
    <section class="card" aria-labelledby="statement"><div class="split wrap"><h2
      id="statement">${monthName.format(new Date(`${month}-01`))}</h2>
      <div class="row"><${Choice} label=${t("statement.month")} value=${month} onText=${setMonth}
          options=${months.map(of => [of, monthName.format(new Date(`${of}-01`))])} />
        <${Action} busy=${csv.busy} onClick=${save}>${t("statement.csv")}</${Action}></div></div>
      <${Trouble} problem=${statement.problem ?? csv.problem} retry=${statement.refresh} />
      ${statement.data ? html`<${Lines} statement=${statement.data} />` : !statement.problem && html`<${Skeleton} lines=${6} />`}</section>
    <${TaxYear} begin=${Number(seller.createdAt.slice(0, 4))} />`;
}

function Lines({ statement }) {
  return html`<div class="wide" tabindex="0" role="group" aria-label=${t("statement.table")}><table class="table statement"><thead><tr>
      <th scope="col">${t("statement.day")}</th><th scope="col">${t("statement.what")}</th>
      <th scope="col" class="number">${t("statement.amount")}</th><th scope="col" class="number">${t("statement.balance")}</th></tr></thead>
    <tbody><tr class="soft"><td></td><th scope="row">${t("statement.opening")}</th><td></td><td
      class="number">${money(statement.opening)}</td></tr>
      ${statement.lines.map(line => html`<tr key=${line.orderId + line.id}><td><time datetime=${line.at}
        title=${full(line.at)}>${brief(line.at)}</time></td>
        <td>${named("booked", line.what, line.what)} <a href="/desk/orders/${line.orderId}" aria-label=${t("statement.order",
          { id: line.orderId.slice(-6) })}>${line.orderId.slice(-6)}</a></td>
        <td class="number">${money(line.amount)}</td><td class="number">${money(line.balance)}</td></tr>`)}</tbody>
    <tfoot><tr><td></td><th scope="row">${t("statement.closing")}</th><td></td><td
      class="number">${money(statement.closing)}</td></tr></tfoot></table></div>
    ${statement.lines.length === 0 && html`<p class="soft">${t("statement.nothing")}</p>`}`;
}

function TaxYear({ begin }) {
  const current = new Date(now()).getUTCFullYear();
  const [year, setYear] = useState(String(current));
  const { data, problem, refresh } = useLive(`sellers/me/tax-summary?year=${year}`, { slowest: 120 });
  const row = (period, name, Kind = "td") => html`<tr key=${name}><th scope="row">${name}</th><${Kind}
    class="number">${period.count}</${Kind}>
    ${["gross", "tax", "fees", "returned"].map(of => html`<${Kind} key=${of} class="number">${money(period[of])}</${Kind}>`)}</tr>`;
  return html`<section class="card" aria-labelledby="tax"><div class="split wrap"><h2 id="tax">${t("tax.title", { year })}</h2>
      <${Choice} label=${t("tax.year")} value=${year} onText=${setYear}
        options=${Array.from({ length: current - begin + 1 }, (_, i) => String(current - i)).map(of => [of, of])} /></div>
    <p class="hint">${t("tax.how")}</p><${Trouble} problem=${problem} retry=${refresh} />
    ${!data ? !problem && html`<${Skeleton} />` : html`<div class="wide" tabindex="0" role="group" aria-label=${t("tax.table")}><table
      class="table"><thead><tr>
      <th scope="col">${t("tax.month")}</th>${["count", "gross", "tax", "fees", "returned"].map(of =>
        html`<th key=${of} scope="col" class="number">${t(`tax.${of}`)}</th>`)}</tr></thead>
      <tbody>${data.months.filter(m => m.count > 0 || Number(m.returned.amount) > 0).map(m =>
        row(m, shortMonth.format(Date.UTC(data.year, m.month - 1, 1))))}</tbody>
      <tfoot>${row(data.total, t("tax.total"))}</tfoot></table></div>`}</section>`;
}
