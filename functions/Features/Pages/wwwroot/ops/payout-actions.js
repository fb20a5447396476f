// What an operator does with all payouts at once.
import { post, put } from "../kit/api.js";

/** Sends what is due, now. */
export const sweep = { name: "sweep", send: (_, key) => post("ops/payout-sweeps", undefined, { key }), done: "swept", told: data =>
  ({ count: data.submitted }) };

/** @param {string} etag of the pause that was looked at: who decides on an older one is told. */
export const pause = etag => ({
  name: "pause", danger: true, fields: [{ name: "reason", kind: "text", needed: true, max: 500 }],
  body: values => ({ paused: true, reason: values.reason.trim() }),
  send: (body, key) => put("ops/payouts-pause", body, { key, ifMatch: etag }),
});

export const resume = etag => ({
  name: "resume", body: () => ({ paused: false }), send: (body, key) => put("ops/payouts-pause", body, { key, ifMatch: etag }),
});
