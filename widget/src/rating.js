// @ts-check
/** Two questions after a Yes, answered by one click each or not at all. Must not know requests. */

import { h } from './dom.js';

/** @type {('satisfaction' | 'effort')[]} */
const QUESTIONS = ['satisfaction', 'effort'];
const GRADES = [1, 2, 3, 4, 5];

/** @param {import('./stage').Stage} stage */
export function ratings({ t, flow, announcer }) {
  return QUESTIONS.map((name) => {
    const grades = GRADES.map((grade) => {
      const input = h('input', { type: 'radio', name, value: grade, 'aria-label': label(t, name, grade) });
      input.checked = flow.state.rating[name] === grade;
      input.addEventListener('change', () => {
        flow.rate({ [name]: grade });
        announcer.say(t('rated'));
      });
      return h('label', { class: 'grade' }, input, h('span', { 'aria-hidden': 'true' }, String(grade)));
    });
    const ends = h('p', { class: 'ends', 'aria-hidden': 'true' }, h('span', {}, t(`${name}_low`)), h('span', {}, t(`${name}_high`)));
    return h('fieldset', { class: 'rating' }, h('legend', {}, t(name)), h('div', { class: 'grades' }, ...grades), ends);
  });
}

/** The ends of the scale are named with their number. @param {import('./i18n').Translate} t @param {'satisfaction' | 'effort'} name @param {number} grade */
function label(t, name, grade) {
  const number = t('grade', { number: grade });
  if (grade === 1) return `${number}: ${t(`${name}_low`)}`;
  return grade === GRADES.length ? `${number}: ${t(`${name}_high`)}` : number;
}
