// @ts-check
/**
 * What the widget is doing, as one plain record, and how each thing that happens changes it.
 * Must not know the DOM, HTTP or time.
 */

/**
 * @typedef {import('./contract').Suggestion} Suggestion
 * @typedef {import('./contract').Problem} Problem
 * @typedef {import('./contract').Answer} Answer
 * @typedef {import('./contract').Article} Article
 *
 * @typedef {'idle'|'typing'|'loading'|'stalled'|'shown'|'empty'|'error'|'article'|'thanks'|'form'|'sent'} Status
 * @typedef {{id: string, title: string, locale?: string, anchor?: string}} Target an article to open
 * @typedef {Target & {content: Article | null, problem: Problem | null}} Page an opened article
 * @typedef {{subject: string | null, description: string, email: string, form: string | null}} Draft
 *
 * @typedef {object} State
 * @property {Status} status
 * @property {string} query what stands in the field
 * @property {string | null} enquiry
 * @property {number | null} request the number of the one answer that is awaited
 * @property {boolean} submitted the person pressed Enter and expects a reply, even "nothing fits"
 * @property {Suggestion[]} suggestions
 * @property {import('./contract').Notice | null} notice
 * @property {import('./contract').Banner | null} banner an incident that the question is about
 * @property {import('./contract').Topic | null} topic a known question without an answer
 * @property {Record<string, string>} followed by topic, the address that is told of it
 * @property {import('./contract').Rating} rating
 * @property {string[]} rejected articles that did not help in this enquiry
 * @property {Page[]} trail opened articles; the last one is on screen
 * @property {boolean} asksReason a No was said, the reason is asked
 * @property {Draft} draft
 * @property {boolean} sending
 * @property {Problem | null} problem why suggesting failed
 * @property {Problem | null} refusal why the ticket was not taken
 * @property {import('./contract').Ticket | null} ticket
 *
 * @typedef {{type: 'typed', query: string}
 *   | {type: 'unchanged'}
 *   | {type: 'asked', request: number, submitted: boolean}
 *   | {type: 'stalled', request: number}
 *   | {type: 'answered', request: number, answer: Answer}
 *   | {type: 'failed', request: number, problem: Problem}
 *   | {type: 'opened', target: Target}
 *   | {type: 'loaded', id: string, article: Article}
 *   | {type: 'unloaded', id: string, problem: Problem}
 *   | {type: 'back'} | {type: 'accepted'} | {type: 'undone'} | {type: 'refused'} | {type: 'rejected'}
 *   | {type: 'rated', rating: import('./contract').Rating} | {type: 'followed', topic: string, email: string}
 *   | {type: 'human'} | {type: 'drafted', draft: Partial<Draft>} | {type: 'sending'}
 *   | {type: 'sent', ticket: import('./contract').Ticket} | {type: 'unsent', problem: Problem}
 *   | {type: 'restarted'}} Action
 */

const MOST_SHOWN = 3;
const LONGEST_TRAIL = 20;
const SHORTEST = 2;

/** @type {Readonly<State>} */
export const initial = Object.freeze({
  status: 'idle',
  query: '',
  enquiry: null,
  request: null,
  submitted: false,
  suggestions: [],
  notice: null,
  banner: null,
  topic: null,
  followed: {},
  rating: {},
  rejected: [],
  trail: [],
  asksReason: false,
  draft: { subject: null, description: '', email: '', form: null },
  sending: false,
  problem: null,
  refusal: null,
  ticket: null,
});

/** Whether a text is long enough to be asked while typing. @param {string} text */
export const isAskable = (text) => Array.from(text.trim()).length >= SHORTEST;

/** The article on screen. @param {State} state @returns {Page | null} */
export const currentPage = (state) => state.trail.at(-1) ?? null;

/** Whether to say that no article fits. Silence while typing. @param {State} state */
export const saysNothingFits = (state) => state.status === 'empty' && state.submitted;

/** The subject of a ticket: what was typed, until it is edited. @param {State} state */
export const subjectOf = (state) => state.draft.subject ?? state.query.trim();

/** @param {State} state @returns {'ask' | 'article' | 'done' | 'form'} */
export function screenOf({ status }) {
  if (status === 'article' || status === 'form') return status;
  return status === 'thanks' || status === 'sent' ? 'done' : 'ask';
}

/** What the asking screen returns to. @param {State} state @returns {Status} */
function restingStatus(state) {
  if (!isAskable(state.query) && !state.submitted) return 'idle';
  if (state.problem) return 'error';
  return state.suggestions.length ? 'shown' : 'empty';
}

