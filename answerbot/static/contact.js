// @ts-check
/**
 * The company's own contact form: takes along what the widget showed, and is sent only once.
 * The form works without this script. Must not know requests.
 */

const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form[action="/contact"]'));
const button = form?.querySelector('button');

/** @param {string} name @param {string | null | undefined} value */
function fill(name, value) {
  const field = form?.querySelector(`input[name="${name}"]`);
  if (field instanceof HTMLInputElement) field.value = value ?? '';
}

form?.addEventListener('submit', (event) => {
  if (button?.getAttribute('aria-disabled') === 'true') return event.preventDefault();
  const widget = /** @type {import('../../widget/src/element.js').HelpWidget | null} */ (document.querySelector('help-widget'));
  fill('enquiry', widget?.enquiry);
  fill('session', widget?.enquiry && widget.session);
  if (!button) return;
  button.dataset.idle = button.textContent ?? '';
  button.textContent = form.dataset.sending ?? '';
  button.setAttribute('aria-disabled', 'true');
});

// A page that comes back from the browser's memory can be used again.
addEventListener('pageshow', () => {
  if (!button?.dataset.idle) return;
  button.textContent = button.dataset.idle;
  button.removeAttribute('aria-disabled');
});
