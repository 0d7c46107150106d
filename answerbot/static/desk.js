// @ts-check
/**
 * "Insert link" puts an article into the reply instead of sending it at once. Without this script the same button
 * sends the reply with the article. Must not know requests.
 */

import { listen } from './keys.js';

const form = /** @type {HTMLFormElement} */ (document.querySelector('#_reply'));
const text = /** @type {HTMLTextAreaElement} */ (form.querySelector('textarea'));
const chosen = /** @type {HTMLElement} */ (form.querySelector('#_chosen'));
const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('button[form="_reply"][name="article"]'));

/** @param {string} name @param {string} value */
function hidden(name, value) {
  const field = document.createElement('input');
  Object.assign(field, { type: 'hidden', name, value });
  return field;
}

/** @param {HTMLButtonElement} button */
function choose({ value, dataset }) {
  const remove = document.createElement('button');
  Object.assign(remove, { type: 'button', className: 'plain', textContent: 'Remove' });
  remove.addEventListener('click', () => {
    chosen.replaceChildren();
    chosen.hidden = true;
    text.focus();
  });
  const label = document.createElement('span');
  label.textContent = `With a link to “${dataset.title}”`;
  chosen.hidden = false;
  chosen.replaceChildren(label, remove, hidden('article', value), hidden('locale', dataset.locale ?? ''));
  text.focus();
}

for (const button of buttons) {
  button.type = 'button';
  button.textContent = 'Insert link';
  button.addEventListener('click', () => choose(button));
}

/** @param {string} selector */
function press(selector) {
  const found = /** @type {HTMLElement | null} */ (document.querySelector(selector));
  if (!found) return false;
  if (found instanceof HTMLFormElement) found.requestSubmit();
  else found.click();
  return true;
}

listen({
  r: () => text.focus(),
  i: () => press('button[form="_reply"][name="article"]'),
  a: () => press('#_mine'),
  e: () => press('#_solve'),
  'g q': () => location.assign('/desk'),
});
