// @ts-check
/**
 * Posts the token of the printed link. It stands behind the `#`, which browsers do not send and logs do not keep;
 * it is taken out of the address at once.
 */

const token = location.hash.slice(1);
const form = /** @type {HTMLFormElement | null} */ (document.querySelector('#_sign_in'));
const field = form?.querySelector('input[name="link"]');
const status = form?.querySelector('#_status');

if (token && form && field instanceof HTMLInputElement && !token.startsWith('_')) {
  history.replaceState(null, '', location.pathname + location.search);
  field.value = decodeURIComponent(token);
  if (status) status.textContent = 'Signing you in…';
  form.submit();
}
