// @ts-check
/**
 * The queue by keyboard, and how many tickets are selected. Without this script the same boxes and buttons work.
 * Must not know requests.
 */

import { listen } from './keys.js';
import { follow } from './live.js';

const bulk = /** @type {HTMLFormElement | null} */ (document.querySelector('#_bulk'));
const every = /** @type {HTMLInputElement | null} */ (document.querySelector('#_every'));
const label = /** @type {HTMLElement | null} */ (document.querySelector('#_selected'));
const rows = /** @type {HTMLTableRowElement[]} */ ([...document.querySelectorAll('.queue tbody tr')]);
const boxes = rows.map((row) => /** @type {HTMLInputElement} */ (row.querySelector('.pick input')));
const links = rows.map((row) => /** @type {HTMLAnchorElement} */ (row.querySelector('.subject a')));

/** The row that the focus is in, or was in last. */
let current = -1;

/** @param {number} to */
function move(to) {
  if (!links.length) return false;
  current = Math.max(0, Math.min(links.length - 1, to));
  links[current].focus();
  return true;
}

function count() {
  const chosen = boxes.filter((box) => box.checked).length;
  if (label) label.textContent = chosen ? `${chosen} selected` : 'Selected tickets';
  if (every) Object.assign(every, { checked: chosen === boxes.length, indeterminate: chosen > 0 && chosen < boxes.length });
}

/** @param {string} name */
function act(name) {
  const button = /** @type {HTMLButtonElement | null} */ (bulk?.querySelector(`[data-act=${name}]`));
  if (!bulk || !button) return false;
  if (!boxes.some((box) => box.checked)) {
    if (current < 0) return false;
    boxes[current].checked = true;
  }
  const select = /** @type {HTMLSelectElement} */ (bulk.querySelector('select'));
  select.disabled = true;
  bulk.requestSubmit(button);
  select.disabled = false;
  return true;
}

for (const [place, row] of rows.entries()) {
  row.addEventListener('focusin', () => {
    current = place;
  });
  boxes[place].addEventListener('change', count);
}
if (every) {
  every.hidden = false;
  every.addEventListener('change', () => {
    for (const box of boxes) box.checked = every.checked;
    count();
  });
}
count();

listen({
  j: () => move(current + 1),
  k: () => move(current - 1),
  o: () => (current >= 0 ? links[current].click() : false),
  x: () => {
    if (current < 0) return false;
    boxes[current].checked = !boxes[current].checked;
    count();
    return true;
  },
  a: () => act('assign'),
  e: () => act('solve'),
  '/': () => /** @type {HTMLElement} */ (document.querySelector('#_find')).focus(),
  'g q': () => location.assign('/desk'),
});

/** The tickets that others changed since this page was made; its rows stay where they are until somebody asks. */
const changed = new Set();
const news = /** @type {HTMLElement} */ (document.querySelector('#_news'));
const told = /** @type {HTMLElement} */ (document.querySelector('#_news_text'));

follow(({ ticket }) => {
  changed.add(ticket);
  const words = `${changed.size} new or changed ${changed.size === 1 ? 'ticket' : 'tickets'}.`;
  if (told.textContent !== words) told.textContent = words;
  news.classList.remove('none');
});
