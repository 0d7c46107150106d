import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Asker } from '../src/asker.js';
import { FakeClock, settle } from '../testing/fake-clock.js';

let clock, calls, reports, known, asker;

beforeEach(() => {
  clock = new FakeClock();
  calls = [];
  reports = [];
  known = true;
  asker = new Asker({
    clock,
    hasEnquiry: () => known,
    report: (action) => reports.push(action),
    suggest: (query, typing, signal) =>
      new Promise((resolve, reject) => {
        calls.push({ query, typing, signal, resolve, reject });
      }),
  });
});

const kinds = () => reports.map(({ type }) => type);

test('a burst of letters is one request, 150 ms after the last', async () => {
  for (const text of ['lo', 'los', 'lost']) {
    asker.type(text);
    await clock.advance(149);
  }
  assert.equal(calls.length, 0);
  await clock.advance(1);
  assert.deepEqual(calls.map(({ query, typing }) => [query, typing]), [['lost', true]]);
});

test('Enter asks at once, and says that typing is over', async () => {
  asker.type('lost');
  asker.submit('lost');
  assert.deepEqual(calls.map(({ typing }) => typing), [false]);
  await clock.advance(1000);
  assert.equal(calls.length, 1);
});

test('spaces that change nothing ask nothing', async () => {
  asker.type('lost key');
  await clock.advance(150);
  asker.type('lost  key ');
  await clock.advance(150);
  assert.equal(calls.length, 1);
  assert.equal(kinds().at(-1), 'unchanged');
});

test('one letter is not asked, and calls off what is under way', async () => {
  asker.type('lost');
  await clock.advance(150);
  asker.type('l');
  await clock.advance(500);
  assert.equal(calls.length, 1);
  assert.equal(calls[0].signal.aborted, true);
});

test('a newer request calls off the older', async () => {
  asker.submit('one');
  asker.submit('two');
  assert.deepEqual(calls.map(({ signal }) => signal.aborted), [true, false]);
  assert.deepEqual(reports.map(({ request }) => request), [1, 2]);
});

test('until the enquiry has a name there is one request at a time, then only the newest words', async () => {
  known = false;
  asker.submit('one');
  asker.submit('two');
  asker.submit('three');
  assert.deepEqual(calls.map(({ query }) => query), ['one']);
  assert.equal(calls[0].signal.aborted, false);
  known = true;
  calls[0].resolve({});
  await settle();
  assert.deepEqual(calls.map(({ query }) => query), ['one', 'three']);
});

test('a slow answer is reported as stalled, a quick one is not', async () => {
  asker.submit('slow');
  await clock.advance(400);
  assert.deepEqual(kinds(), ['asked', 'stalled']);
  asker.submit('quick');
  calls[1].resolve({});
  await clock.advance(400);
  assert.deepEqual(kinds(), ['asked', 'stalled', 'asked', 'answered']);
});

test('words that failed may be asked again', async () => {
  asker.type('lost');
  await clock.advance(150);
  calls[0].reject({ problem: { code: 'unreachable', message: 'no' } });
  await settle();
  assert.equal(reports.at(-1).problem.code, 'unreachable');
  asker.type('lost');
  await clock.advance(150);
  assert.equal(calls.length, 2);
});

test('nothing is left ticking after cancel', () => {
  asker.type('lost');
  asker.cancel();
  assert.equal(clock.pending, 0);
});

test('a space after the last word is sent: the word is finished', async () => {
  asker.type(' lost  key ');
  await clock.advance(150);
  assert.deepEqual(calls.map(({ query }) => query), ['lost key ']);
});
