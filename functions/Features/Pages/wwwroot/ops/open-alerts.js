// The alerts that are open, which every tab counts.
import { get, Problem, useLive } from "../kit/api.js";
import { useEffect, useState } from "../kit/view.js";

// More than anybody works off in a day.
const mostPages = 10;

/** All that are open, the oldest first: { items, problem, refresh }. */
export function useAlerts() {
  const first = useLive("ops/attention?limit=100");
  const [rest, setRest] = useState({ of: null, items: [] });
  useEffect(() => {
    const of = first.data;
    if (!of?.next) { setRest({ of, items: [] }); return undefined; }
    let isOver = false;
    (async () => {
      const items = [];
      for (let { next } = of, page = 1; next && page < mostPages && !isOver; page++) {
        const { data } = await get(`ops/attention?limit=100&cursor=${encodeURIComponent(next)}`);
        items.push(...data.items);
        next = data.next;
      }
      if (!isOver) setRest({ of, items });
    })().catch(problem => { if (!(problem instanceof Problem)) throw problem; });
    return () => { isOver = true; };
  }, [first.data]);
  return { items: first.data && [...first.data.items, ...rest.items].reverse(), problem: first.problem, refresh: first.refresh };
}
