// What is typed or chosen in a sheet. A field: { name, kind, needed, max, when(values), start }, and by its kind:
//   line, text  words; "needed" may be a function of the values
//   amount      money: currency        percent   of what it is said of
//   choice      one of options, as a list; radios: the same, all to be seen. Their words are "{words}.{option}"
//   lines       of an order: of, and among which, by their index
// or a part of its own: { name, starts, ready(values), Part({ values, set, problem }) }.
import { minorUnits, moneyOf } from "./format.js";
import { Choice, errorOf, Field, Words } from "./parts.js";
import { html, useId } from "./view.js";
import { t } from "./words.js";

const lengthOf = value => (value ?? "").trim().length;
const isNeeded = (field, values) => typeof field.needed === "function" ? field.needed(values) : field.needed;
const most = field => field.max ?? 500;

/** Whether it can be sent as it is. */
export function isGood(field, values) {
  const value = values[field.name];
  if (field.Part) return field.ready?.(values) ?? true;
  switch (field.kind) {
    case "amount": return lengthOf(value) === 0 ? !field.needed : minorUnits(value, field.currency) !== null;
    case "choice": case "radios": return field.options.includes(value);
    case "lines": return (value ?? []).length > 0;
    case "percent": return /^\s*\d{1,3}([.,]\d{1,2})?\s*$/.test(value ?? "") && Number(value.replace(",", ".")) <= 100;
    default: return lengthOf(value) <= most(field) && (!isNeeded(field, values) || lengthOf(value) > 0);
  }
}

/** What was typed as money; undefined when nothing was. */
export const moneyIn = (text, currency) => lengthOf(text) === 0 ? undefined : moneyOf(minorUnits(text, currency), currency);

/** A text without the spaces around it; undefined when there is none. */
export const textIn = text => lengthOf(text) === 0 ? undefined : text.trim();

export function Input({ field, values, set: setValue, problem }) {
  if (field.Part) return html`<${field.Part} values=${values} set=${setValue} problem=${problem} />`;
  const [value, set] = [values[field.name], to => setValue(field.name, to)];
  const label = t(field.label ?? `field.${field.name}`);
  const error = errorOf(problem, field.name);
  const wrong = words => error ?? (lengthOf(value) > 0 && !isGood(field, values) ? t(words) : undefined);
  const hint = field.hint ? t(field.hint) : isNeeded(field, values) ? undefined : t("optional");
  const options = field.options?.map(of => [of, t(`${field.words}.${of}`)]);
  switch (field.kind) {
    case "amount": return html`<${Field} label=${label} inputmode="decimal" autocomplete="off" value=${value ?? ""} onText=${set}
      suffix=${field.currency} hint=${hint} required=${field.needed} error=${wrong("no-amount")} />`;
    case "percent": return html`<${Field} label=${label} inputmode="decimal" autocomplete="off" value=${value ?? ""} onText=${set}
      suffix="%"
      required error=${errorOf(problem, "basisPoints") ?? wrong("no-percent")} />`;
    case "choice": return html`<${Choice} label=${label} value=${value ?? ""} onText=${set} error=${error}
      options=${[...(field.start ? [] : [["", t("choose")]]), ...options]} />`;
    case "radios": return html`<${Radios} legend=${label} options=${options} value=${value} onChoose=${set} error=${error} />`;
    case "lines": return html`<${Lines} legend=${label} of=${field.of} among=${field.among ?? field.of.map((_, i) => i)}
      chosen=${value ?? []}
      onChoose=${set} error=${error} />`;
    default: {
      const over = lengthOf(value) - most(field);
      return html`<${Field} label=${label} multiline=${field.kind === "text"} value=${value ?? ""} onText=${set}
        hint=${over > -100 && over <= 0 ? t("characters-left", { count: -over }) : hint} required=${isNeeded(field, values)}
        error=${error ?? (over > 0 ? t("too-long-by", { count: over }) : undefined)} />`;
    }
  }
}

/** One of a few, all of them to be seen: options are [value, words]. */
export function Radios({ legend, options, value, onChoose, error }) {
  const id = useId();
  return html`<fieldset role="radiogroup" aria-invalid=${error ? "true" : undefined}
    aria-describedby=${error ? `${id}-error` : undefined}><legend>${legend}</legend>
    ${options.map(([of, words]) => html`<label key=${of} class="check"><input type="radio" name=${id} checked=${value === of}
      onChange=${() => onChoose(of)} /> <span>${words}</span></label>`)}
    ${error && html`<p class="error" id="${id}-error">${error}</p>`}</fieldset>`;
}

/** Some of an order's lines, by their index. */
export function Lines({ legend, of, among, chosen, onChoose, error }) {
  const id = useId();
  const turn = (i, isOn) => onChoose(isOn ? [...chosen, i].sort((a, b) => a - b) : chosen.filter(n => n !== i));
  return html`<fieldset aria-describedby=${error ? `${id}-error` : undefined}><legend>${legend}</legend>
    ${among.map(i => html`<label key=${i} class="check">
    <input type="checkbox" checked=${chosen.includes(i)} onChange=${e => turn(i, e.currentTarget.checked)} />
    <span>${of[i].quantity} × <${Words}>${of[i].description}</${Words}></span></label>`)}
    ${error && html`<p class="error" id="${id}-error">${error}</p>`}</fieldset>`;
}
