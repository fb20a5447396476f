// The inputs of what an operator does.
import { minorUnits, moneyOf } from "../kit/format.js";
import { Choice, errorOf, Field, Words } from "../kit/parts.js";
import { html } from "../kit/view.js";
import { t } from "../kit/words.js";

const lengthOf = value => (value ?? "").trim().length;

/** Whether it can be sent as it is. */
export function isGood(field, value) {
  switch (field.kind) {
    case "amount": return lengthOf(value) === 0 ? !field.needed : minorUnits(value, field.currency) !== null;
    case "choice": return field.options.includes(value);
    case "lines": return (value ?? []).length > 0;
    case "percent": return /^\s*\d{1,3}([.,]\d{1,2})?\s*$/.test(value ?? "") && Number(value.replace(",", ".")) <= 100;
    default: return lengthOf(value) <= (field.max ?? 500) && (!field.needed || lengthOf(value) > 0);
  }
}

/** What was typed as money; undefined when nothing was. */
export const moneyIn = (text, currency) => lengthOf(text) === 0 ? undefined : moneyOf(minorUnits(text, currency), currency);

/** A text without the spaces around it; undefined when there is none. */
export const textIn = text => lengthOf(text) === 0 ? undefined : text.trim();

export function Input({ field, value, set, problem }) {
  const label = t(field.label ?? `field.${field.name}`);
  const error = errorOf(problem, field.name);
  const hint = field.hint ? t(field.hint) : field.needed || field.kind === "choice" ? undefined : t("optional");
  switch (field.kind) {
    case "amount": return html`<${Field} label=${label} inputmode="decimal" autocomplete="off" value=${value ?? ""} onText=${set} suffix=${field.currency}
      hint=${hint} required=${field.needed} error=${error ?? (lengthOf(value) > 0 && !isGood(field, value) ? t("no-amount") : undefined)} />`;
    case "percent": return html`<${Field} label=${label} inputmode="decimal" autocomplete="off" value=${value ?? ""} onText=${set} suffix="%" required
      error=${error ?? errorOf(problem, "basisPoints") ?? (lengthOf(value) > 0 && !isGood(field, value) ? t("no-percent") : undefined)} />`;
    case "choice": return html`<${Choice} label=${label} value=${value ?? ""} onText=${set} error=${error}
      options=${[...(field.start ? [] : [["", t("choose")]]), ...field.options.map(of => [of, t(`${field.words}.${of}`)])]} />`;
    case "lines": return html`<fieldset><legend>${label}</legend>${field.of.map((line, i) => html`<label key=${i} class="check">
      <input type="checkbox" checked=${(value ?? []).includes(i)}
        onChange=${e => set(e.currentTarget.checked ? [...(value ?? []), i].sort((a, b) => a - b) : value.filter(n => n !== i))} />
      <span>${line.quantity} × <${Words}>${line.description}</${Words}></span></label>`)}</fieldset>`;
    default: {
      const over = lengthOf(value) - (field.max ?? 500);
      return html`<${Field} label=${label} multiline=${field.kind === "text"} value=${value ?? ""} onText=${set} hint=${hint} required=${field.needed}
        error=${error ?? (over > 0 ? t("too-long-by", { count: over }) : undefined)} />`;
    }
  }
}
