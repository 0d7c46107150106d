// @ts-check
/**
 * Who the customer is, as the site signed it: a token, or a function that fetches one. In memory only.
 * Must not know HTTP, nor what a token says.
 */

/** @typedef {string | (() => string | null | Promise<string | null>)} Source */

/** @type {Source | null} */
let source = null;
/** @type {string | null} */
let token = null;
/** Of several calls that are refused at once, one asks. @type {Promise<string | null> | null} */
let asking = null;

/** @param {unknown} text */
const isToken = (text) => typeof text === 'string' && text.split('.').length === 3;

/** @param {Source | null} given null: nobody */
export function setIdentity(given) {
  if (given !== null && typeof given !== 'function' && !isToken(given)) throw new Error('AnswerBot: identify needs a JSON web token, header.payload.signature, or a function that resolves with one');
  source = given;
  token = typeof given === 'string' ? given : null;
  asking = null;
}

export const isIdentified = () => source !== null;

/** What is known now; for when there is no time to ask. */
export const knownToken = () => token ?? '';

/** The token to send; empty: nobody. @returns {Promise<string>} */
export async function currentToken() {
  return token ?? (typeof source === 'function' ? renewedToken('') : '');
}

/**
 * Another one than was refused, if the page has given a function to fetch it. What it throws counts as none.
 * @param {string} refused
 * @returns {Promise<string>}
 */
export async function renewedToken(refused) {
  if (typeof source !== 'function') return token !== refused ? token ?? '' : '';
  if (token && token !== refused) return token;
  const from = source;
  asking ??= Promise.resolve().then(from).catch((error) => (console.error(error), null));
  const found = await asking;
  if (source !== from) return currentToken();
  asking = null;
  token = isToken(found) ? found : null;
  return token && token !== refused ? token : '';
}
