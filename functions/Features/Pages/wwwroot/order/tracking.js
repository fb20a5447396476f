// Tracking numbers as they are typed.

/** Without what people put in to read it. */
export const compact = number => number.replace(/[\s_-]/g, "").toUpperCase();

const fits = (carrier, number) => carrier.pattern ? new RegExp(carrier.pattern).test(compact(number)) : undefined;

/**
 * What a number looks like so far: { fits: true | false | undefined, other } - undefined where nobody can say, "other" the only carrier
 * of the list whose numbers look like this when it is not the one that was chosen.
 */
export function look(carriers, code, number) {
  if (number.trim() === "") return {};
  const chosen = carriers.find(c => c.code === code);
  const matching = carriers.filter(c => fits(c, number));
  const own = chosen ? fits(chosen, number) : undefined;
  return { fits: own, other: own !== true && matching.length === 1 && matching[0] !== chosen ? matching[0] : undefined };
}
