// Identity data. What is typed is in this form alone: no draft keeps it, and what was handed in comes back masked.
import { get, Problem, put, remove, useCommand } from "../kit/api.js";
import { date } from "../kit/format.js";
import { Action, announce, Choice, errorOf, Field, Sheet, Trouble } from "../kit/parts.js";
import { html, useEffect, useRef, useState } from "../kit/view.js";
import { t } from "../kit/words.js";

const nothing = { legalName: "", dateOfBirth: "", taxIdKind: "ssn", taxId: "", line1: "", line2: "", city: "", state: "", postalCode: "" };

export function Identity({ seller, refresh, isDone }) {
  const [again, setAgain] = useState(false);
  const [erases, setErases] = useState(false);
  if (!isDone || again) {
    return html`${seller.erasure && html`<p class="hint">${t("identity.erased", { date: date(seller.erasure.eraseAt) })}</p>`}
      <${Form} onDone=${() => { setAgain(false); refresh(); }} onCancel=${again ? () => setAgain(false) : null} />`;
  }
  return html`<${Masked} key=${seller.kycSubmittedAt} /><div class="row">
      <button type="button" onClick=${() => setAgain(true)}>${t("identity.again")}</button>
      <button type="button" class="danger" onClick=${() => setErases(true)}>${t("identity.erase")}</button></div>
    ${erases && html`<${Erase} onClose=${() => setErases(false)} onDone=${refresh} />`}`;
}

function Masked() {
  const [kept, setKept] = useState(null);
  useEffect(() => {
    let isHere = true;
    get("sellers/me/kyc").then(({ data }) => { if (isHere) setKept(data); }, error => { if (!(error instanceof Problem)) throw error; });
    return () => { isHere = false; };
  }, []);
  return html`<p>${kept ? t("identity.kept", { taxId: masked(kept.taxId), date: date(kept.submittedAt) }) : t("identity.done")}</p>
    <p class="hint">${t("identity.vault")}</p>`;
}

/** "SSN ending 3456", as the API gives it, in the reader's language. */
const masked = taxId => taxId.replace(/^(\w+) ending (\w+)$/, (_, kind, digits) => t("identity.masked", { kind, digits }));

function Form({ onDone, onCancel }) {
  const [data, setData] = useState(nothing);
  const command = useCommand();
  const form = useRef(null);
  const wrong = command.problem;
  // What is wrong first is where to go on.
  useEffect(() => { if (wrong) form.current?.querySelector("[aria-invalid=true]")?.focus(); }, [wrong]);

  async function submit(event) {
    event.preventDefault();
    const { legalName, dateOfBirth, taxIdKind, taxId, line2, ...address } = data;
    const done = await command.run(key => put(
      "sellers/me/kyc", { legalName, dateOfBirth, taxIdKind, taxId, address: { ...address, ...(line2 ? { line2 } : {}) } }, { key }));
    if (!done) return;
    setData(nothing);
    announce(t("identity.sent"));
    onDone();
  }

  const field = (name, more, at = name) => html`<${Field} label=${t(`identity.${name}`)} value=${data[name]} maxlength="100" required
    onText=${text => setData(was => ({ ...was, [name]: text }))} error=${errorOf(wrong, at)} ...${more} />`;
  return html`<form ref=${form} onSubmit=${submit} noValidate autocomplete="off"><p class="hint">${t("identity.how")}</p>
    ${field("legalName", { autocomplete: "name" })}
    ${field("dateOfBirth", { type: "date", autocomplete: "bday" })}
    <${Choice} label=${t("identity.taxIdKind")} value=${data.taxIdKind} onText=${kind => setData(was => ({ ...was, taxIdKind: kind }))}
      error=${errorOf(wrong, "taxIdKind")} options=${["ssn", "ein"].map(kind => [kind, t(`identity.${kind}`)])} />
    ${field("taxId", { hint: t("identity.taxId-how"), autocomplete: "off", inputmode: "numeric", spellcheck: false })}
    <fieldset><legend>${t("identity.address")}</legend>
      ${field("line1", { autocomplete: "address-line1" }, "address.line1")}
      ${field("line2", { autocomplete: "address-line2", required: false }, "address.line2")}
      ${field("city", { autocomplete: "address-level2" }, "address.city")}
      <div class="two">${field("state", { autocomplete: "address-level1", maxlength: 2, hint: t("identity.state-how"),
          onText: text => setData(was => ({ ...was, state: text.toUpperCase() })) }, "address.state")}
        ${field("postalCode", { autocomplete: "postal-code", maxlength: 10 }, "address.postalCode")}</div></fieldset>
    <${Trouble} problem=${wrong?.errors.length ? { message: t("identity.wrong", { count: wrong.errors.length }) } : wrong} />
    <div class="row"><${Action} kind="main" type="submit" busy=${command.busy}>${t("identity.do")}</${Action}>
      ${onCancel && html`<button type="button" onClick=${onCancel}>${t("cancel")}</button>`}</div></form>`;
}

function Erase({ onClose, onDone }) {
  const command = useCommand();
  async function erase() {
    const done = await command.run(key => remove("sellers/me/kyc", { key }));
    if (!done) return;
    announce(t("identity.erase-done"));
    onDone();
    onClose();
  }
  return html`<${Sheet} title=${t("identity.erase")} onClose=${onClose}><div class="stack"><p>${t("identity.erase-how")}</p>
    <${Trouble} problem=${command.problem} />
    <div class="row end"><button type="button" onClick=${onClose}>${t("cancel")}</button>
      <${Action} kind="danger" busy=${command.busy} onClick=${erase}>${t("identity.erase-do")}</${Action}></div></div></${Sheet}>`;
}
