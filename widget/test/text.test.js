import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLink, webAddress } from '../src/links.js';
import { headingLevels, nest } from '../src/outline.js';
import { cut, excerpt } from '../src/spans.js';
import { chance } from '../testing/fake-clock.js';

const join = (pieces) => pieces.map(({ text }) => text).join('');
const marked = (pieces) => pieces.filter(({ value }) => value).map(({ text }) => text);

test('offsets count code points, not UTF-16 units', () => {
  assert.deepEqual(marked(cut('👍🏽 lost 🔑 key', [{ start: 3, end: 7, value: true }, { start: 8, end: 9, value: true }])), ['lost', '🔑']);
});

test('ranges that overlap, lie outside or make no sense are left out, the text never is', () => {
  const ranges = [[2, 5], [0, 3], [4, 99], [-1, 2], [3, 3], [5, 2], [0.5, 2], [NaN, 3], ['1', 2], [6, 8]];
  const pieces = cut('abcdefgh', ranges.map(([start, end]) => ({ start, end, value: true })));
  assert.equal(join(pieces), 'abcdefgh');
  assert.deepEqual(marked(pieces), ['abc', 'gh']);
});

test('whatever the ranges, the pieces joined are the text (2,000 seeded cases)', () => {
  const random = chance(7);
  const points = ['a', ' ', 'é', '🔑', '字', '\u200f'];
  const any = (n) => Math.floor(random() * n) - 2;
  for (let i = 0; i < 2000; i++) {
    const text = Array.from({ length: any(30) + 2 }, () => points[any(6) + 2]).join('');
    const ranges = Array.from({ length: any(6) + 2 }, () => ({ start: any(34), end: any(34), value: true }));
    assert.equal(join(cut(text, ranges)), text);
  }
});

test('a short passage is shown whole', () => {
  assert.equal(join(excerpt('Lost your key?', [[5, 9]], 160)), 'Lost your key?');
});

test('of a long passage the part with most highlights is shown, cut between words', () => {
  const text = `${'filler words here '.repeat(30)}the lost key opens ${'and more after '.repeat(30)}`;
  const at = text.indexOf('lost');
  const pieces = excerpt(text, [[0, 6], [at, at + 4], [at + 5, at + 8]], 100);
  assert.deepEqual(marked(pieces), ['lost', 'key']);
  assert.match(join(pieces), /^…\u00a0\w.*\w\u00a0…$/);
  assert.ok(join(pieces).length < 130);
});

test('a long passage without spaces or highlights starts at its beginning', () => {
  const shown = join(excerpt('字'.repeat(1000), [], 100));
  assert.equal(shown, `${'字'.repeat(100)}\u00a0…`);
});

test('links: what may be followed and how', () => {
  const base = 'https://help.example/en/a';
  const cases = [
    ['https://x.example/p', { kind: 'page', href: 'https://x.example/p' }],
    ['http://x.example', { kind: 'page', href: 'http://x.example/' }],
    ['../b', { kind: 'page', href: 'https://help.example/b' }],
    ['mailto:a@b.example', { kind: 'contact', href: 'mailto:a@b.example' }],
    ['tel:+39055', { kind: 'contact', href: 'tel:+39055' }],
    ['#two%20words', { kind: 'anchor', anchor: 'two words' }],
    ['#100%', { kind: 'anchor', anchor: '100%' }],
    ['article:a/7', { kind: 'article', id: 'a/7' }],
  ];
  for (const [href, link] of cases) assert.deepEqual(readLink(href, base), link, href);
});

test('links: what stays plain text', () => {
  const bad = [
    'javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' javascript:alert(1)', 'java\tscript:alert(1)', 'java\nscript:alert(1)',
    '\u0001javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'blob:https://x/y', 'file:///etc/passwd', 'ftp://x.example',
    'view-source:https://x', 'about:blank', 'article:', '#', '', null, undefined, 7, {}, 'http://[',
  ];
  for (const href of bad) assert.equal(readLink(href, 'https://help.example/'), null, String(href));
  assert.equal(readLink('relative', ''), null);
  assert.equal(webAddress('mailto:a@b.example'), null);
});

test('heading levels follow each other without gaps below the title', () => {
  assert.deepEqual(headingLevels([2, 4, 4, 3, 2, 1, 6], 2), [3, 4, 4, 4, 3, 3, 4]);
  assert.deepEqual(headingLevels([1, 2, 3, 4, 5, 6], 2), [3, 4, 5, 6, 6, 6]);
});

test('flat items become a tree; jumps and nonsense depths do no harm', () => {
  const shape = (branches) => branches.map(({ item, children }) => [item.text, ...shape(children)]);
  const items = [[0, 'a'], [1, 'b'], [5, 'c'], [1, 'd'], [-3, 'e'], [NaN, 'f'], [undefined, 'g']];
  const tree = nest(items.map(([depth, text]) => ({ depth, text })));
  assert.deepEqual(shape(tree), [['a', ['b', ['c']], ['d']], ['e'], ['f'], ['g']]);
});
