// @ts-check
/** Makes nodes. Texts become text nodes, never markup. */

/**
 * @typedef {Record<string, string | number | boolean | null | undefined>} Attributes
 * @typedef {Node | string} Child
 */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes] `true` sets an empty attribute; null, undefined and false set none; what a class
 *   names, the page may style as a part of the same name
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? '' : String(value));
    if (name === 'class') node.setAttribute('part', String(value));
  }
  node.append(...children);
  return node;
}

/**
 * @param {Child} label
 * @param {string} look class names
 * @param {() => void} press
 */
export function button(label, look, press) {
  const node = h('button', { type: 'button', class: look }, label);
  node.addEventListener('click', press);
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';

/** @type {Record<string, string>} */
const SHAPES = {
  search: 'M11 4a7 7 0 1 0 0 14a7 7 0 1 0 0-14M16.2 16.2 21 21',
  back: 'M14 6l-6 6 6 6',
  next: 'M10 6l6 6-6 6',
  out: 'M9 7H6v11h11v-3M13 5h6v6M19 5l-9 9',
  tick: 'M5 12.5l4.5 4.5L19 7.5',
  help: 'M12 20h0M8 9a4 4 0 1 1 6 3.500c-1.300.8-2 1.500-2 3.500',
  cross: 'M6 6l12 12M18 6L6 18',
  send: 'M4 12h15M13 6l6 6-6 6',
};

/** A picture that carries no meaning of its own. @param {string} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', `icon ${name}`);
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', SHAPES[name]);
  svg.append(path);
  return svg;
}
