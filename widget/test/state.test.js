import assert from 'node:assert/strict';
import { test } from 'node:test';
import { currentPage, initial, reduce, saysNothingFits, screenOf, subjectOf } from '../src/state.js';

const suggestion = (article) => ({ article, title: `Title ${article}`, passage: { text: 'words' } });
const answer = (...articles) => ({ enquiry: 'q1', suggestions: articles.map(suggestion), abstained: !articles.length });
const play = (...actions) => actions.reduce(reduce, initial);
const typed = (query) => ({ type: 'typed', query });
const asked = (request, submitted = false) => ({ type: 'asked', request, submitted });
const answered = (request, ...articles) => ({ type: 'answered', request, answer: answer(...articles) });
const opened = (id) => ({ type: 'opened', target: { id, title: id } });
const shown = [typed('lost key'), asked(1), answered(1, 'a', 'b', 'c')];
const ids = (state) => state.suggestions.map(({ article }) => article);

test('typing, asking, stalling and an answer each have a status of their own', () => {
  const seen = [];
  [typed('lost key'), asked(1), { type: 'stalled', request: 1 }, answered(1, 'a')].reduce((state, action) => {
    const next = reduce(state, action);
    seen.push(next.status);
    return next;
  }, initial);
  assert.deepEqual(seen, ['typing', 'loading', 'stalled', 'shown']);
});

test('an answer that is not awaited changes nothing', () => {
  const state = play(typed('lost key'), asked(1), asked(2));
  assert.equal(reduce(state, answered(1, 'old')), state);
  assert.deepEqual(ids(reduce(state, answered(2, 'new'))), ['new']);
});

test('the same answer twice is taken once', () => {
  const state = play(...shown);
  assert.equal(reduce(state, answered(1, 'z')), state);
});

test('an answer that comes while more is typed is shown, and typing goes on', () => {
  const state = play(typed('lost'), asked(1), typed('lost key'), answered(1, 'a'));
  assert.equal(state.status, 'typing');
  assert.deepEqual(ids(state), ['a']);
});

test('an emptied field is idle, and what was under way is forgotten', () => {
  const cleared = play(...shown, asked(2), typed(' '));
  assert.equal(cleared.status, 'idle');
  assert.deepEqual(ids(cleared), []);
  assert.equal(reduce(cleared, answered(2, 'late')), cleared);
});

test('abstaining is silent while typing and said after Enter', () => {
  assert.equal(saysNothingFits(play(typed('xyzzy'), asked(1), answered(1))), false);
  assert.equal(saysNothingFits(play(typed('xyzzy'), asked(1, true), answered(1))), true);
});

test('at most three suggestions are kept, even if more come', () => {
  assert.equal(play(typed('key'), asked(1), answered(1, 'a', 'b', 'c', 'd')).suggestions.length, 3);
});

test('an answer without a list of suggestions offers none', () => {
  const state = play(typed('key'), asked(1), { type: 'answered', request: 1, answer: { enquiry: 'q', suggestions: null } });
  assert.deepEqual(state.suggestions, []);
});

test('a failure of an awaited request is an error, of any other it is nothing', () => {
  const problem = { code: 'unreachable', message: '' };
  const state = play(typed('key'), asked(2));
  assert.equal(reduce(state, { type: 'failed', request: 1, problem }), state);
  assert.equal(reduce(state, { type: 'failed', request: 2, problem }).status, 'error');
});

test('opening an article stops waiting for suggestions', () => {
  const state = play(...shown, asked(2), opened('a'));
  assert.equal(state.status, 'article');
  assert.equal(reduce(state, answered(2, 'late')), state);
});

test('Back goes from linked article to article to suggestions', () => {
  let state = play(...shown, opened('a'), opened('linked'));
  state = reduce(state, { type: 'back' });
  assert.equal(currentPage(state).id, 'a');
  state = reduce(state, { type: 'back' });
  assert.equal(state.status, 'shown');
  assert.deepEqual(ids(state), ['a', 'b', 'c']);
});

test('Back takes the question for a reason away before it leaves the article', () => {
  const state = play(...shown, opened('a'), { type: 'refused' }, { type: 'back' });
  assert.equal(state.asksReason, false);
  assert.equal(state.status, 'article');
});

test('a rejected article makes room for the next and does not come back', () => {
  const state = play(...shown, opened('a'), { type: 'refused' }, { type: 'rejected' });
  assert.deepEqual(ids(state), ['b', 'c']);
  assert.equal(state.status, 'shown');
  assert.deepEqual(ids([asked(2), answered(2, 'a', 'd')].reduce(reduce, state)), ['d']);
});

test('when the last suggestion is rejected, a human is offered', () => {
  const state = play(typed('key'), asked(1), answered(1, 'a'), opened('a'), { type: 'refused' }, { type: 'rejected' });
  assert.equal(saysNothingFits(state), true);
});

test('a Yes can be undone and leads back to the article', () => {
  const state = play(...shown, opened('a'), { type: 'accepted' });
  assert.equal(screenOf(state), 'done');
  assert.equal(currentPage(reduce(state, { type: 'undone' })).id, 'a');
});

test('the subject follows the question until it is edited', () => {
  const state = play(typed(' lost key '), { type: 'human' });
  assert.equal(subjectOf(state), 'lost key');
  assert.equal(subjectOf(reduce(state, { type: 'drafted', draft: { subject: '' } })), '');
});

test('Back from the form returns to the article it was opened from and keeps the draft', () => {
  const state = play(...shown, opened('a'), { type: 'human' }, { type: 'drafted', draft: { description: 'x' } }, { type: 'back' });
  assert.equal(state.status, 'article');
  assert.equal(state.draft.description, 'x');
});

test('a refused ticket keeps the form, a taken one ends the enquiry', () => {
  const sending = play(typed('key'), { type: 'human' }, { type: 'sending' });
  const refused = reduce(sending, { type: 'unsent', problem: { code: 'invalid', message: '', field: 'email' } });
  assert.deepEqual([refused.status, refused.sending, refused.refusal.field], ['form', false, 'email']);
  assert.equal(reduce(sending, { type: 'sent', ticket: { ticket: '7' } }).status, 'sent');
});

test('a new question starts a new enquiry and remembers only the address', () => {
  const state = play(...shown, { type: 'drafted', draft: { email: 'a@b.c', description: 'x' } }, { type: 'restarted' });
  assert.deepEqual(state, { ...initial, draft: { ...initial.draft, email: 'a@b.c' } });
});

test('a loaded article fills its page only', () => {
  const state = play(opened('a'), opened('b'), { type: 'loaded', id: 'a', article: { id: 'a', blocks: [] } });
  assert.equal(state.trail[0].content.id, 'a');
  assert.equal(state.trail[1].content, null);
});

test('an endless chain of linked articles stays bounded', () => {
  const state = play(...Array.from({ length: 100 }, (_, i) => opened(`a${i}`)));
  assert.equal(state.trail.length, 20);
  assert.equal(currentPage(state).id, 'a99');
});
