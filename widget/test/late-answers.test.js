import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Asker } from '../src/asker.js';
import { initial, reduce } from '../src/state.js';
import { FakeClock, chance } from '../testing/fake-clock.js';

const REPLIES = 1000;

/** Types `REPLIES` questions; each is answered with itself after 0-5 s, deaf to being called off. */
async function typeAway(seed) {
  const clock = new FakeClock();
  const random = chance(seed);
  const shown = [];
  let late = 0;
  let state = { ...initial, enquiry: 'q1' };
  const asker = new Asker({
    clock,
    hasEnquiry: () => true,
    report(action) {
      state = reduce(state, action);
      const number = Number(state.suggestions[0]?.article);
      if (action.type === 'answered') late += Number(action.answer.suggestions[0].article) !== number;
      if (state.suggestions.length && number !== shown.at(-1)) shown.push(number);
    },
    suggest: (query) =>
      new Promise((resolve) => {
        const article = query.split(' ')[1];
        const answer = { enquiry: 'q1', suggestions: [{ article, title: '', passage: { text: '' } }], abstained: false };
        clock.setTimeout(() => resolve(answer), random() * 5000);
      }),
  });
  for (let i = 1; i <= REPLIES; i++) {
    const query = `question ${i}`;
    state = reduce(state, { type: 'typed', query });
    if (random() < 0.2) asker.submit(query);
    else asker.type(query);
    await clock.advance(150 + random() * 1500);
  }
  await clock.advance(10_000);
  return { shown, late, state };
}

for (const seed of [1, 2, 3]) {
  test(`1,000 replies out of order never show an older answer (seed ${seed})`, async () => {
    const { shown, late, state } = await typeAway(seed);
    assert.ok(late > REPLIES / 10, `only ${late} replies were late: the test tests nothing`);
    assert.ok(shown.length > REPLIES / 10, `only ${shown.length} answers were shown: the test tests nothing`);
    assert.deepEqual(shown, [...shown].sort((a, b) => a - b));
    assert.equal(state.suggestions[0].article, String(REPLIES));
    assert.equal(state.status, 'shown');
  });
}
