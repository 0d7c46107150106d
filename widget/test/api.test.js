import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Api, ApiError, readRetryAfter } from '../src/api.js';
import { newId, newSession } from '../src/ids.js';
import { FakeClock, settle } from '../testing/fake-clock.js';

let clock, calls, replies, api;

const json = (status, body, headers = {}) => new Response(JSON.stringify(body), { status, headers });
const refusal = (status, error, headers) => () => json(status, { error: { code: 'x', message: 'm', ...error } }, headers);
const ok = (body = {}) => () => json(200, body);
const hang = (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
const outcome = (promise) => promise.then((value) => ({ value }), (error) => ({ error }));

beforeEach(() => {
  clock = new FakeClock();
  calls = [];
  replies = [];
  const fetch = async (url, options) => {
    calls.push({ url, at: clock.now(), ...options });
    return (replies.shift() ?? ok())(options.signal);
  };
  api = new Api({ origin: 'https://bot.example/', key: 'pk_1', session: 's'.repeat(22), fetch, clock });
});

test('every call carries the key and the session, and cookies on no other site', async () => {
  await api.suggest({ query: 'lost' });
  const [{ url, method, headers, credentials, body }] = calls;
  assert.equal(url, 'https://bot.example/v1/suggest');
  assert.deepEqual([method, credentials, JSON.parse(body)], ['POST', 'same-origin', { query: 'lost' }]);
  assert.equal(headers.Authorization, 'Bearer pk_1');
  assert.equal(headers['X-Answerbot-Session'], 's'.repeat(22));
});

test('ids cannot leave their place in the path', async () => {
  await api.article('../../v1/keys?x', 'en');
  assert.equal(calls[0].url, 'https://bot.example/v1/articles/..%2F..%2Fv1%2Fkeys%3Fx?locale=en');
});

for (const status of [429, 503]) {
  test(`${status} is tried again after the time the server names`, async () => {
    replies = [refusal(status, {}, { 'Retry-After': '3' }), ok({ enquiry: 'q' })];
    const result = outcome(api.suggest({ query: 'a' }));
    await clock.advance(2999);
    assert.equal(calls.length, 1);
    await clock.advance(1);
    assert.deepEqual((await result).value, { enquiry: 'q' });
  });
}

test('while the server wants to be left alone, other calls wait too', async () => {
  replies = [refusal(429, {}, { 'Retry-After': '3' })];
  void outcome(api.suggest({ query: 'a' }));
  await clock.advance(1000);
  void outcome(api.config('en'));
  await clock.advance(3000);
  assert.deepEqual(calls.map(({ at }) => at), [0, 3000, 3000]);
});

test('a long wait is not sat out: the caller learns how long, and nothing is sent until then', async () => {
  replies = [refusal(429, {}, { 'Retry-After': '60' })];
  const first = (await outcome(api.suggest({ query: 'a' }))).error;
  assert.deepEqual([first.problem.retryAfter, first.status], [60, 429]);
  await clock.advance(20_000);
  const second = (await outcome(api.suggest({ query: 'b' }))).error;
  assert.equal(second.problem.retryAfter, 40);
  assert.equal(calls.length, 1);
  await clock.advance(40_000);
  assert.deepEqual((await outcome(api.suggest({ query: 'c' }))).value, {});
});

test('a server that stays busy is given up on after three tries', async () => {
  replies = [1, 2, 3, 4].map(() => refusal(503, {}, { 'Retry-After': '1' }));
  const result = outcome(api.suggest({ query: 'a' }));
  await clock.advance(10_000);
  assert.equal((await result).error.status, 503);
  assert.equal(calls.length, 3);
});

test('a caller that lost interest stops the waiting', async () => {
  replies = [refusal(429, {}, { 'Retry-After': '5' })];
  const interest = new AbortController();
  const result = outcome(api.suggest({ query: 'a' }, interest.signal));
  await settle();
  interest.abort();
  assert.equal((await result).error.name, 'AbortError');
  assert.equal(clock.pending, 0);
});

test('a request that is called off is called off on the wire', async () => {
  replies = [hang];
  const interest = new AbortController();
  const result = outcome(api.suggest({ query: 'a' }, interest.signal));
  await settle();
  interest.abort();
  await result;
  assert.equal(calls[0].signal.aborted, true);
});

test('no answer within ten seconds is a timeout', async () => {
  replies = [hang];
  const result = outcome(api.suggest({ query: 'a' }));
  await clock.advance(10_000);
  assert.equal((await result).error.problem.code, 'timeout');
});

test('the error of the server reaches the caller with its field', async () => {
  replies = [refusal(422, { code: 'invalid', message: 'No such address', field: 'email' })];
  const { error } = await outcome(api.ticket({ subject: 's', description: 'd' }));
  assert.ok(error instanceof ApiError);
  assert.deepEqual(error.problem, { code: 'invalid', message: 'No such address', field: 'email' });
  assert.equal(error.passing, false);
});

test('an error page that is not JSON is still an error', async () => {
  replies = [() => new Response('<h1>Bad gateway</h1>', { status: 502 })];
  const { error } = await outcome(api.config('en'));
  assert.deepEqual([error.problem.code, error.passing], ['http_502', true]);
});

test('a ticket that may have arrived is not sent twice', async () => {
  replies = [() => Promise.reject(new TypeError('network'))];
  const { error } = await outcome(api.ticket({ subject: 's', description: 'd' }));
  assert.equal(error.problem.code, 'unreachable');
  assert.equal(calls.length, 1);
});

test('on leaving, events go out by beacon with key and session, at once and without asking first', async () => {
  const beacons = [];
  const events = [{ enquiry: 'q1', event: { id: 'e1', kind: 'opened' } }];
  const leaving = (taken) => {
    const beacon = (url, body) => beacons.push([url, JSON.parse(body)]) && taken;
    new Api({ origin: 'https://bot.example', key: 'pk_1', session: 's', fetch: api.fetch, beacon, clock }).leave(events);
  };
  leaving(true);
  assert.deepEqual(beacons, [['https://bot.example/v1/beacon', { key: 'pk_1', session: 's', events }]]);
  assert.equal(calls.length, 0);
  leaving(false);
  const [{ url, method, keepalive, headers, body }] = calls;
  assert.deepEqual([url, method, keepalive, headers], ['https://bot.example/v1/beacon', 'POST', true, undefined]);
  assert.deepEqual(JSON.parse(body), beacons[0][1]);
});

test('Retry-After is read as seconds or as a date, and nonsense as a short wait', () => {
  const now = Date.parse('2025-01-01T00:00:00Z');
  const cases = [['7', 7], ['0', 0], ['Wed, 01 Jan 2025 00:00:05 GMT', 5], ['Wed, 01 Jan 2020 00:00:00 GMT', 0], [null, 2], ['soon', 2]];
  for (const [value, seconds] of cases) assert.equal(readRetryAfter(value, now), seconds, String(value));
});

test('sessions and event ids have the promised form and never repeat', () => {
  const sessions = new Set(Array.from({ length: 500 }, newSession));
  assert.equal(sessions.size, 500);
  for (const session of sessions) assert.match(session, /^[A-Za-z0-9_-]{22}$/);
  const randomUUID = crypto.randomUUID;
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true, writable: true });
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  Object.defineProperty(crypto, 'randomUUID', { value: randomUUID, configurable: true, writable: true });
});

