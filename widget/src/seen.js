// @ts-check
/** Which suggestions a person had the time to see: on screen for a second, counted once per enquiry. No DOM. */

import { realClock } from './clock.js';

const LONG_ENOUGH = 1000;

export class Seen {
  #counted = new Set();
  /** @type {Map<string, unknown>} */
  #timers = new Map();

  /** @param {{report: (enquiry: string, article: string) => void, clock?: import('./contract').Clock}} options */
  constructor({ report, clock = realClock }) {
    this.report = report;
    this.clock = clock;
  }

  /**
   * Tells what is on screen now; nothing when the list is hidden.
   * @param {string | null} enquiry
   * @param {string[]} articles
   */
  show(enquiry, articles) {
    const keys = new Map(enquiry ? articles.map((article) => [`${enquiry} ${article}`, article]) : []);
    for (const [key, timer] of this.#timers) {
      if (keys.has(key)) continue;
      this.clock.clearTimeout(timer);
      this.#timers.delete(key);
    }
    for (const [key, article] of keys) this.#watch(key, /** @type {string} */ (enquiry), article);
  }

  /**
   * @param {string} key
   * @param {string} enquiry
   * @param {string} article
   */
  #watch(key, enquiry, article) {
    if (this.#counted.has(key) || this.#timers.has(key)) return;
    const count = () => {
      this.#timers.delete(key);
      this.#counted.add(key);
      this.report(enquiry, article);
    };
    this.#timers.set(key, this.clock.setTimeout(count, LONG_ENOUGH));
  }
}
