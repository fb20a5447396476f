// Performs an action: a sheet with its fields, which says what will happen and confirms what cannot be undone.
//   name    its words: "do.{name}" is the button, ".how" says what it does, ".sure" what happens with whose money (asked once more)
//   about   what tells it from others of its name, for what was typed
//   fill    what the words' {names} are filled with
//   fields  what is to be typed or chosen, of fields.js
//   body    (values) => what is sent
//   send    (body, key) => Promise
//   after   () => Promise, before the sheet is closed
import { useCommand } from "./api.js";
import { useForm } from "./draft.js";
import { Input, isGood } from "./fields.js";
import { Action, announce, Sheet, Trouble } from "./parts.js";
import { html, useEffect, useRef, useState } from "./view.js";
import { knows, t } from "./words.js";

/** The button of it. */
export function Do({ action, kind = "", onDone }) {
  const [isOpen, setOpen] = useState(false);
  return html`<button type="button" class=${action.danger ? "danger" : kind} aria-haspopup="dialog" onClick=${() => setOpen(true)}>
      ${t(`do.${action.name}`, action.fill)}</button>
    ${isOpen && html`<${DoSheet} action=${action} onClose=${() => setOpen(false)} onDone=${onDone} />`}`;
}

export function DoSheet({ action: given, onClose, onDone }) {
  // As it was when it was opened: what has changed meanwhile is refused by its tag.
  const [action] = useState(given);
  const all = action.fields ?? [];
  const [values, set, forget] = useForm(
    `do ${action.name} ${action.about ?? ""}`,
    Object.assign({}, ...all.map(f => f.starts ?? (f.start === undefined ? {} : { [f.name]: f.start }))));
  const [isAsked, setAsked] = useState(false);
  const command = useCommand();
  const fields = all.filter(f => !f.when || f.when(values));
  const isReady = fields.every(f => isGood(f, values));
  const fill = { ...action.fill, ...action.filled?.(values) };
  const asks = knows(`do.${action.name}.sure`);

  async function submit(event) {
    event.preventDefault();
    if (!isReady) return;
    if (asks && !isAsked) { setAsked(true); return; }
    const answer = await command.run(key => action.send(action.body?.(values), key));
    if (!answer) { setAsked(false); return; }
    forget();
    announce(t(action.done ?? "done", { ...fill, ...action.told?.(answer.data) }));
    await action.after?.();
    onClose();
    onDone?.(answer.data);
  }

  return html`<${Sheet} title=${t(`do.${action.name}`, fill)} onClose=${onClose}><form onSubmit=${submit} novalidate>
    ${isAsked ? html`<${Sure} text=${t(`do.${action.name}.sure`, fill)} />` : html`
      ${knows(`do.${action.name}.how`) && html`<p>${t(`do.${action.name}.how`, fill)}</p>`}
      ${action.shows}
      ${fields.map(field => html`<${Input} key=${field.name} field=${field} values=${values} set=${set} problem=${command.problem} />`)}`}
    <${Trouble} problem=${command.problem} />
    <div class="row end"><button type="button" class="quiet" onClick=${isAsked ? () => setAsked(false) : onClose}>
        ${t(isAsked ? "back" : "cancel")}</button>
      <${Action} key=${isAsked} type="submit" kind=${action.danger ? "danger" : "main"} busy=${command.busy} disabled=${!isReady}>
        ${isAsked ? t("sure", { what: t(`do.${action.name}`, fill) }) : t(`do.${action.name}`, fill)}</${Action}></div>
  </form></${Sheet}>`;
}

function Sure({ text }) {
  const it = useRef(null);
  useEffect(() => it.current.focus(), []);
  return html`<p class="sure" ref=${it} tabindex="-1"><strong>${t("look-once-more")}</strong> ${text}</p>`;
}
