import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { canonical, directionOf, loadCatalogue, noticeOf, translator } from '../src/i18n.js';

const FOLDER = new URL('../src/i18n/', import.meta.url);
const files = readdirSync(FOLDER);
const texts = Object.fromEntries(
  await Promise.all(files.map(async (file) => [file.slice(0, -3), (await import(new URL(file, FOLDER))).default])),
);
/** The plural forms of whole numbers up to a thousand. */
const categories = (locale) => [...new Set(Array.from({ length: 1001 }, (_, n) => new Intl.PluralRules(locale).select(n)))].sort();
const blanks = (text) => [...new Set(JSON.stringify(text).match(/\{\w+\}/g) ?? [])].sort();

for (const [locale, catalogue] of Object.entries(texts)) {
  test(`${locale} has every text, with the same blanks and all its plural forms`, () => {
    assert.deepEqual(Object.keys(catalogue).sort(), Object.keys(texts.en).sort());
    for (const [key, text] of Object.entries(catalogue)) {
      assert.deepEqual(blanks(text), blanks(texts.en[key]), key);
      assert.equal(typeof text, typeof texts.en[key], key);
      if (typeof text === 'object') assert.deepEqual(Object.keys(text).sort(), categories(locale), key);
    }
  });

  test(`${locale} is loaded for its locale`, async () => {
    assert.equal((await loadCatalogue(`${locale.toUpperCase()}-XX`)).locale, locale);
  });
}

test('a language without a catalogue, or no language at all, gets English', async () => {
  for (const locale of ['tlh', '', 'constructor', '../x']) assert.equal((await loadCatalogue(locale)).locale, 'en', locale);
});

test('plural forms and blanks are filled in', async () => {
  const t = translator(await loadCatalogue('fr'));
  assert.match(t('found', { count: 0 }), /^0 article /);
  assert.match(t('found', { count: 2 }), /^2 articles /);
  assert.equal(t('sent_number', { number: '$&' }), 'Demande numéro $&');
});

test('direction follows the language', () => {
  assert.deepEqual(['ar', 'he-IL', 'fa', 'en', ''].map(directionOf), ['rtl', 'rtl', 'rtl', 'ltr', 'ltr']);
});

test('a locale goes to the server as it takes it, or not at all', () => {
  const known = { en_US: 'en-US', EN: 'en', 'PT-br': 'pt-BR', zh_hant_tw: 'zh-Hant-TW', 'ar-EG-u-nu-latn': 'ar-EG', ' fr ': 'fr', tlh: 'tlh' };
  for (const [written, meant] of Object.entries(known)) assert.equal(canonical(written), meant, written);
  for (const none of ['x-default', 'und', '', 'english', 'de_DE.UTF-8', '{{ lang }}', '🙂', undefined, null, `en-${'variant1-'.repeat(9)}a`]) {
    assert.equal(canonical(none), '', String(none));
  }
});

test('a notice is in the reader’s language; an unknown one in the server’s', async () => {
  for (const locale of Object.keys(texts)) {
    const t = translator(await loadCatalogue(locale));
    assert.equal(noticeOf(t, { code: 'other_language', message: 'In English.' }), texts[locale].other_language);
  }
  assert.equal(new Set(Object.values(texts).map(({ other_language }) => other_language)).size, files.length);
  const t = translator(await loadCatalogue('de'));
  assert.deepEqual([noticeOf(t, { code: 'new', message: 'Said.' }), noticeOf(t, null)], ['Said.', '']);
});
