// @ts-check
/** What stands in for attributes that an element lacks. Must not know the element. */

/** @type {Record<string, string>} */
const defaults = {};

/** All of them, as they are now. */
export const settings = () => ({ ...defaults });

/** @param {string} name */
export const setting = (name) => defaults[name] ?? '';

/** Puts others in their place. @param {Record<string, string>} [others] */
export function replaceSettings(others = {}) {
  for (const name of Object.keys(defaults)) delete defaults[name];
  Object.assign(defaults, others);
}

/** What the tag says of the page. @returns {import('./flow').Context} */
export const contextOfTag = () => ({
  product: defaults.product,
  tags: defaults.tags?.split(',').map((tag) => tag.trim()).filter((tag) => tag),
});
