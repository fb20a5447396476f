// Who is signed in: OpenID Connect, authorization code with PKCE. Tokens are kept in memory alone; what is kept in the tab's own storage is
// who it was, so that a page that is loaded again signs the same person in without asking.
import { forget, forgetAll, keep, recall } from "./storage.js";
import { signal } from "./view.js";

const { issuer, client: clientId, scope } = document.body.dataset;
const client = { client_id: clientId };
const pending = "sign-in";
const remembered = "signed-in-as";
const typist = "typed-by";

/** The person: { name, roles, buyerId, sellerId }; null while nobody is signed in. */
export const person = signal(null);

/** Whether the tokens have expired and could not be renewed: typed text stays, and sign-in returns here. */
export const ended = signal(false);

/** Whether people can sign in here at all. */
export const canSignIn = clientId !== "";

/** Who it was in this tab, before the page was loaded again. */
export const wasSignedIn = () => recall(remembered) !== null;

/** Names who is to sign in, for an issuer that takes a hint. */
export const rememberName = name => keep(remembered, name);
export const forgetName = () => forget(remembered);

/** Why a button could not begin a sign-in. */
export const failure = signal(null);

let tokens = null;
let renewing = null;

const library = () => import("../vendor/oauth4webapi.js");

async function discover(oauth) {
  const address = new URL(issuer);
  const response = await oauth.discoveryRequest(address, insecure(oauth));
  try {
    return await oauth.processDiscoveryResponse(address, response);
  } catch (error) {
    // The issuer publishes another name than the configured one.
    if (error.cause?.attribute === "issuer") error.issuers = { published: error.cause.body.issuer, configured: issuer };
    throw error;
  }
}

// The local platform's issuer has no certificate; no other issuer is asked without.
function insecure(oauth) {
  const local = ["127.0.0.1", "localhost", "[::1]"].includes(new URL(issuer).hostname);
  return { [oauth.allowInsecureRequests]: local };
}

const redirectUri = () => new URL("/signed-in", location.origin).href;

/** Leads to the issuer. The browser comes back to /signed-in, and from there to where it was. */
export async function signIn({ asAnother = false } = {}) {
  const oauth = await library();
  const server = await discover(oauth);
  const verifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  keep(pending, JSON.stringify({ verifier, state, nonce, to: location.pathname + location.search }));
  const address = new URL(server.authorization_endpoint);
  const hint = asAnother ? null : recall(remembered);
  for (const [name, value] of Object.entries({
    response_type: "code", client_id: clientId, redirect_uri: redirectUri(), scope, state, nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
    ...(hint ? { login_hint: hint } : asAnother ? { prompt: "login" } : {}),
  })) address.searchParams.set(name, value);
  location.assign(address);
}

/** The same for a button. */
export const trySignIn = options => {
  failure.value = null;
  return signIn(options).catch(error => {
    console.warn(error);
    failure.value = error;
  });
};

/** At /signed-in: takes the code, and returns the address where the person was. */
export async function finishSignIn() {
  const begun = JSON.parse(recall(pending) ?? "null");
  forget(pending);
  if (!begun) throw new Error("no sign-in was begun in this tab");
  const oauth = await library();
  const server = await discover(oauth);
  const answer = oauth.validateAuthResponse(server, client, new URL(location.href), begun.state);
  const response = await oauth.authorizationCodeGrantRequest(
    server, client, oauth.None(), answer, redirectUri(), begun.verifier, insecure(oauth));
  const given = await oauth.processAuthorizationCodeResponse(
    server, client, response, { expectedNonce: begun.nonce, requireIdToken: true });
  const claims = oauth.getValidatedIdTokenClaims(given);
  tokens = { access: given.access_token, refresh: given.refresh_token };
  const hint = claims.preferred_username ?? claims.login_hint ?? claims.sub;
  // Somebody else at the same tab: what was typed before is not theirs to see, or to send.
  if (recall(typist) !== null && recall(typist) !== hint) forgetAll();
  keep(typist, hint);
  keep(remembered, hint);
  ended.value = false;
  person.value = { name: claims.name ?? hint, roles: [] };
  return begun.to;
}

/** The access token to send. */
export const accessToken = () => tokens?.access ?? null;

/** Renews the tokens, once for all who ask at the same time. Returns whether there are new ones. */
export function renew() {
  renewing ??= renewOnce().finally(() => { renewing = null; });
  return renewing;
}

async function renewOnce() {
  if (!tokens?.refresh || ended.value) {
    ended.value = true;
    return false;
  }
  try {
    const oauth = await library();
    const server = await discover(oauth);
    const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), tokens.refresh, insecure(oauth));
    const given = await oauth.processRefreshTokenResponse(server, client, response);
    tokens = { access: given.access_token, refresh: given.refresh_token ?? tokens.refresh };
    return true;
  } catch (error) {
    // Without a connection the tokens may still be good for later.
    if (error instanceof TypeError) return false;
    ended.value = true;
    return false;
  }
}

/** Forgets who it was, in this tab and at the issuer. */
export async function signOut() {
  tokens = null;
  forgetAll();
  person.value = null;
  location.assign(await endOfSession());
}

// OpenID Connect RP-Initiated Logout, where the issuer has it.
async function endOfSession() {
  const start = new URL("/", location.origin);
  try {
    const { end_session_endpoint: end } = await discover(await library());
    if (!end) return start;
    const address = new URL(end);
    address.searchParams.set("client_id", clientId);
    address.searchParams.set("post_logout_redirect_uri", start.href);
    return address;
  } catch {
    return start;
  }
}
