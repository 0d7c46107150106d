import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Flow } from '../src/flow.js';
import { FakeClock, settle } from '../testing/fake-clock.js';

let clock, events, signals, tickets, questions, api, flow;

const suggestions = ['a', 'b'].map((article) => ({ article, title: article, passage: { text: '' } }));

beforeEach(() => {
  clock = new FakeClock();
  [events, signals, tickets, questions] = [[], [], [], []];
  api = {
    config: async () => ({ forms: [{ id: 'user', title: 'User' }, { id: 'partner', title: 'Partner' }] }),
    suggest: async (question) => {
      questions.push(question);
      return { enquiry: 'q1', suggestions, abstained: false };
    },
    article: async (id) => ({ id, title: id, locale: 'en', blocks: [] }),
    event: async (enquiry, event) => events.push([enquiry, event.kind, event.article, event.reason]),
    ticket: async (request) => {
      tickets.push(request);
      return { ticket: '7', url: '/t/7' };
    },
  };
  flow = new Flow({
    api, locale: 'en', context: { form: 'partner' }, clock, changed() {}, emit: (signal, detail) => signals.push([signal, detail]),
  });
});

async function ask(text = 'lost key') {
  flow.type(text);
  await clock.advance(150);
}

const names = () => signals.map(([name]) => name);

test('a question carries form and locale, and from the second on the enquiry', async () => {
  await flow.start();
  await ask();
  await ask('lost key card');
  assert.deepEqual(questions[0], { query: 'lost key', locale: 'en', typing: true, limit: 3, form: 'partner' });
  assert.equal(questions[1].enquiry, 'q1');
});

test('the way to a Yes and back is told to the server and to the page', async () => {
  await ask();
  await flow.open({ id: 'a', title: 'a' });
  flow.accept();
  flow.undo();
  await settle();
  assert.deepEqual(events.map(([, kind, article]) => [kind, article]), [['opened', 'a'], ['accepted', 'a'], ['undone', 'a']]);
  assert.deepEqual(names(), ['query', 'suggestions-shown', 'article-opened', 'accepted']);
  assert.ok(signals.slice(1).every(([, { enquiry }]) => enquiry === 'q1'));
});

test('a No is recorded once the reason is given or skipped, not before', async () => {
  await ask();
  await flow.open({ id: 'a', title: 'a' });
  flow.refuse();
  await settle();
  assert.equal(events.length, 1);
  flow.reject('out_of_date');
  await flow.open({ id: 'b', title: 'b' });
  flow.refuse();
  flow.reject();
  await settle();
  assert.deepEqual(events.filter(([, kind]) => kind === 'rejected').map(([, , ...rest]) => rest), [['a', 'out_of_date'], ['b', undefined]]);
});

test('a ticket takes along the enquiry, the words and the form', async () => {
  await flow.start();
  await ask();
  flow.human();
  flow.draft({ description: ' It broke ', email: 'a@b.example ' });
  await Promise.all([flow.send(), flow.send()]);
  assert.deepEqual(tickets, [
    { subject: 'lost key', description: 'It broke', locale: 'en', enquiry: 'q1', email: 'a@b.example', form: 'partner' },
  ]);
  assert.equal(flow.state.status, 'sent');
  assert.deepEqual(signals.at(-1), ['submitted', { enquiry: 'q1', ticket: '7' }]);
});

test('a server that is away leaves the way to a human open', async () => {
  const away = async () => {
    throw Object.assign(new Error(), { problem: { code: 'unreachable', message: 'no' } });
  };
  Object.assign(api, { config: away, suggest: away, article: away });
  await flow.start();
  await ask();
  assert.equal(flow.state.status, 'error');
  await flow.open({ id: 'a', title: 'a' });
  assert.equal(flow.state.trail[0].problem.code, 'unreachable');
  flow.human();
  assert.equal(flow.state.status, 'form');
  assert.deepEqual(names(), ['error', 'ready', 'query', 'error', 'article-opened', 'error', 'escalated']);
});

test('an article opened before anything was asked is told to the page only', async () => {
  await flow.open({ id: 'a', title: 'a' });
  await settle();
  assert.deepEqual(events, []);
  assert.deepEqual(signals, [['article-opened', { enquiry: null, article: 'a' }]]);
});

test('words whose answer never came are asked when the person comes back', async () => {
  flow.type('lost key');
  flow.human();
  await clock.advance(1000);
  assert.equal(questions.length, 0);
  flow.back();
  await clock.advance(150);
  assert.equal(questions.length, 1);
  assert.equal(flow.state.status, 'shown');
});

test('the next question is a new enquiry', async () => {
  await ask();
  flow.restart();
  await ask('another one');
  assert.equal(questions[1].enquiry, undefined);
});

test('while one types the end of a long description is sent, on submit the whole', async () => {
  const description = `${'🙂 a long story '.repeat(1400)}and the end`;
  flow = new Flow({ ...flow.options, question: () => ({ subject: 'Lost', description }) });
  await ask();
  const typed = questions[0].description;
  assert.ok(typed.length <= 2000 && typed.endsWith('and the end') && typed.isWellFormed(), typed.slice(0, 9));
  flow.submit();
  assert.equal(questions[1].description, description);
});

test('half a character at the cut goes', async () => {
  flow = new Flow({ ...flow.options, question: () => ({ description: `🙂${'x'.repeat(1999)}` }) });
  await ask();
  assert.equal(questions[0].description, 'x'.repeat(1999));
});

test('a query that is too long is cut, not refused', async () => {
  await ask(`${'x'.repeat(3999)}🙂 tail`);
  assert.equal(questions[0].query, 'x'.repeat(3999));
});

test('who waits for suggestions is answered when the person goes elsewhere', async () => {
  const ways = {
    'clears the field': () => flow.type('x'),
    'opens an article': () => void flow.open({ id: 'a', title: 'a' }),
    'goes to a human': () => flow.human(),
    'begins anew': () => flow.restart(),
    leaves: () => flow.stop(),
  };
  Object.assign(api, { suggest: () => new Promise(() => {}), leave() {} });
  for (const [way, go] of Object.entries(ways)) {
    flow = new Flow(flow.options);
    flow.type('lost key');
    let answered = null;
    void flow.ask().then((found) => (answered = found));
    await settle();
    assert.equal(answered, null, way);
    go();
    await settle();
    assert.deepEqual(answered, [], way);
  }
});

test('once the network is there again, what failed is tried again', async () => {
  const there = { ...api };
  const away = async () => {
    throw Object.assign(new Error(), { problem: { code: 'unreachable', message: 'no' } });
  };
  Object.assign(api, { config: away, suggest: away, article: away });
  await flow.start();
  await ask();
  assert.equal(flow.state.status, 'error');
  Object.assign(api, there);
  flow.reconnect();
  await settle();
  assert.deepEqual([flow.state.status, questions[0].typing, flow.config.forms.length], ['shown', true, 2]);
  Object.assign(api, { suggest: away, article: away });
  flow.type('lost card');
  flow.submit();
  await settle();
  Object.assign(api, there);
  flow.reconnect();
  await settle();
  assert.deepEqual([flow.state.status, questions[1].typing], ['shown', false]);
  api.article = away;
  await flow.open({ id: 'a', title: 'a' });
  Object.assign(api, there);
  flow.reconnect();
  await settle();
  assert.deepEqual([flow.state.trail[0].problem, flow.state.trail[0].content.id], [null, 'a']);
});
