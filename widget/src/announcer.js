// @ts-check
/**
 * Says things to screen readers, politely, once typing has rested. Two live regions take turns, so that the same
 * words are read again. Must not know what is said.
 */

import { realClock } from './clock.js';
import { h } from './dom.js';

const REST = 900;

export class Announcer {
  #regions = [region(), region()];
  #turn = 0;
  /** @type {unknown} */
  #timer;

  /** @param {import('./contract').Clock} [clock] */
  constructor(clock = realClock) {
    this.clock = clock;
    this.node = h('div', { class: 'aside' }, ...this.#regions);
  }

  /** The last call wins. @param {string} text @param {() => void} [spoken] called once it is said */
  say(text, spoken) {
    this.hush();
    this.#timer = this.clock.setTimeout(() => {
      this.#speak(text);
      spoken?.();
    }, REST);
  }

  /** Whatever was about to be said is out of date. */
  hush() {
    this.clock.clearTimeout(this.#timer);
  }

  /** @param {string} text */
  #speak(text) {
    this.#regions[this.#turn].textContent = '';
    this.#turn = 1 - this.#turn;
    this.#regions[this.#turn].textContent = text;
  }
}

const region = () => h('div', { 'aria-live': 'polite', 'aria-atomic': 'true' });
