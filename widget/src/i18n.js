// @ts-check
/** The widget's own words in the reader's language: one catalogue is loaded, English when there is none. */

import { part } from './parts.js';

/**
 * @typedef {typeof import('./i18n/en.js').default} Texts
 * @typedef {keyof Texts} Key
 * @typedef {Record<string, string | number>} Values
 * @typedef {(key: Key, values?: Values) => string} Translate `values.count` chooses the plural form
 * @typedef {{locale: string, texts: Texts}} Catalogue
 */

const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'it', 'ja', 'nl', 'pt', 'zh'];

const LONGEST = 35;
const RIGHT_TO_LEFT = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'iw', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** @param {string} locale */
const language = (locale) => locale.toLowerCase().split(/[-_]/)[0];

/** As the server takes it: language, script, region. */
const TAG = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** `en_US` and `EN` are what they mean; what is no language (`x-default`) is ''. @param {unknown} locale */
export function canonical(locale) {
  try {
    const { baseName } = new Intl.Locale(String(locale).trim().replaceAll('_', '-'));
    return TAG.test(baseName) && baseName !== 'und' && baseName.length <= LONGEST ? baseName : '';
  } catch {
    return '';
  }
}

/** @param {string} locale @returns {'rtl' | 'ltr'} */
export const directionOf = (locale) => (RIGHT_TO_LEFT.has(language(locale)) ? 'rtl' : 'ltr');

/** @param {string} locale @returns {Promise<Catalogue>} */
export async function loadCatalogue(locale) {
  const chosen = LANGUAGES.includes(language(locale)) ? language(locale) : 'en';
  const { default: texts } = await part(`i18n/${chosen}.js`);
  return { locale: chosen, texts };
}

/** @param {Catalogue} catalogue @returns {Translate} */
export function translator({ locale, texts }) {
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (key, values = {}) => {
    /** @type {string | Record<string, string>} */
    const entry = texts[key];
    const text = typeof entry === 'string' ? entry : (entry[plurals.select(Number(values.count))] ?? entry.other);
    return text.replace(/\{(\w+)\}/g, (_, name) => show(values[name] ?? '', numbers));
  };
}

/** What the server has to say, in the reader's language. @param {Translate} t @param {import('./contract').Notice | null} notice */
export const noticeOf = (t, notice) => (notice?.code === 'other_language' ? t('other_language') : (notice?.message ?? ''));

/**
 * A moment in the reader's own time: the hour alone if it is today's.
 * @param {string} iso
 * @param {string} locale
 */
export function momentOf(iso, locale, now = new Date()) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const isToday = at.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(locale, isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** @param {string | number} value @param {Intl.NumberFormat} numbers */
const show = (value, numbers) => (typeof value === 'number' ? numbers.format(value) : value);
