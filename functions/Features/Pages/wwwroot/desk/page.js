import { useLive } from "../kit/api.js";
import { Skeleton, Trouble } from "../kit/parts.js";
import { html } from "../kit/view.js";

export default function ChatPage() {
  const { data, problem } = useLive("conversations");
  return html`<${Trouble} problem=${problem} />${data ? html`<pre>${JSON.stringify(data, null, 1)}</pre>` : html`<${Skeleton} />`}`;
}