/** @param {State} state @returns {State} */
const rest = (state) => ({ ...state, status: restingStatus(state) });

/** Whether this answer is the one that is awaited. @param {State} state @param {{request: number}} action */
const isAwaited = (state, { request }) => state.request === request;

/** @param {State} state @param {string} id @param {Partial<Page>} change @returns {State} */
function changePage(state, id, change) {
  return { ...state, trail: state.trail.map((page) => (page.id === id ? { ...page, ...change } : page)) };
}

/** @param {State} state @param {Answer} answer @returns {State} */
function take(state, answer) {
  const offered = Array.isArray(answer.suggestions) ? answer.suggestions : [];
  const suggestions = offered.filter(({ article }) => !state.rejected.includes(article)).slice(0, MOST_SHOWN);
  const enquiry = answer.enquiry ?? state.enquiry;
  const { notice = null, banner = null, topic = null } = answer;
  return { ...state, enquiry, suggestions, notice, banner, topic, problem: null, request: null };
}

/** @param {State} state @returns {State} */
function reject(state) {
  const id = currentPage(state)?.id ?? '';
  const rejected = [...state.rejected, id];
  const suggestions = state.suggestions.filter(({ article }) => article !== id);
  const next = { ...state, rejected, suggestions, trail: [], asksReason: false, submitted: true, problem: null };
  return { ...next, status: suggestions.length ? 'shown' : 'empty' };
}

/** @type {{[T in Action['type']]: (state: State, action: Extract<Action, {type: T}>) => State}} */
const changes = {
  typed: (state, { query }) =>
    isAskable(query)
      ? { ...state, query, status: 'typing', submitted: false, trail: [] }
      : { ...state, query, status: 'idle', submitted: false, trail: [], request: null, suggestions: [], notice: null, banner: null, topic: null, problem: null },
  unchanged: (state) => (state.status === 'typing' ? rest(state) : state),
  asked: (state, { request, submitted }) => ({ ...state, request, submitted, status: 'loading' }),
  stalled: (state, action) =>
    isAwaited(state, action) && state.status === 'loading' ? { ...state, status: 'stalled' } : state,
  answered: (state, action) => {
    if (!isAwaited(state, action)) return state;
    const next = take(state, action.answer);
    if (state.status === 'typing') return next;
    return { ...next, status: next.suggestions.length ? 'shown' : 'empty' };
  },
  failed: (state, action) => {
    if (!isAwaited(state, action)) return state;
    const next = { ...state, request: null, problem: action.problem, suggestions: [], notice: null, topic: null };
    return state.status === 'typing' ? next : { ...next, status: 'error' };
  },
  opened: (state, { target }) => ({
    ...state,
    status: 'article',
    request: null,
    asksReason: false,
    trail: [...state.trail.slice(1 - LONGEST_TRAIL), { ...target, content: null, problem: null }],
  }),
  loaded: (state, { id, article }) => changePage(state, id, { content: article, problem: null }),
  unloaded: (state, { id, problem }) => changePage(state, id, { problem }),
  back: (state) => {
    if (state.status === 'form') return state.trail.length ? { ...state, status: 'article' } : rest(state);
    if (state.asksReason) return { ...state, asksReason: false };
    const trail = state.trail.slice(0, -1);
    return trail.length ? { ...state, trail } : rest({ ...state, trail });
  },
  accepted: (state) => ({ ...state, status: 'thanks', asksReason: false, rating: {} }),
  undone: (state) => ({ ...state, status: 'article' }),
  refused: (state) => ({ ...state, asksReason: true }),
  rejected: reject,
  rated: (state, { rating }) => ({ ...state, rating: { ...state.rating, ...rating } }),
  followed: (state, { topic, email }) => ({ ...state, followed: { ...state.followed, [topic]: email } }),
  human: (state) => ({ ...state, status: 'form', request: null, refusal: null }),
  drafted: (state, { draft }) => ({ ...state, draft: { ...state.draft, ...draft } }),
  sending: (state) => ({ ...state, sending: true, refusal: null }),
  sent: (state, { ticket }) => ({ ...state, status: 'sent', sending: false, ticket }),
  unsent: (state, { problem }) => ({ ...state, sending: false, refusal: problem }),
  restarted: ({ draft, followed }) => ({ ...initial, followed, draft: { ...initial.draft, email: draft.email } }),
};

/**
 * The next state. The old one is left as it was.
 * @param {State} state
 * @param {Action} action
 * @returns {State}
 */
export function reduce(state, action) {
  const change = /** @type {(state: State, action: Action) => State} */ (changes[action.type]);
  return change(state, action);
}
