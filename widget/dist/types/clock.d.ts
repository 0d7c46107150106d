/**
 * Resolves after `ms`; rejects with an AbortError as soon as `signal` is aborted.
 * @param {Clock} clock
 * @param {number} ms
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void>;
/** Time, and waiting that can be called off. Must not know what is waited for. */
/** @typedef {import('./contract').Clock} Clock */
/** @type {Clock} */
export const realClock: Clock;
export type Clock = import("./contract").Clock;
