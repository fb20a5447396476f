// Another PayPal account to be paid to.
import { put, useCommand } from "../kit/api.js";
import { Action, announce, errorOf, Field, Sheet, Trouble } from "../kit/parts.js";
import { html, useState } from "../kit/view.js";
import { t } from "../kit/words.js";

export function ReceiverSheet({ seller, onClose, onDone }) {
  const [account, setAccount] = useState("");
  const command = useCommand();

  async function change(event) {
    event.preventDefault();
    const done = await command.run(key => put("sellers/me/payout-receiver", { payPalMerchantId: account.trim() }, { key }));
    if (!done) return;
    announce(t("receiver.done"));
    onDone?.(done.data);
    onClose();
  }

  return html`<${Sheet} title=${t("receiver.title")} onClose=${onClose}><form onSubmit=${change} noValidate>
    <p>${t("receiver.now")} <code>${seller.payPalMerchantId}</code></p><p class="hint">${t("receiver.how")}</p>
    <${MerchantId} value=${account} onText=${setAccount} error=${errorOf(command.problem, "payPalMerchantId")} />
    <${Trouble} problem=${command.problem?.errors.length ? null : command.problem} />
    <div class="row end"><button type="button" onClick=${onClose}>${t("cancel")}</button>
      <${Action} kind="main" type="submit" busy=${command.busy} disabled=${account.trim() === ""}>${t("receiver.do")}</${Action}></div>
  </form></${Sheet}>`;
}

/** The field for a merchant id, wherever one is asked for. */
export const MerchantId = ({ value, onText, error }) => html`<${Field} label=${t("receiver.id")} hint=${t("receiver.id-how")} value=${value}
  onText=${text => onText(text.toUpperCase())} error=${error} maxlength="20" autocomplete="off" spellcheck=${false} required />`;
