// Pieces that all pages are made of.
import { brief, full, money, moneyOf, unitsOf } from "./format.js";
import { ended, trySignIn } from "./session.js";
import { Fragment, html, signal, useId, useLayoutEffect, useRef } from "./view.js";
import { knows, named, t } from "./words.js";

const said = signal("");

/** Says something to who listens to the page. */
export function announce(text) {
  said.value = "";
  setTimeout(() => { said.value = text; }, 50);
}

/** The place where it is said; a sheet has its own, as nothing beside it is heard. */
export const Announcer = () => html`<p class="unseen" role="status" aria-live="polite">${said.value}</p>`;

/** A text that somebody else wrote: it is shown as text, and its direction is its own. */
export const Words = ({ children }) => html`<bdi class="words">${children}</bdi>`;

/** What went wrong, and what to do. */
export function Trouble({ problem, retry }) {
  if (!problem) return null;
  return html`<div class="trouble" role="alert"><p>${problem.words ?? problem.message}</p>
    ${retry && html`<button type="button" class="quiet" onClick=${retry}>${t("try-again")}</button>`}</div>`;
}

/** A button that says while it works that it does. It stays focusable, so that the keyboard does not lose its place. */
export function Action({ busy, kind = "", type = "button", onClick, disabled, children, ...more }) {
  return html`<button type=${type} class=${kind} aria-disabled=${busy || disabled ? "true" : undefined}
    aria-busy=${busy ? "true" : undefined}
    onClick=${event => { if (busy || disabled) event.preventDefault(); else onClick?.(event); }} ...${more}>
    <span>${children}</span>${busy && html`<span class="spinner" aria-hidden="true"></span>`}</button>`;
}

