// The server's clock: deadlines are its, and this machine's may be wrong.
let ahead = 0;

/** Takes the time that an answer was given at; less than a minute apart is the way of the answer. */
export function heard(date) {
  const apart = Date.parse(date) - Date.now();
  if (!Number.isNaN(apart)) ahead = Math.abs(apart) < 60_000 ? 0 : apart;
}

/** Now, in milliseconds. */
export const now = () => Date.now() + ahead;
