/**
 * @param {Block[]} blocks
 * @param {Drawing} drawing
 * @returns {Node[]}
 */
export function renderBlocks(blocks: Block[], drawing: Drawing): Node[];
/**
 * A link that leaves the page, in a tab of its own. `href` has been checked.
 * @param {Node | string} label
 * @param {string} href
 * @param {Translate} t
 */
export function outward(label: Node | string, href: string, t: Translate): HTMLAnchorElement;
export type Block = import("./contract").Block;
export type Text = import("./contract").Text;
export type Translate = import("./i18n").Translate;
/**
 * what the blocks need from around them
 */
export type Drawing = {
    t: Translate;
    /**
     * the article's own address
     */
    base: string;
    openArticle: (id: string) => void;
    goTo: (anchor: string) => void;
    announce: (message: string) => void;
};
