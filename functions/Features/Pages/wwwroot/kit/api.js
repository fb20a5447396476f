// Calls of the API. A refusal is thrown as a Problem (RFC 9457); one that has no answer at all has the code "offline".
import { heard } from "./clock.js";
import { accessToken, renew } from "./session.js";
import { effect, signal, useEffect, useRef, useState } from "./view.js";
import { knows, language, t } from "./words.js";

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

// Browsers take ".." for a step up, in any spelling.
const leadsAstray = path => /(^|\/)(\.|%2e){1,2}(\/|$)|[\\#\s]/i.test(path.split("?")[0]) || path.includes("#");

/** A key that makes a repeat of the same change harmless; made when a form opens, and anew once it was answered. */
export const newKey = () => crypto.randomUUID();

/**
 * One call. Answers { status, data, etag }.
 * @param {string} method
 * @param {string} path below /api/v1/
 */
export async function send(method, path, { body, key, ifMatch, ifNoneMatch, abort } = {}) {
  if (leadsAstray(path)) throw new Problem(404, { code: "not-found", detail: t("problem.unknown") });
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
    const headers = { Accept: "application/json", "Accept-Language": language };
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
      heard(answer.headers.get("date"));
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
 * Asks again and again: every second while there is something new, then ever less; not at all while the tab is hidden.
 * "ask" resolves to whether there was something new; "tell" takes what went wrong last, or null.
 */
export function poll(ask, tell, slowest = 10) {
  let [stopped, timer, wait, asking, again] = [false, 0, 1, null, false];
  const it = { slowest, refresh: () => { wait = 1; return run(); }, stop };

  function run() {
    clearTimeout(timer);
    if (asking) again = true;
    else if (!stopped) asking = once().finally(() => { asking = null; if (again) { again = false; run(); } else later(); });
    return asking ?? Promise.resolve();
  }

  async function once() {
    try {
      wait = await ask() ? 1 : Math.min(wait * 1.5, it.slowest);
      if (!stopped) tell(null);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      wait = Math.max(problem.retryAfter ?? 0, Math.min(wait * 2, it.slowest));
      if (!stopped) tell(problem);
    }
  }

  function later() {
    if (!stopped && !document.hidden) timer = setTimeout(run, wait * 1000);
  }

  const seen = () => { if (!document.hidden) it.refresh(); };
  function stop() {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", seen);
    window.removeEventListener("online", seen);
  }
  document.addEventListener("visibilitychange", seen);
  window.addEventListener("online", seen);
  run();
  return it;
}

// What is asked for is asked once for all who show it.
const lives = new Map();

function join(path, slowest) {
  const found = lives.get(path);
  if (found) {
    found.users++;
    found.polling.slowest = Math.min(found.polling.slowest, slowest);
    return found;
  }
  const it = { users: 1, state: signal({ path, data: undefined, problem: null }) };
  lives.set(path, it);
  it.polling = poll(async () => {
    const answer = await get(path, { ifNoneMatch: it.state.peek().etag });
    if (answer.status === 304) return false;
    it.state.value = { path, data: answer.data, etag: answer.etag, problem: null };
    return true;
  }, problem => {
    if (it.state.peek().problem !== problem) it.state.value = { ...it.state.peek(), problem };
  }, slowest);
  return it;
}

function leave(path) {
  const it = lives.get(path);
  if (--it.users > 0) return;
  it.polling.stop();
  lives.delete(path);
}

/** Asks for it now, where it is shown. */
export const refresh = path => lives.get(path)?.polling.refresh();

/** What a resource says, kept up to date. Answers { data, etag, problem, refresh }; "data" stays while a call fails. */
export function useLive(path, { slowest = 10 } = {}) {
  const [state, setState] = useState({ path, data: undefined, problem: null });
  useEffect(() => {
    if (path === null) return undefined;
    const it = join(path, slowest);
    const stop = effect(() => setState(it.state.value));
    return () => {
      stop();
      leave(path);
    };
  }, [path]);
  return { ...(state.path === path ? state : { data: undefined, problem: null }), refresh: () => refresh(path) };
}

/** A change made once. Returns { run, busy, problem, clear }; run(call) resolves to undefined if it was refused. */
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
