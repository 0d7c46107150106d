// @ts-check
/**
 * "Insert link" puts an article into the reply instead of sending it at once. Without this script the same button
 * sends the reply with the article. Must not know requests.
 */

import { listen } from './keys.js';
import { fetched, follow } from './live.js';

const form = /** @type {HTMLFormElement} */ (document.querySelector('#_reply'));
const text = /** @type {HTMLTextAreaElement} */ (form.querySelector('textarea'));
const chosen = /** @type {HTMLElement} */ (form.querySelector('#_chosen'));
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

/** Put words into the reply where the cursor is, on lines of their own. @param {string} words */
function insert(words) {
  const at = text.selectionStart;
  const before = text.value.slice(0, at);
  const gap = before && !before.endsWith('\n') ? '\n' : '';
  text.setRangeText(gap + words, at, text.selectionEnd, 'end');
  text.focus();
}

/** The suggestions are made anew when the customer writes, so their buttons are too. */
function wire() {
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('button[form="_reply"][name="article"]'))) {
    button.type = 'button';
    button.textContent = 'Insert link';
    button.addEventListener('click', () => choose(button));
  }
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('a.quote'))) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      insert(link.dataset.quote ?? '');
      form.append(hidden('quoted', link.dataset.article ?? ''));
    });
  }
}
wire();

/** What is being written outlives every other button of the page; only sending it forgets it. */
function keepDraft() {
  const key = `draft ${location.pathname}`;
  const kept = sessionStorage.getItem(key);
  if (kept && !text.value) text.value = kept;
  text.addEventListener('input', () => sessionStorage.setItem(key, text.value));
  document.addEventListener('submit', ({ target }) => {
    if (target === form) sessionStorage.removeItem(key);
    else if (text.value) sessionStorage.setItem(key, text.value);
  });
}
keepDraft();

const menu = /** @type {HTMLDetailsElement} */ (document.querySelector('#_macros'));
const wanted = /** @type {HTMLInputElement} */ (document.querySelector('#_macro_find'));
const macros = /** @type {HTMLAnchorElement[]} */ ([...menu.querySelectorAll('li a')]);

for (const part of /** @type {NodeListOf<HTMLElement>} */ (menu.querySelectorAll('.js'))) part.hidden = macros.length < 2;
for (const link of macros) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    menu.open = false;
    insert(link.dataset.text ?? '');
    if (link.dataset.article) form.append(hidden('quoted', link.dataset.article));
  });
}
wanted.addEventListener('input', () => {
  const words = wanted.value.toLowerCase();
  for (const link of macros) {
    const found = `${link.textContent} ${link.dataset.text}`.toLowerCase().includes(words);
    /** @type {HTMLElement} */ (link.parentElement).hidden = !found;
  }
});
wanted.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  macros.find((link) => !link.parentElement?.hidden)?.click();
});

function choose_macro() {
  menu.open = true;
  (wanted.hidden ? macros[0] ?? menu.querySelector('a') : wanted)?.focus();
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
  m: choose_macro,
  i: () => press('button[form="_reply"][name="article"]'),
  a: () => press('#_mine'),
  e: () => press('#_solve'),
  'g q': () => location.assign('/desk'),
});

const page = /** @type {HTMLElement} */ (document.querySelector('[data-ticket]'));
const news = /** @type {HTMLElement} */ (document.querySelector('#_news'));
const PARTS = ['_facts', '_handle', '_said', '_offers', '_lines'];
const TOLD = /** @type {Record<string, string>} */ ({
  wrote: 'The customer wrote again: see the conversation. The suggestions take it into account.',
  answered: 'Somebody of your team replied: see the conversation.',
  accepted: 'The customer solved it with an article.',
  solved: 'Somebody of your team solved it.',
  reopened: 'It was opened again.',
});

/** Bring what changed into the page; where the focus is, nothing moves. */
async function refresh() {
  const made = await fetched(`/desk/${page.dataset.ticket}`);
  for (const id of PARTS) {
    const old = document.getElementById(id);
    const fresh = made.getElementById(id);
    if (!old || !fresh || old.contains(document.activeElement)) continue;
    if (id === '_said') [...fresh.children].slice(old.children.length).forEach((one) => one.classList.add('new'));
    old.replaceWith(document.adoptNode(fresh));
  }
  const seen = /** @type {HTMLInputElement} */ (document.getElementById('_seen'));
  seen.value = /** @type {HTMLInputElement} */ (made.getElementById('_seen')).value;
  wire();
}

let latest = Promise.resolve();

follow(({ ticket, kind, who }) => {
  if (String(ticket) !== page.dataset.ticket) return;
  latest = latest.then(refresh).then(() => {
    if (who === page.dataset.me) return;
    news.textContent = TOLD[kind] ?? 'Somebody changed this ticket: it is shown as it is now.';
    news.classList.remove('none');
  }).catch(() => {
    news.textContent = 'Something happened on this ticket. Load the page again to see it.';
    news.classList.remove('none');
  });
});
