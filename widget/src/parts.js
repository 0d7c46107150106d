// @ts-check
/** Loads the parts that not everybody needs, each checked against the hash that the build wrote down. */

/**
 * @typedef {{a: any[], y?: (value: unknown) => void, n?: (error: unknown) => void, x?: () => void}} Call
 *   a command with its arguments, how its promise is settled, and how a subscription ends
 * @typedef {(path: string, integrity?: string) => Promise<any>} GetPart
 */

/** @type {Record<string, string>} */
const HASHES = typeof BUILT_HASHES === 'object' ? BUILT_HASHES : {};

/** @type {GetPart} */
let get = (path) => import(new URL(path, import.meta.url).href);

/** The tag that loaded us knows the page's nonce. @param {GetPart} loader */
export const loadWith = (loader) => void (get = loader);

/** @param {string} path relative to this file */
export const part = (path) => get(path, HASHES[path]);
