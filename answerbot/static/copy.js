// @ts-check
/** A button that copies a field's text, and says that it did. Without this script the field can be selected. */

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll('[data-copy]'))) {
  const label = button.textContent ?? '';
  const from = /** @type {HTMLTextAreaElement} */ (document.querySelector(button.dataset.copy ?? ''));
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(from.value);
      button.textContent = 'Copied';
    } catch {
      from.select();
      button.textContent = 'Selected: copy it by keyboard';
    }
    setTimeout(() => {
      button.textContent = label;
    }, 2000);
  });
}
