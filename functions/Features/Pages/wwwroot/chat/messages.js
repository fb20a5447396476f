// The messages of one conversation, in order, kept up to date by cursor.
import { get, poll, refresh } from "../kit/api.js";
import { useEffect, useRef, useState } from "../kit/view.js";

const PAGE = 100;

/** Answers { messages, problem, refresh }; "messages" is undefined until all that there were have come. */
export function useMessages(conversationId, { onNew }) {
  const [state, setState] = useState({ messages: undefined, problem: null });
  const polling = useRef(null);
  useEffect(() => {
    let [cursor, etag, all, complete, stopped] = [null, undefined, [], false, false];

    async function ask() {
      const before = all.length;
      for (;;) {
        const after = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
        const answer = await get(`conversations/${conversationId}/messages?limit=${PAGE}${after}`, { ifNoneMatch: etag }).catch(anew);
        if (stopped) return false;
        if (answer.status === 304) break;
        const { items, next } = answer.data;
        all = [...all, ...items];
        etag = next === cursor ? answer.etag : undefined;
        cursor = next;
        if (items.length < PAGE) break;
      }
      const fresh = all.slice(before);
      if (fresh.length > 0 || !complete) setState({ messages: all, problem: null });
      for (const id of new Set(fresh.map(m => m.order?.orderId).filter(Boolean))) refresh(`orders/${id}`);
      if (complete && fresh.length > 0) onNew(fresh);
      complete = true;
      return fresh.length > 0;
    }

    function anew(problem) {
      if (problem.code === "cursor-invalid") [cursor, etag, all, complete] = [null, undefined, [], false];
      throw problem;
    }

    polling.current = poll(ask, problem => setState(was => was.problem === problem ? was : { ...was, problem }), 2);
    return () => {
      stopped = true;
      polling.current.stop();
    };
  }, [conversationId]);
  return { ...state, refresh: () => polling.current?.refresh() };
}
