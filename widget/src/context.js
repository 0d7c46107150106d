// @ts-check
/**
 * What a question is about besides its words, within what the server takes: form, page, product, tags.
 * Must not know the DOM, nor where a context comes from.
 */

/** @typedef {import('./flow.js').Context} Context */

const NAMES = ['form', 'page', 'product', 'tags'];
const LONGEST = 300;
const LONGEST_TAG = 100;
const LONGEST_PAGE = 2000;
const MOST_TAGS = 20;

/** What the page's own code says: mistakes are told to whoever made them. @param {Context} context @returns {Context} */
export function checked(context) {
  for (const [name, value] of Object.entries(context)) {
    if (!NAMES.includes(name)) throw new Error(`AnswerBot: context has no "${name}"; it has ${NAMES.join(', ')}`);
    if (name === 'tags') checkTags(value);
    else check(name, value, name === 'page' ? Infinity : LONGEST);
  }
  return fitted(context);
}

/** What stands on a tag or is true of the page: what is too much is left out. @param {Context} context @returns {Context} */
export function fitted(context) {
  const { form, page, product, tags } = context;
  return {
    ...context,
    ...(form && { form: form.slice(0, LONGEST) }),
    ...(page && { page: addressOf(page) }),
    ...(product && { product: product.slice(0, LONGEST) }),
    ...(tags && { tags: tags.slice(0, MOST_TAGS).map((tag) => tag.slice(0, LONGEST_TAG)) }),
  };
}

/** What comes after the path may be secret: tokens, addresses, searches. @param {string} page */
const addressOf = (page) => page.replace(/[?#][^]*$/, '').slice(0, LONGEST_PAGE);

/** @param {string} name @param {unknown} value @param {number} longest */
function check(name, value, longest) {
  if (typeof value !== 'string') throw new Error(`AnswerBot: context "${name}" is ${JSON.stringify(value)}; a text is needed`);
  if (value.length > longest) throw new Error(`AnswerBot: context "${name}" has ${value.length} characters; at most ${longest} are taken`);
}

/** @param {unknown} tags */
function checkTags(tags) {
  if (!Array.isArray(tags)) throw new Error(`AnswerBot: context "tags" is ${JSON.stringify(tags)}; a list of texts is needed`);
  if (tags.length > MOST_TAGS) throw new Error(`AnswerBot: context has ${tags.length} tags; at most ${MOST_TAGS} are taken`);
  tags.forEach((tag, i) => check(`tags[${i}]`, tag, LONGEST_TAG));
}
