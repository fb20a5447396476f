// Money and times as the reader writes them. Money comes as {"amount":"12.50","currency":"USD"}, times in UTC.
import { now } from "./clock.js";
import { locale, t } from "./words.js";

const currencies = new Map();

function currencyFormat(currency) {
  if (!currencies.has(currency)) currencies.set(currency, new Intl.NumberFormat(locale, { style: "currency", currency }));
  return currencies.get(currency);
}

/** "12,50 €". The amount stays text, so that no digit is lost. */
export const money = value => value ? currencyFormat(value.currency).format(value.amount) : "";

/** How many digits a currency has after the point. */
export const digitsOf = currency => currencyFormat(currency).resolvedOptions().maximumFractionDigits;

/** Minor units of money as the API gives it, which has all digits of its currency. */
export const unitsOf = value => Number(value.amount.replace(".", ""));

/** Minor units of what somebody typed, with a point or a comma; null when it is no amount of this currency. */
export function minorUnits(text, currency) {
  const digits = digitsOf(currency);
  const found = /^\s*(\d{1,9})(?:[.,](\d+))?\s*$/.exec(text);
  if (!found || (found[2] ?? "").length > digits) return null;
  return Number(found[1] + (found[2] ?? "").padEnd(digits, "0"));
}

/** Money of minor units, as the API takes it. */
export function moneyOf(minor, currency) {
  const digits = digitsOf(currency);
  const text = String(minor).padStart(digits + 1, "0");
  return { amount: digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`, currency };
}

const dateFormat = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });
const briefFormat = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
const dayFormat = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short" });
const timeFormat = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
const fullFormat = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" });

/** "3 Mar 2026". */
export const date = at => at ? dateFormat.format(new Date(at)) : "";

/** "3 Mar", and the year where it is not this one. */
export const brief = at => at ? (new Date(at).getFullYear() === new Date(now()).getFullYear() ? briefFormat
  : dateFormat).format(new Date(at)) : "";

/** "Tue, 3 Mar". */
export const day = at => at ? dayFormat.format(new Date(at)) : "";

/** "14:05". */
export const time = at => at ? timeFormat.format(new Date(at)) : "";

/** All of it, for a title. */
export const full = at => at ? fullFormat.format(new Date(at)) : "";

const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

/** "in 3 days", "2 hours ago", by the server's clock. */
export function fromNow(at) {
  const seconds = (new Date(at) - now()) / 1000;
  for (const [unit, size] of [["day", 86400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
  }
  return t("now");
}
