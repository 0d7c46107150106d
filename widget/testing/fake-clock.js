// @ts-check
/** A clock that only moves when told to, and seeded chance. For tests. */

export class FakeClock {
  #now = 0;
  #next = 1;
  /** @type {Map<number, {at: number, run: () => void}>} */
  #timers = new Map();

  now() {
    return this.#now;
  }

  /** @param {() => void} run @param {number} ms */
  setTimeout(run, ms) {
    this.#timers.set(this.#next, { at: this.#now + ms, run });
    return this.#next++;
  }

  /** @param {unknown} timer */
  clearTimeout(timer) {
    this.#timers.delete(/** @type {number} */ (timer));
  }

  get pending() {
    return this.#timers.size;
  }

  /** Lets `ms` pass; promises settle after every timer. @param {number} ms */
  async advance(ms) {
    const end = this.#now + ms;
    await settle();
    for (let due = this.#due(end); due; due = this.#due(end)) {
      const [id, { at, run }] = due;
      this.#timers.delete(id);
      this.#now = at;
      run();
      await settle();
    }
    this.#now = end;
  }

  /** @param {number} end */
  #due(end) {
    const due = [...this.#timers].filter(([, { at }]) => at <= end);
    return due.sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
  }
}

/** Every promise that can settle now does. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Numbers in [0, 1), the same for the same seed (mulberry32). @param {number} seed */
export function chance(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
