// @ts-check
/**
 * Draws an article's blocks. Everything in them is untrusted: texts become text nodes, links are checked by links.js.
 * Must not know requests or the widget's state.
 */

import { button, h } from './dom.js';
import { readLink } from './links.js';
import { headingLevels, nest } from './outline.js';
import { cut } from './spans.js';

/**
 * @typedef {import('./contract').Block} Block
 * @typedef {import('./contract').Text} Text
 * @typedef {import('./i18n').Translate} Translate
 *
 * @typedef {object} Drawing what the blocks need from around them
 * @property {Translate} t
 * @property {string} base the article's own address
 * @property {(id: string) => void} openArticle
 * @property {(anchor: string) => void} goTo
 * @property {(message: string) => void} announce
 */

const TITLE_LEVEL = 2;

/**
 * @param {Block[]} blocks
 * @param {Drawing} drawing
 * @returns {Node[]}
 */
export function renderBlocks(blocks, drawing) {
  const levels = headingLevels(blocks.flatMap((block) => (block.kind === 'heading' ? [block.level] : [])), TITLE_LEVEL);
  return blocks.flatMap((block) => {
    if (block.kind === 'heading') return [heading(block, levels.shift() ?? 3)];
    const draw = /** @type {((block: any, drawing: Drawing) => Node | null) | undefined} */ (painters[block.kind]);
    return draw?.(block, drawing) ?? [];
  });
}

const painters = {
  /** @param {Text} block @param {Drawing} drawing */
  paragraph: (block, drawing) => h('p', {}, ...linked(block, drawing)),
  /** @param {Extract<Block, {kind: 'list'}>} block @param {Drawing} drawing */
  list: (block, drawing) => list(nest(block.items), block.ordered === true, drawing),
  code,
  table,
  /** @param {Extract<Block, {kind: 'image'}>} block @param {Drawing} drawing */
  image: (block, { t }) => (block.alt ? h('p', { class: 'image' }, t('image', { text: block.alt })) : null),
};

/** @param {Extract<Block, {kind: 'heading'}>} block @param {number} level */
function heading({ text, anchor }, level) {
  const tag = /** @type {'h3' | 'h4' | 'h5' | 'h6'} */ (`h${level}`);
  return h(tag, { 'data-anchor': anchor, tabindex: -1 }, text);
}

/**
 * @param {import('./outline').Branch[]} branches
 * @param {boolean} ordered
 * @param {Drawing} drawing
 * @returns {HTMLElement}
 */
function list(branches, ordered, drawing) {
  const items = branches.map(({ item, children }) =>
    h('li', {}, ...linked(item, drawing), ...(children.length ? [list(children, ordered, drawing)] : [])),
  );
  return h(ordered ? 'ol' : 'ul', {}, ...items);
}

/** @param {Extract<Block, {kind: 'code'}>} block @param {Drawing} drawing */
function code({ text, language }, { t, announce }) {
  const label = t('code');
  const block = h('pre', { tabindex: 0, role: 'group', 'aria-label': language || label, dir: 'ltr' }, h('code', {}, text));
  if (!navigator.clipboard) return h('div', { class: 'code' }, block);
  const copy = button(t('copy'), 'copy', async () => {
    await navigator.clipboard.writeText(text).catch(() => {});
    copy.textContent = t('copied');
    announce(t('copied'));
  });
  return h('div', { class: 'code' }, block, copy);
}

/** @param {Extract<Block, {kind: 'table'}>} block @param {Drawing} drawing */
function table({ header, rows }, drawing) {
  const body = rows.map((row, i) => {
    const isHeader = (/** @type {Text} */ cell) => header === true && i === 0 && cell.text.trim() !== '';
    const cells = row.map((cell) => h(isHeader(cell) ? 'th' : 'td', isHeader(cell) ? { scope: 'col' } : {}, ...linked(cell, drawing)));
    return h('tr', {}, ...cells);
  });
  return h('div', { class: 'table', tabindex: 0, role: 'group', 'aria-label': drawing.t('table') }, h('table', {}, ...body));
}

/**
 * A text with its links. A link that may not be followed stays plain text.
 * @param {Text} text
 * @param {Drawing} drawing
 * @returns {(Node | string)[]}
 */
function linked({ text, links = [] }, drawing) {
  const ranges = links.map(({ start, end, href }) => ({ start, end, value: href }));
  return cut(text, ranges).map((piece) => (piece.value === null ? piece.text : link(piece.text, piece.value, drawing)));
}

/**
 * @param {string} text
 * @param {string} href
 * @param {Drawing} drawing
 */
function link(text, href, { t, base, openArticle, goTo }) {
  const safe = readLink(href, base);
  if (!safe) return text;
  if (safe.kind === 'page') return outward(text, safe.href, t);
  if (safe.kind === 'contact') return h('a', { href: safe.href }, text);
  const [name, go] = safe.kind === 'article' ? [safe.id, openArticle] : [safe.anchor, goTo];
  const node = h('a', { href: `#${encodeURIComponent(name)}` }, text);
  node.addEventListener('click', (event) => {
    event.preventDefault();
    go(name);
  });
  return node;
}

/**
 * A link that leaves the page, in a tab of its own. `href` has been checked.
 * @param {Node | string} label
 * @param {string} href
 * @param {Translate} t
 */
export function outward(label, href, t) {
  const warning = h('span', { class: 'aside' }, ` ${t('new_tab')}`);
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, label, warning);
}
