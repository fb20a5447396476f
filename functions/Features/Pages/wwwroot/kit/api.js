// Calls of the API. A refusal is thrown as a Problem (RFC 9457); one that has no answer at all has the code "offline".
import { accessToken, renew } from "./session.js";
import { signal, useEffect, useRef, useState } from "./view.js";
import { knows, t } from "./words.js";

/** Whether the last call reached the server. */
export const isOnline = signal(true);

export class Problem extends Error {
  constructor(status, body, retryAfter) {
    super(body.detail ?? body.title ?? body.code);
    this.status = status;
    this.code = body.code ?? "unknown";
    this.field = body.field;
    this.errors = body.errors ?? (body.field ? [{ field: body.field, detail: body.detail }] : []);
    this.retryAfter = retryAfter;
  }

  /** What to tell the reader, in their language where there are words for it. */
  get words() {
    const key = `problem.${this.code}`;
    return knows(key) ? t(key, { seconds: this.retryAfter ?? "" }) : this.message;
  }
}

/** A key that makes a repeat of the same change harmless; made when a form opens, and anew once it was answered. */
export const newKey = () => crypto.randomUUID();

/**
 * One call. Answers { status, data, etag }.
 * @param {string} method
 * @param {string} path below /api/v1/
 */
export async function send(method, path, { body, key, ifMatch, ifNoneMatch, abort } = {}) {
  let response = await attempt();
  if (response.status === 401 && await renew()) response = await attempt();
  if (response.status === 304) return { status: 304, etag: ifNoneMatch };
  const text = await response.text();
  const data = text && response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text;
  if (response.ok) return { status: response.status, data, etag: response.headers.get("etag") };
  throw new Problem(
    response.status,
    typeof data === "object" ? data : { code: "unknown", detail: t("problem.unknown") },
    Number(response.headers.get("retry-after")) || undefined);

  async function attempt() {
    const headers = { Accept: "application/json" };
    if (accessToken()) headers.Authorization = `Bearer ${accessToken()}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (key) headers["Idempotency-Key"] = key;
    if (ifMatch) headers["If-Match"] = ifMatch;
    if (ifNoneMatch) headers["If-None-Match"] = ifNoneMatch;
    try {
      const answer = await fetch(`/api/v1/${path}`, {
        method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: abort, cache: "no-store",
      });
      isOnline.value = true;
      return answer;
    } catch (error) {
      if (error.name === "AbortError") throw error;
      isOnline.value = false;
      throw new Problem(0, { code: "offline", detail: t("problem.offline") });
    }
  }
}

export const get = (path, options) => send("GET", path, options);
export const post = (path, body, options) => send("POST", path, { body: body ?? {}, key: newKey(), ...options });
export const put = (path, body, options) => send("PUT", path, { body, key: newKey(), ...options });
export const remove = (path, options) => send("DELETE", path, { key: newKey(), ...options });

/**
 * What a resource says, kept up to date: asked with If-None-Match every second while it changes, then ever less, up to every ten; not at all
 * while the tab is hidden. Answers { data, etag, problem, refresh }; "data" stays what it was while a call fails.
 * @param {string | null} path below /api/v1/; null asks nothing
 */
export function useLive(path, { slowest = 10 } = {}) {
  const [state, setState] = useState({ data: undefined, problem: null });
  const live = useRef(null);
  useEffect(() => {
    if (path === null) return undefined;
    const it = { stopped: false, timer: 0, wait: 1, etag: undefined, asking: false, again: false };
    live.current = it;
    setState({ data: undefined, problem: null });

    async function ask() {
      clearTimeout(it.timer);
      if (it.stopped) return;
      if (it.asking) { it.again = true; return; }
      it.asking = true;
      try {
        const answer = await get(path, { ifNoneMatch: it.etag });
        if (it.stopped) return;
        if (answer.status === 304) {
          it.wait = Math.min(it.wait * 1.5, slowest);
          setState(was => was.problem ? { ...was, problem: null } : was);
        } else {
          it.etag = answer.etag;
          it.wait = 1;
          setState({ data: answer.data, etag: answer.etag, problem: null });
        }
      } catch (problem) {
        if (it.stopped) return;
        if (!(problem instanceof Problem)) throw problem;
        it.wait = Math.max(problem.retryAfter ?? 0, Math.min(it.wait * 2, slowest));
        setState(was => ({ ...was, problem }));
      } finally {
        it.asking = false;
      }
      if (it.again) { it.again = false; ask(); return; }
      if (!document.hidden) it.timer = setTimeout(ask, it.wait * 1000);
    }

    it.refresh = () => { it.wait = 1; return ask(); };
    const seen = () => { if (!document.hidden) it.refresh(); };
    document.addEventListener("visibilitychange", seen);
    window.addEventListener("online", seen);
    ask();
    return () => {
      it.stopped = true;
      clearTimeout(it.timer);
      document.removeEventListener("visibilitychange", seen);
      window.removeEventListener("online", seen);
    };
  }, [path]);
  return { ...state, refresh: () => live.current?.refresh() };
}

/**
 * A change that somebody sets off: a second tap while it runs does nothing, a repeat after a lost answer has the same key.
 * Answers { run, busy, problem, clear }; run(call) resolves to the answer, or to undefined when it was refused.
 */
export function useCommand() {
  const [state, setState] = useState({ busy: false, problem: null });
  const running = useRef(false);
  const key = useRef(newKey());
  async function run(call) {
    if (running.current) return undefined;
    running.current = true;
    setState({ busy: true, problem: null });
    try {
      const answer = await call(key.current);
      key.current = newKey();
      setState({ busy: false, problem: null });
      return answer;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      // What was answered is decided; what was not may have been done, and is asked with the same key again.
      if (problem.status >= 400 && problem.status < 500) key.current = newKey();
      setState({ busy: false, problem });
      return undefined;
    } finally {
      running.current = false;
    }
  }
  return { ...state, run, clear: () => setState({ busy: false, problem: null }) };
}
