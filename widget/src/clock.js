// @ts-check
/** Time, and waiting that can be called off. Must not know what is waited for. */

/** @typedef {import('./contract').Clock} Clock */

/** @type {Clock} */
export const realClock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(/** @type {number} */ (timer)),
};

/**
 * Resolves after `ms`; rejects with an AbortError as soon as `signal` is aborted.
 * @param {Clock} clock
 * @param {number} ms
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function sleep(clock, ms, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted());
    const timer = clock.setTimeout(finish, ms);
    signal?.addEventListener('abort', cancel);
    function finish() {
      signal?.removeEventListener('abort', cancel);
      resolve();
    }
    function cancel() {
      clock.clearTimeout(timer);
      reject(aborted());
    }
  });
}

const aborted = () => new DOMException('called off', 'AbortError');
