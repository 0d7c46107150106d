import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Api } from '../src/api.js';
import { replaceSettings } from '../src/settings.js';
import { currentVisitor, setConsent } from '../src/visitor.js';

const NAME = 'answerbot-visitor';
const DAY = 86_400_000;

/** A page loads: what was said is forgotten, what was stored is not. @param {Record<string, string>} settings */
function load(settings) {
  const stored = { ...globalThis.localStorage };
  setConsent(null);
  Object.assign(globalThis.localStorage, stored);
  replaceSettings(settings);
}

const stored = () => Object.keys(globalThis.localStorage);

beforeEach(() => {
  globalThis.localStorage = /** @type {any} */ ({});
  load({});
});

test('nothing is read or written unless the tag says so', () => {
  setConsent(true);
  assert.equal(currentVisitor(), undefined);
  const kept = globalThis.localStorage[NAME] = `${'x'.repeat(22)} ${Date.now()}`;
  assert.equal(currentVisitor(), undefined);
  for (const remember of ['anything else', 'false', 'off', 'none', '0']) {
    load({ remember });
    setConsent(true);
    assert.equal(currentVisitor(), undefined, `${remember} sends no id that is there`);
    assert.equal(globalThis.localStorage[NAME], kept, 'nor does it touch it');
  }
  delete globalThis.localStorage[NAME];
  assert.equal(currentVisitor(), undefined);
  assert.deepEqual(stored(), []);
});

test('no days keep nothing, nor do days that are no number', () => {
  for (const rememberDays of ['0', '-1', 'ninety', /** @type {any} */ (0)]) {
    load({ remember: 'visitor', rememberDays });
    globalThis.localStorage[NAME] = `${'x'.repeat(22)} ${Date.now()}`;
    assert.equal(currentVisitor(), undefined, rememberDays);
    assert.deepEqual(stored(), [], rememberDays);
  }
});

test('one id is kept over page loads, for 90 days, which using it does not make more', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
  load({ remember: 'visitor' });
  const first = currentVisitor();
  assert.match(first, /^[\w-]{22}$/);
  assert.equal(currentVisitor(), first);
  t.mock.timers.setTime(1_800_000_000_000 + 89 * DAY);
  load({ remember: 'visitor' });
  assert.equal(currentVisitor(), first);
  t.mock.timers.setTime(1_800_000_000_000 + 90 * DAY);
  const next = currentVisitor();
  assert.notEqual(next, first);
  load({ remember: 'visitor', rememberDays: '7' });
  assert.equal(currentVisitor(), next);
  t.mock.timers.setTime(1_800_000_000_000 + 97 * DAY);
  assert.notEqual(currentVisitor(), next, 'fewer days count for what was kept before too');
});

test('with consent nothing is written before it, and it is asked for again when the id has ended', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
  load({ remember: 'consent' });
  assert.equal(currentVisitor(), undefined);
  assert.deepEqual(stored(), []);
  setConsent(true);
  const first = currentVisitor();
  load({ remember: 'consent' });
  assert.equal(currentVisitor(), first, 'the next page need not ask');
  t.mock.timers.setTime(1_800_000_000_000 + 91 * DAY);
  assert.equal(currentVisitor(), undefined);
  assert.deepEqual(stored(), [], 'what has ended is taken away');
});

test('forget takes the id away and keeps none until remember; somebody else gets another one', () => {
  load({ remember: 'visitor' });
  const first = currentVisitor();
  setConsent(false);
  assert.deepEqual(stored(), []);
  assert.equal(currentVisitor(), undefined);
  setConsent(true);
  const second = currentVisitor();
  assert.notEqual(second, first);
  setConsent(null);
  assert.notEqual(currentVisitor(), second);
});

test('what stands in the storage and is no id is replaced, and a storage that is blocked does no harm', () => {
  load({ remember: 'visitor' });
  for (const odd of ['', 'me', `${'é'.repeat(22)} 1`, `${'x'.repeat(22)} never`, `${'x'.repeat(22)} ${Date.now() + DAY}`]) {
    globalThis.localStorage[NAME] = odd;
    assert.match(currentVisitor(), /^(?!x{22})[\w-]{22}$/);
  }
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, get: () => { throw new Error('blocked'); } });
  assert.equal(currentVisitor(), undefined);
  setConsent(false);
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, writable: true, value: {} });
});

test('it goes with what may begin an enquiry, and never beside a proven identity', async () => {
  load({ remember: 'visitor' });
  const sent = [];
  const fetch = async (url, { headers }) => (sent.push([new URL(url).pathname, headers['X-Answerbot-Visitor']]), new Response('{}'));
  const api = (token) => new Api({
    origin: 'https://bot.example', key: 'pk_1', session: 's', fetch,
    identity: { current: async () => token, known: () => token, renewed: async () => '', refused: () => {}, visitor: currentVisitor },
  });
  await api('a.b.c').suggest({ query: 'lost' });
  assert.deepEqual(stored(), [], 'nothing is kept of who is proven');
  await api('').config('en');
  await api('').event('enq_1', { kind: 'opened' });
  assert.deepEqual(stored(), [], 'nor of who asks nothing');
  await api('').suggest({ query: 'lost' });
  await api('').ticket({ subject: 'lost' });
  const id = currentVisitor();
  assert.deepEqual(sent.map(([, visitor]) => visitor), [undefined, undefined, undefined, id, id]);
});