const identified = (tokens, told = []) => {
  const fetch = async (url, options) => {
    calls.push({ url, ...options });
    return (replies.shift() ?? ok())(options.signal);
  };
  const identity = {
    current: async () => tokens[0], known: () => tokens[0],
    renewed: async () => tokens[1] ?? '', refused: (problem) => told.push(problem.code),
  };
  const beacon = (url, body) => calls.push({ url, body });
  return new Api({ origin: 'https://bot.example', key: 'pk_1', session: 's', fetch, clock, identity, beacon });
};
const sent = () => calls.map(({ headers }) => headers?.['X-Answerbot-Identity']);

test('the token goes with every call, and into the beacon', async () => {
  const one = identified(['a.b.c']);
  await one.config('en');
  one.leave([]);
  assert.deepEqual(sent().slice(0, 1), ['a.b.c']);
  assert.equal(JSON.parse(calls[1].body).identity, 'a.b.c');
});

test('without a token there is no header', async () => {
  await api.config('en');
  assert.equal('X-Answerbot-Identity' in calls[0].headers, false);
});

test('an expired token is renewed once, and the call made again', async () => {
  replies = [refusal(401, { code: 'identity_expired' }), ok({ name: 'Help' })];
  assert.deepEqual(await identified(['a.b.c', 'd.e.f']).config('en'), { name: 'Help' });
  assert.deepEqual(sent(), ['a.b.c', 'd.e.f']);
});

for (const tokens of [['a.b.c'], ['a.b.c', 'd.e.f']]) {
  test(`a token that stays wrong is told, and nothing is asked as nobody (${tokens})`, async () => {
    const told = [];
    replies = [refusal(401, { code: 'identity_expired' }), refusal(401, { code: 'identity_invalid' })];
    const { error } = await outcome(identified(tokens, told).config('en'));
    assert.equal(error.status, 401);
    assert.deepEqual(sent(), tokens);
    assert.deepEqual(told, [tokens.length === 1 ? 'identity_expired' : 'identity_invalid']);
  });
}
