// The views of a page, each loaded when it is first shown.
import { announce, Skeleton, Trouble } from "./parts.js";
import { html, useEffect, useRef, useState } from "./view.js";
import { t } from "./words.js";

const [loading, loaded] = [new Map(), new Map()];

/** Begins to load a view before it is shown. */
export function preload(load) {
  if (!loading.has(load)) loading.set(load, load().then(Shown => loaded.set(load, Shown), () => loaded.set(load, null)));
  return loading.get(load);
}

/** A view in its place: lines like it while it is loaded, and a way on when it cannot be. Takes what to load, and the view's own. */
export function View({ load, ...props }) {
  const [, setCount] = useState(0);
  const Shown = loaded.get(load);
  useEffect(() => {
    // It may have come since this was drawn: then it is drawn once more.
    if (Shown !== undefined) return undefined;
    let isGone = false;
    preload(load).then(() => { if (!isGone) setCount(count => count + 1); });
    return () => { isGone = true; };
  }, [load]);
  if (Shown) return html`<${Shown} ...${props} />`;
  return Shown === null ? html`<${Trouble} problem=${{ message: t("problem.page-not-loaded") }} retry=${() => location.reload()} />`
    : html`<${Skeleton} lines=${6} />`;
}

/** Names the view in the window's title, and says it to who listens when it takes another's place. */
export function useTitle(title) {
  const last = useRef(title);
  useEffect(() => {
    document.title = `${title} · ChatPay`;
    if (last.current !== title) announce(title);
    last.current = title;
  }, [title]);
}