const notesOf = (id, hint, error) => [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;

/** A labelled input, with what is wrong with it under it. */
export function Field({ label, hint, error, value, onText, multiline, suffix, ...more }) {
  const id = useId();
  const shared = {
    id, value, "aria-describedby": notesOf(id, hint, error), "aria-invalid": error ? "true" : undefined,
    onInput: event => onText(event.currentTarget.value), ...more,
  };
  return html`<div class="field"><label for=${id}>${label}</label>
    <div class="input">${multiline ? html`<textarea rows="3" ...${shared}></textarea>` : html`<input ...${shared} />`}
      ${suffix && html`<span class="suffix">${suffix}</span>`}</div>
    ${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
    ${error && html`<p class="error" id="${id}-error">${error}</p>`}</div>`;
}

/** The same for a choice: options are [value, words]. */
export function Choice({ label, hint, error, value, onText, options, ...more }) {
  const id = useId();
  const notes = notesOf(id, hint, error);
  return html`<div class="field"><label for=${id}>${label}</label>
    <select id=${id} value=${value} aria-describedby=${notes} aria-invalid=${error ? "true" : undefined}
      onChange=${e => onText(e.currentTarget.value)} ...${more}>
      ${options.map(([of, words]) => html`<option key=${of} value=${of}>${words}</option>`)}
    </select>
    ${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
    ${error && html`<p class="error" id="${id}-error">${error}</p>`}</div>`;
}

/** What the field of a problem's errors says, without its name in the API: errorOf(problem, "lines[0].unitPrice"). */
export function errorOf(problem, field) {
  const error = problem?.errors.find(e => e.field === field);
  return error && (knows(`problem.${error.code}`) ? t(`problem.${error.code}`)
    : error.detail.replace(`'${field}' m`, "M"));
}

/** Says that the sign-in has ended, and leads to another. */
export const SignInAgain = () => html`<div class="banner" role="alert"><span>${t("sign-in-ended")}</span>
  <${Action} onClick=${() => trySignIn()}>${t("sign-in-again")}</${Action}></div>`;

/** Whether what had the focus is gone, or hidden. */
export function hasLostFocus() {
  const it = document.activeElement;
  return it === document.body || it?.id === "main" || it?.checkVisibility() === false;
}

/** A sheet over the page; the focus stays in it and comes back. */
export function Sheet({ title, onClose, children }) {
  const dialog = useRef(null);
  const id = useId();
  // An effect would be undone when the dialog has gone, and the focus with it.
  useLayoutEffect(() => {
    const opener = document.activeElement;
    const around = opener?.closest(".card, section");
    const own = dialog.current;
    own.showModal();
    // While it is open nothing beside it can have the focus.
    return () => {
      own.close();
      opener?.focus?.();
      // What it was opened with may be gone.
      setTimeout(() => {
        if (!hasLostFocus()) return;
        const near = around?.isConnected ? around.querySelector("a[href], button") : null;
        (near ?? document.getElementById("main"))?.focus({ preventScroll: true });
      });
    };
  }, []);
  return html`<dialog class="sheet" ref=${dialog} aria-labelledby=${id} onCancel=${e => { e.preventDefault(); onClose(); }}
    onClick=${e => { if (e.target === dialog.current) onClose(); }}>
    <div class="sheet-body"><header><h2 id=${id}>${title}</h2>
      <button type="button" class="icon" aria-label=${t("close")} onClick=${onClose}>✕</button></header>
    ${ended.value && html`<${SignInAgain} />`}${children}</div><${Announcer} /></dialog>`;
}

/** A place that is kept while something loads. */
export const Skeleton = ({ lines = 3 }) =>
  html`<div class="skeleton" aria-hidden="true">${Array.from({ length: lines }, (_, i) => html`<span key=${i}></span>`)}</div>
    <p class="unseen" role="status">${t("loading")}</p>`;

/** A status as a pill; "text" is what the server says of it, for one that these pages do not know. */
export const Status = ({ status, tone, text }) => html`<span class="pill ${tone ?? toneOf(status)}">${named("status", status,
  text)}</span>`;

const tones = {
  awaitingPayment: "wait", paymentProcessing: "wait", paymentFailed: "bad", paid: "todo", partlyShipped: "todo", shipped: "good",
  delivered: "good", paidOut: "good", payoutHeld: "bad", refunding: "wait", refunded: "done", inDispute: "bad", disputeDecided: "wait",
};
const toneOf = status => tones[status] ?? "done";

/** The steps of an order, from "progress" of GET /orders/{id}: done, now and to come, with dates. */
export function Tracker({ steps }) {
  return html`<ol class="tracker">${steps.map(step => html`<li key=${step.step} class=${step.status}
    aria-current=${step.status === "current" ? "step" : undefined}>
    <span class="step">${named("step", step.step)}</span>
    ${step.at ? html`<time datetime=${step.at} title=${full(step.at)}>${brief(step.at)}</time>`
      : step.expectedAt ? html`<time datetime=${step.expectedAt} title=${full(step.expectedAt)}>${t("by",
        { date: brief(step.expectedAt) })}</time>`
      : null}
    <span class="unseen">${t(`step-state.${step.status}`)}</span></li>`)}</ol>`;
}

/** The lines of an order with their total. */
export function Lines({ order }) {
  return html`<table class="lines"><tbody>
    ${order.lines.map((line, i) => html`<tr key=${i}><td>${line.quantity} × <${Words}>${line.description}</${Words}></td>
      <td>${money(moneyOf(unitsOf(line.unitPrice) * line.quantity, line.unitPrice.currency))}</td></tr>`)}
    ${Number(order.shipping.amount) > 0 && html`<tr><td>${t("shipping")}</td><td>${money(order.shipping)}</td></tr>`}
    ${Number(order.tax.amount) > 0 && html`<tr><td>${t("tax")}</td><td>${money(order.tax)}</td></tr>`}
    </tbody><tfoot><tr><th scope="row">${t("total")}</th><td>${money(order.total)}</td></tr></tfoot></table>`;
}

export { Fragment };
