// A list that comes in pages: the first is kept up to date, more are asked for.
import { get, Problem, useLive } from "../kit/api.js";
import { useEffect, useMemo, useState } from "../kit/view.js";

/** Answers { items, more, busy, problem, refresh }; "more" is null at the end, "items" undefined until the first page is there. */
export function usePages(path, options) {
  const first = useLive(path, options);
  const [rest, setRest] = useState({ path, items: [], next: undefined, busy: false, problem: null });
  const own = rest.path === path ? rest : { path, items: [], next: undefined, busy: false, problem: null };
  useEffect(() => setRest({ path, items: [], next: undefined, busy: false, problem: null }), [path]);
  const next = own.items.length > 0 ? own.next : first.data?.next;

  async function more() {
    setRest({ ...own, busy: true, problem: null });
    try {
      const { data } = await get(`${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(next)}`);
      setRest(was => was.path === path ? { path, items: [...was.items, ...data.items], next: data.next, busy: false, problem: null } : was);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      setRest(was => ({ ...was, busy: false, problem }));
    }
  }

  const items = useMemo(() => {
    if (!first.data) return undefined;
    const seen = new Set(first.data.items.map(item => item.id));
    return [...first.data.items, ...own.items.filter(item => !seen.has(item.id))];
  }, [first.data, own.items]);
  return { items, more: next ? more : null, busy: own.busy, problem: first.problem ?? own.problem, refresh: first.refresh };
}
