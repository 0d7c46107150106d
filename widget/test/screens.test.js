import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Flow } from '../src/flow.js';
import { momentOf } from '../src/i18n.js';
import { initial, reduce } from '../src/state.js';
import { FakeClock } from '../testing/fake-clock.js';

const BANNER = { topic: 'top_a', title: 'Uploads fail' };
const TOPIC = { id: 'top_b', title: 'Dark mode?' };
const offer = (id) => ({ article: id, title: id, passage: { text: '' } });
const answer = (more = {}) => ({ enquiry: 'e1', suggestions: [], abstained: true, ...more });

/** @param {object} [options] */
function make({ api = {}, ...options } = {}) {
  const sent = [];
  const signals = [];
  const flow = new Flow({
    api: {
      event: async (_, event) => void sent.push(event),
      article: async (id) => ({ id, title: id, locale: 'en', blocks: [] }),
      suggest: async () => answer({ suggestions: [offer('a'), offer('b')] }),
      ...api,
    },
    locale: 'en', changed: () => {}, emit: (signal, detail) => signals.push([signal, detail]), clock: new FakeClock(), ...options,
  });
  return { flow, sent, signals };
}

/** @param {Flow} flow */
async function ask(flow) {
  flow.type('upload fails');
  flow.submit();
  await new Promise((done) => setImmediate(done));
}

test('an incident stays while one types on, and goes with the question', () => {
  let state = reduce({ ...initial, request: 1, query: 'upload', status: 'loading' }, { type: 'answered', request: 1, answer: answer({ banner: BANNER, topic: TOPIC }) });
  assert.deepEqual([state.banner, state.topic], [BANNER, TOPIC]);
  state = reduce(state, { type: 'typed', query: 'uploads' });
  assert.equal(state.banner, BANNER);
  assert.deepEqual([reduce(state, { type: 'typed', query: '' }).banner, reduce(state, { type: 'restarted' }).topic], [null, null]);
});

test('an incident that concerns everybody is there before anything is typed', async () => {
  const { flow } = make({ api: { config: async () => ({ banners: [BANNER] }) } });
  await flow.start();
  assert.equal(flow.banner, BANNER);
});

test('who asks to be told is remembered, also for the next question', async () => {
  const asked = [];
  const { flow } = make({ api: { follow: async (...call) => void asked.push(call.slice(0, 2)) } });
  await ask(flow);
  assert.equal(await flow.follow('top_a', 'ada@x.example'), null);
  assert.deepEqual(asked, [['top_a', { email: 'ada@x.example', locale: 'en', enquiry: 'e1' }]]);
  flow.restart();
  assert.deepEqual(flow.state.followed, { top_a: 'ada@x.example' });
});

test('who could not be noted is told so', async () => {
  const problem = { code: 'not_found', message: 'no topic' };
  const { flow } = make({ api: { follow: async () => Promise.reject({ problem }) } });
  assert.equal(await flow.follow('top_a', 'ada@x.example'), problem);
  assert.deepEqual(flow.state.followed, {});
});

test('a rating is sent at once, each by itself', async () => {
  const { flow, sent } = make();
  await ask(flow);
  await flow.open({ id: 'a', title: 'a' });
  flow.accept();
  flow.rate({ satisfaction: 4 });
  flow.rate({ effort: 2 });
  await new Promise((done) => setImmediate(done));
  assert.deepEqual(flow.state.rating, { satisfaction: 4, effort: 2 });
  assert.deepEqual(sent.slice(-2).map(({ kind, satisfaction, effort }) => [kind, satisfaction, effort]), [['rated', 4, undefined], ['rated', undefined, 2]]);
});

test('after a No the next suggestion comes, then the form with what was said', async () => {
  const { flow, sent, signals } = make();
  await ask(flow);
  await flow.open({ id: 'a', title: 'a' });
  flow.refuse();
  flow.reject('out_of_date', ' the menu is gone ');
  assert.deepEqual([flow.state.status, flow.state.suggestions.map(({ article }) => article)], ['shown', ['b']]);
  await flow.open({ id: 'b', title: 'b' });
  flow.reject(undefined, '');
  await new Promise((done) => setImmediate(done));
  assert.deepEqual([flow.state.status, flow.state.draft.description], ['form', 'the menu is gone']);
  const rejections = sent.filter(({ kind }) => kind === 'rejected').map(({ article, reason, text }) => [article, reason, text]);
  assert.deepEqual(rejections, [['a', 'out_of_date', 'the menu is gone'], ['b', undefined, undefined]]);
  assert.equal(signals.at(-1)[0], 'escalated');
});

test('where there is no way to a human, a No leads to none', async () => {
  const { flow } = make({ human: false, api: { suggest: async () => answer({ suggestions: [offer('a')] }) } });
  await ask(flow);
  await flow.open({ id: 'a', title: 'a' });
  flow.reject();
  assert.equal(flow.state.status, 'empty');
});

test('a moment of today is an hour, another has its day, nonsense is nothing', () => {
  const now = new Date(2026, 10, 25, 9);
  assert.equal(momentOf(new Date(2026, 10, 25, 15).toISOString(), 'de', now), '15:00');
  assert.match(momentOf(new Date(2026, 10, 26, 15).toISOString(), 'de', now), /26\.11\.2026.+15:00/);
  assert.equal(momentOf('soon', 'de', now), '');
});
