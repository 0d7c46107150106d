// @ts-check
/**
 * A ticket's words come by message from the help desk's page around this one, and from nobody else. Must not know
 * requests.
 *
 * The page around sends {type: 'answerbot:ticket', subject, description, messages, locale}; this one says
 * {type: 'answerbot:ready'} when it can be sent something.
 */

const main = /** @type {HTMLElement} */ (document.querySelector('#_main'));
const form = /** @type {HTMLFormElement} */ (document.querySelector('#_words'));
const origins = new Set((main.dataset.origins ?? '').split(' '));
const NAMES = ['subject', 'description', 'messages', 'locale'];

/** @param {unknown} value */
function text(value) {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string').reverse().join('\n');
  return typeof value === 'string' ? value : '';
}

addEventListener('message', ({ origin, source, data }) => {
  if (!origins.has(origin) || source !== parent || data?.type !== 'answerbot:ticket') return;
  let changed = false;
  for (const name of NAMES) {
    const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (form.elements.namedItem(name));
    const limit = field.maxLength > 0 ? field.maxLength : 35;
    const sent = text(data[name]).slice(0, limit).replaceAll('\r\n', '\n');
    const value = field instanceof HTMLTextAreaElement ? sent : sent.replaceAll('\n', ' ');
    changed ||= field.value.replaceAll('\r\n', '\n') !== value;
    field.value = value;
  }
  if (changed) form.requestSubmit();
});
if (parent !== window) parent.postMessage({ type: 'answerbot:ready' }, '*');
