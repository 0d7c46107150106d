// @ts-check
/**
 * The one thing that may stay on a customer's device, if the site wants it: a random id by which the same browser is
 * known again for some days, which using it does not make more. Must not know who sends it, nor what for.
 */

import { newSession } from './ids.js';
import { setting } from './settings.js';

const NAME = 'answerbot-visitor';

/** What the page said on this load; null: nothing. @type {boolean | null} */
let consent = null;

/** Takes the id away, unless it may stay. @param {boolean | null} given null: somebody else sits down, who was not asked */
export function setConsent(given) {
  consent = given;
  if (given) return;
  try {
    delete localStorage[NAME];
  } catch {
    // Where storage is blocked, nothing was kept.
  }
}

/** The id to send, which is made the first time; nothing where none may be or can be kept. @returns {string | undefined} */
export function currentVisitor() {
  const wanted = setting('remember');
  const always = wanted === 'visitor';
  try {
    if (consent !== false && (always || wanted === 'consent')) {
      const most = +(`${setting('rememberDays')}` || 90) * 864e5;
      const [, id, since] = /([\w-]{22}) (.+)/.exec(localStorage[NAME]) ?? [];
      const age = Date.now() - +since;
      if (age >= 0 && age < most) return id;
      delete localStorage[NAME];
      if (most > 0 && (consent || always)) {
        localStorage[NAME] = `${newSession()} ${Date.now()}`;
        return localStorage[NAME].slice(0, 22);
      }
    }
  } catch {
    // Where storage is blocked, there is no id.
  }
}
