// @ts-check
/** The ways to reach a human besides the form, where the help center has any. Must not know when they are shown. */

import { h } from './dom.js';

/**
 * Nothing where no address and no number is set.
 * @param {import('./i18n').Translate} t
 * @param {import('./contract').Contact | undefined} contact
 * @returns {HTMLElement[]}
 */
export function ways(t, contact) {
  const { email, phone, hours } = contact ?? {};
  const lines = [
    ...(email ? [h('li', {}, h('a', { href: `mailto:${encodeURIComponent(email).replace('%40', '@')}` }, email))] : []),
    ...(phone ? [h('li', {}, h('a', { href: `tel:${dialled(phone)}` }, phone), hours ? ` · ${hours}` : '')] : []),
  ];
  return lines.length ? [h('div', { class: 'ways' }, h('p', { class: 'meta' }, t('ways')), h('ul', {}, ...lines))] : [];
}

/** A number as it is dialled: digits, and a plus before them. @param {string} phone */
export const dialled = (phone) => (phone.trim().startsWith('+') ? '+' : '') + phone.replace(/\D/g, '');
