import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Outbox } from '../src/outbox.js';
import { Seen } from '../src/seen.js';
import { FakeClock } from '../testing/fake-clock.js';

let clock, sent, left, results, outbox;

beforeEach(() => {
  clock = new FakeClock();
  sent = [];
  left = [];
  results = [];
  let next = 0;
  const send = async (enquiry, event) => {
    sent.push({ enquiry, ...event });
    const result = results.shift();
    if (result) throw result;
  };
  outbox = new Outbox({ send, leave: (events) => left.push(events), clock, id: () => `e${++next}` });
});

const passing = () => Object.assign(new Error('later'), { passing: true });

test('events go out in order, each with an id of its own', async () => {
  outbox.add('q1', { kind: 'opened', article: 'a' });
  outbox.add('q1', { kind: 'accepted', article: 'a' });
  await clock.advance(0);
  assert.deepEqual(sent.map(({ id, kind }) => [id, kind]), [['e1', 'opened'], ['e2', 'accepted']]);
  assert.equal(outbox.waiting, 0);
});

test('a failed event is sent again with the same id, before the next one', async () => {
  results = [passing(), passing()];
  outbox.add('q1', { kind: 'opened' });
  outbox.add('q1', { kind: 'accepted' });
  await clock.advance(1000);
  assert.deepEqual(sent.map(({ id }) => id), ['e1', 'e1']);
  await clock.advance(2000);
  assert.deepEqual(sent.map(({ id }) => id), ['e1', 'e1', 'e1', 'e2']);
});

test('an event that the server refuses is dropped, the next goes out', async () => {
  results = [new Error('422')];
  outbox.add('q1', { kind: 'opened' });
  outbox.add('q1', { kind: 'accepted' });
  await clock.advance(0);
  assert.deepEqual(sent.map(({ id }) => id), ['e1', 'e2']);
});

test('a server that never answers is given up on, and memory stays bounded', async () => {
  results = Array.from({ length: 20 }, passing);
  outbox.add('q1', { kind: 'opened' });
  await clock.advance(3_600_000);
  assert.equal(sent.length, 8);
  results = [passing()];
  for (let i = 0; i < 500; i++) outbox.add('q1', { kind: 'seen' });
  assert.ok(outbox.waiting <= 100);
});

const unreachable = () => Object.assign(passing(), { status: 0 });

test('an hour without a network loses nothing, and its end is noticed at once', async () => {
  results = Array.from({ length: 500 }, unreachable);
  outbox.add('q1', { kind: 'opened' });
  outbox.add('q1', { kind: 'accepted' });
  await clock.advance(3_600_000);
  assert.equal(outbox.waiting, 2);
  assert.ok(sent.length < 80, `${sent.length} tries`);
  results = [];
  outbox.wake();
  await clock.advance(0);
  assert.equal(outbox.waiting, 0);
  assert.deepEqual(sent.slice(-2).map(({ id }) => id), ['e1', 'e2']);
});

test('on leaving, everything unconfirmed goes out with its id, and still waits should the page come back', async () => {
  results = [passing()];
  outbox.add('q1', { kind: 'opened' });
  outbox.add('q1', { kind: 'accepted' });
  await clock.advance(0);
  outbox.leave();
  assert.deepEqual(left, [[
    { enquiry: 'q1', event: { id: 'e1', kind: 'opened' } },
    { enquiry: 'q1', event: { id: 'e2', kind: 'accepted' } },
  ]]);
  assert.equal(outbox.waiting, 2);
});

test('nothing is sent on leaving where nothing waits', () => {
  outbox.leave();
  assert.deepEqual(left, []);
});

test('seen means a whole second on screen, once per article and enquiry', async () => {
  const counted = [];
  const seen = new Seen({ clock, report: (enquiry, article) => counted.push(`${enquiry} ${article}`) });
  seen.show('q1', ['a', 'b']);
  await clock.advance(999);
  seen.show('q1', ['b', 'c']);
  await clock.advance(1);
  assert.deepEqual(counted, ['q1 b']);
  await clock.advance(1000);
  seen.show('q1', ['a', 'b', 'c']);
  await clock.advance(5000);
  assert.deepEqual(counted, ['q1 b', 'q1 c', 'q1 a']);
  seen.show('q2', ['a']);
  await clock.advance(1000);
  assert.deepEqual(counted.at(-1), 'q2 a');
});

test('nothing is seen in a list that is hidden, or without an enquiry', async () => {
  const counted = [];
  const seen = new Seen({ clock, report: (_, article) => counted.push(article) });
  seen.show('q1', ['a']);
  await clock.advance(500);
  seen.show('q1', []);
  seen.show(null, ['a']);
  await clock.advance(5000);
  assert.deepEqual(counted, []);
});
