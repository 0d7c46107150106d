// @ts-check
/**
 * Single-key shortcuts that never get in the way: not while somebody types, not with a modifier, not in a dialog, and
 * not at all where they are switched off (which is remembered). Must not know what a page is for.
 */

const KEPT = 'answerbot-shortcuts';
const SECOND_MS = 1500;
const TYPING = 'input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]';

/** @param {Event} event */
function typed(event) {
  const [at] = event.composedPath();
  return at instanceof Element && at.closest(TYPING) !== null;
}

/** Whether the browser lets us remember anything is not ours to say. */
function remembered() {
  try {
    return localStorage.getItem(KEPT) !== 'off';
  } catch {
    return true;
  }
}

/** @param {boolean} on */
function remember(on) {
  try {
    localStorage.setItem(KEPT, on ? 'on' : 'off');
  } catch {
    // Then for this page only.
  }
}

/**
 * Listen. `acts` are what to do by key, two keys with a space between them; what returns false lets the key go on to
 * the browser.
 * @param {Record<string, () => unknown>} acts
 */
export function listen(acts) {
  const dialog = /** @type {HTMLDialogElement} */ (document.querySelector('#_keys'));
  const hint = /** @type {HTMLElement} */ (document.querySelector('#_keys_hint'));
  const opener = /** @type {HTMLButtonElement} */ (document.querySelector('#_keys_open'));
  const box = /** @type {HTMLInputElement} */ (document.querySelector('#_keys_on'));
  const show = () => dialog.showModal();
  const all = /** @type {Record<string, () => unknown>} */ ({ ...acts, '?': show });
  let on = remembered();
  let before = '';
  let at = 0;

  hint.hidden = false;
  opener.addEventListener('click', show);
  box.checked = on;
  box.addEventListener('change', () => {
    on = box.checked;
    remember(on);
  });
  document.addEventListener('keydown', (event) => {
    const { key } = event;
    if (!on || event.defaultPrevented || event.isComposing || event.repeat && !'jk'.includes(key)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || typed(event) || document.querySelector('dialog[open]')) return;
    const two = event.timeStamp - at < SECOND_MS ? `${before} ${key}` : '';
    before = key;
    at = event.timeStamp;
    const act = all[two] ?? all[key];
    if (act && act() !== false) {
      before = '';
      event.preventDefault();
    }
  });
}
