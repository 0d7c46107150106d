// @ts-check
/**
 * What of the page's fields may be read, and how: words that somebody writes, never what is secret. Must not know
 * what becomes of it.
 */

/** @typedef {import('./attach.js').Field} Field */

const WORDS = ['text', 'search'];
const PRIVATE = /^(cc-.+|.+-password|one-time-code|email|username|tel.*)$/i;
/** A button that shows a password makes a text of its field. @type {WeakSet<object>} */
const secrets = new WeakSet();

/** Whether a field is for words of a question. @param {Field} field */
export function mayRead(field) {
  const { tagName, type, autocomplete, isContentEditable } = /** @type {HTMLInputElement} */ (field);
  if (type === 'password') secrets.add(field);
  if (secrets.has(field) || autocomplete?.split(/\s+/).some((token) => PRIVATE.test(token))) return false;
  return tagName === 'INPUT' ? WORDS.includes(type) : tagName === 'TEXTAREA' || isContentEditable;
}

/** @param {Field} field */
export const textOf = (field) => field.value ?? field.innerText ?? '';

/** The beginning, not cut in the middle of a character. @param {string} text @param {number} length */
export const head = (text, length) => text.slice(0, length).replace(/[\ud800-\udbff]$/, '');

/** The end, likewise. @param {string} text @param {number} length */
export const tail = (text, length) => (text.length > length ? text.slice(-length).replace(/^[\udc00-\udfff]/, '') : text);

/** Adds an id to what a field controls, or takes it away: the page's own stay. @param {Field} field @param {string} id @param {boolean} isThere */
export function control(field, id, isThere) {
  const ids = field.getAttribute('aria-controls')?.split(/\s+/) ?? [];
  if (ids.includes(id) === isThere) return;
  const next = isThere ? [...ids, id] : ids.filter((one) => one !== id);
  if (next.length) field.setAttribute('aria-controls', next.join(' ').trim());
  else field.removeAttribute('aria-controls');
}

/**
 * Whether the down arrow is free: in a field of several lines it moves the cursor, except at the very end.
 * @param {Field} field
 */
export function isAtEnd(field) {
  const { tagName, value, selectionStart, selectionEnd } = /** @type {HTMLTextAreaElement} */ (field);
  if (tagName !== 'TEXTAREA') return tagName === 'INPUT' || isCaretLast(field);
  return selectionStart === selectionEnd && selectionEnd === value.length;
}

/** @param {Field} field an editable element */
function isCaretLast(field) {
  const selection = getSelection();
  if (!selection?.isCollapsed || !selection.rangeCount) return false;
  const rest = selection.getRangeAt(0).cloneRange();
  rest.setEndAfter(field.lastChild ?? field);
  return rest.toString().trim() === '';
}
