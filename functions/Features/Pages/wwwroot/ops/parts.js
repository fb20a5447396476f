// Pieces of the operator's desk.
import { get, Problem, useLive } from "../kit/api.js";
import { date, fromNow, time } from "../kit/format.js";
import { Action, hasLostFocus, Skeleton, Trouble } from "../kit/parts.js";
import { html, useEffect, useRef, useState } from "../kit/view.js";
import { locale, t } from "../kit/words.js";

const inUtc = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "long", timeZone: "UTC" });

/** A moment: the day and time where the reader is, and all of it in UTC as its title. */
export const When = ({ at }) => at ? html`<time datetime=${at} title=${inUtc.format(new Date(at))}>${date(at)}, ${time(at)}</time>` : null;

/** How long ago, with all of it as its title. */
export const Ago = ({ at }) => html`<time datetime=${at} title=${inUtc.format(new Date(at))}>${fromNow(at)}</time>`;

let isFirstView = true;

/**
 * The heading of a view. It takes the focus when what had it is gone, so that the keyboard goes on where the reader is.
 * @param {{ watch: unknown }} props what changes when a button or a row goes away
 */
export function Heading({ watch, children }) {
  const it = useRef(null);
  const was = useRef(watch);
  useEffect(() => {
    const hasChanged = was.current !== undefined && was.current !== watch;
    if ((hasChanged || !isFirstView && was.current === watch) &&
      hasLostFocus()) it.current.focus({ preventScroll: true });
    was.current = watch;
    isFirstView = false;
  }, [watch]);
  return html`<h1 ref=${it} tabindex="-1">${children}</h1>`;
}

/**
 * A list that comes in pages: the first is kept up to date, further ones are read on demand.
 * Answers { items, problem, next, more, busy, refresh }.
 */
export function useList(path, options) {
  const { data, problem, refresh } = useLive(path, options);
  const [further, setFurther] = useState({ path, pages: [], next: undefined, busy: false, problem: null });
  const mine = further.path === path ? further : { path, pages: [], next: undefined, busy: false, problem: null };
  const next = mine.pages.length > 0 ? mine.next : data?.next;
  async function more() {
    if (!next || mine.busy) return;
    setFurther({ ...mine, busy: true, problem: null });
    try {
      const page = (await get(`${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(next)}`)).data;
      setFurther({ path, pages: [...mine.pages, page.items], next: page.next, busy: false, problem: null });
    } catch (trouble) {
      if (!(trouble instanceof Problem)) throw trouble;
      setFurther({ ...mine, busy: false, problem: trouble });
    }
  }
  return {
    items: data && [data.items, ...mine.pages].flat(), problem: problem ?? mine.problem, next, more, busy: mine.busy,
    refresh: () => { setFurther({ path, pages: [], next: undefined, busy: false, problem: null }); return refresh(); },
  };
}

/** A list, or what there is in place of it. */
export function Listed({ list, empty, children }) {
  return html`<${Trouble} problem=${list.problem} retry=${list.refresh} />
    ${!list.items ? !list.problem && html`<${Skeleton} lines=${5} />`
      : list.items.length === 0 ? html`<p class="empty">${empty}</p>` : children(list.items)}
    ${list.next && html`<p class="row"><${Action} busy=${list.busy} onClick=${list.more}>${t("show-more")}</${Action}></p>`}`;
}

/** What is known of something: [name, value] pairs; what has no value is left away. */
export const Facts = ({ of }) => html`<dl class="facts">${of.filter(([, value]) => value !== undefined && value !== null && value !== false
  && value !== "")
  .map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

/** An id that leads somewhere. */
export const Id = ({ of, href }) => href ? html`<a href=${href}><code>${of}</code></a>` : html`<code>${of}</code>`;

/** Where an id is looked at. */
export const placeOf = id => id?.startsWith("ord-") ? `/ops/orders/${id}` : id?.startsWith("sel-") ? `/ops/sellers/${id}`
  : id?.startsWith("byr-") ? `/ops/orders?q=${id}` : undefined;
