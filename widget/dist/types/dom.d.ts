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
export function h<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes?: Attributes, ...children: Child[]): HTMLElementTagNameMap[Tag];
/**
 * @param {Child} label
 * @param {string} look class names
 * @param {() => void} press
 */
export function button(label: Child, look: string, press: () => void): HTMLButtonElement;
/** A picture that carries no meaning of its own. @param {string} name */
export function icon(name: string): SVGSVGElement;
export type Attributes = Record<string, string | number | boolean | null | undefined>;
export type Child = Node | string;
