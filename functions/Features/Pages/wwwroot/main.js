// The page that everybody who signs in gets: it finds out who it is, and shows what belongs to the address.
import { get, isOnline, Problem } from "./kit/api.js";
import { Action, Announcer, SignInAgain, Trouble } from "./kit/parts.js";
import { go, route } from "./kit/route.js";
import {
  canSignIn, ended, failure, finishSignIn, forgetName, person, rememberName, signIn, signOut, trySignIn, wasSignedIn,
} from "./kit/session.js";
import { html, render, signal, useEffect } from "./kit/view.js";
import { choose, language, load, nameOf, offered, t } from "./kit/words.js";

const pages = {
  chat: { load: () => import("./chat/page.js"), for: ["buyer", "seller"] },
  desk: { load: () => import("./desk/page.js"), for: ["seller"] },
  ops: { load: () => import("./ops/page.js"), for: ["operator"] },
};

const trouble = signal(null);
const shown = signal({ name: null, Page: null });

/** Loads a page's script and words the first time that it is shown. */
async function show(name) {
  if (!(name in pages) || shown.value.name === name) return;
  shown.value = { name, Page: null };
  try {
    const [module] = await Promise.all([pages[name].load(), load(name)]);
    if (shown.value.name === name) shown.value = { name, Page: module.default };
  } catch (error) {
    console.warn(error);
    trouble.value = { message: t("problem.page-not-loaded") };
  }
}

const wordsOf = error => error instanceof Problem ? error.words
  : error.issuers ? t("issuer-differs", error.issuers) : t("sign-in-failed");

async function start() {
  await load("kit");
  // A link may name who is to sign in; whether the issuer asks nevertheless is its own affair.
  const named = route.value.query.get("sign-in-as");
  if (named) {
    rememberName(named);
    go(location.pathname, { replace: true });
  }
  try {
    if (route.value.path[0] === "signed-in") go(await finishSignIn(), { replace: true });
    else if (canSignIn && wasSignedIn()) { await signIn(); return; }
    if (person.value) person.value = { ...person.value, ...(await get("me")).data };
  } catch (error) {
    if (!(error instanceof Problem)) console.warn(error);
    forgetName();
    person.value = null;
    trouble.value = { message: wordsOf(error) };
    if (route.value.path[0] === "signed-in") go("/chat", { replace: true });
  }
  const place = document.getElementById("app");
  place.replaceChildren();
  render(html`<${App} />`, place);
}

function App() {
  const [name] = route.value.path;
  const me = person.value;
  if (me) show(name);
  const mayUse = !me || pages[name]?.for.some(role => me.roles.includes(role));
  const { Page } = shown.value;
  useEffect(() => { failure.value = null; }, [route.value]);
  useEffect(() => { if (name in pages) document.title = `${t(`page.${name}`)} · ChatPay`; }, [name]);
  return html`<${Announcer} />
    <a class="skip" href="#main">${t("skip")}</a>
    <${Bar} me=${me} name=${name} />
    ${!isOnline.value && html`<p class="banner" role="status">${t("offline")}</p>`}
    ${ended.value && html`<${SignInAgain} />`}
    <main id="main" tabindex="-1"><${Trouble}
        problem=${failure.value ? { message: wordsOf(failure.value) } : trouble.value} />
      ${!me ? html`<${Welcome} />`
        : !mayUse ? html`<section class="empty"><h1>${t("not-yours")}</h1><p>${t("not-yours-how", { name: me.name })}</p></section>`
        : Page ? html`<${Page} />` : html`<p class="loading" role="status">${t("loading")}</p>`}</main>`;
}

function Bar({ me, name }) {
  return html`<header class="bar"><a class="brand" href="/">ChatPay</a>
    ${me && html`<nav aria-label=${t("pages")}>${Object.entries(pages)
      .filter(([, page]) => page.for.some(role => me.roles.includes(role)))
      .map(([of]) => html`<a key=${of} href="/${of}" aria-current=${of === name ? "page" : undefined}>${t(`page.${of}`)}</a>`)}</nav>`}
    <details class="menu"><summary>${me ? html`<bdi>${me.name}</bdi>` : t("menu")}</summary><div>
      <label>${t("language")} <select onChange=${e => choose(e.currentTarget.value)}>
        ${offered.map(tag => html`<option key=${tag} value=${tag} selected=${tag === language} lang=${tag}>
          ${nameOf(tag)}</option>`)}</select></label>
      ${me && html`<button type="button" class="quiet" onClick=${() => trySignIn({ asAnother: true })}>${t("switch-person")}</button>
        <button type="button" class="quiet" onClick=${signOut}>${t("sign-out")}</button>`}
    </div></details></header>`;
}

function Welcome() {
  const [name] = route.value.path;
  return html`<section class="empty"><h1>${t(`welcome.${name in pages ? name : "chat"}`)}</h1>
    ${canSignIn
      ? html`<p>${t(`welcome-how.${name in pages ? name : "chat"}`)}</p><${Action} kind="main"
        onClick=${() => trySignIn()}>${t("sign-in")}</${Action}>`
      : html`<p>${t("no-sign-in")}</p>`}</section>`;
}

start();
