// @ts-check
/** Who is at this tab, as the server tells visitors apart: a random id, in memory only. Must not know who asks for it. */

import { newSession } from './ids.js';

let session = newSession();

export const currentSession = () => session;

/** Another person sits down: what was done before is not connected with what comes. */
export function renewSession() {
  session = newSession();
}
