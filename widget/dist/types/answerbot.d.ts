/**
 * Called by the tag, with what was asked for before this was loaded.
 * @param {Call[]} queue
 * @param {Record<string, string>} dataset
 * @param {import('./parts.js').GetPart} get
 * @param {HTMLElement} script
 */
export function start(queue: Call[], dataset: Record<string, string>, get: import("./parts.js").GetPart, script: HTMLElement): void;
export const EVENTS: string[];
export type Call = import("./parts.js").Call;
export type Context = import("./flow.js").Context;
/**
 * what stands on the tag as `data-...`
 */
export type Options = {
    /**
     * public key of the help center
     */
    key?: string | undefined;
    /**
     * origin of the bot
     */
    api?: string | undefined;
    locale?: string | undefined;
    /**
     * contact form: its quick links, and where a ticket goes
     */
    form?: string | undefined;
    heading?: string | undefined;
    mode?: "inline" | "floating" | undefined;
    position?: "start" | "end" | undefined;
    theme?: "auto" | "light" | "dark" | undefined;
    /**
     * a CSS selector: where to put the widget
     */
    target?: string | undefined;
    /**
     * a CSS selector of the fields of a form
     */
    attach?: string | undefined;
    product?: string | undefined;
    tags?: string | string[] | undefined;
    /**
     * keep a random id in the browser: at once, or after `remember`
     */
    remember?: "visitor" | "consent" | undefined;
    /**
     * for how long, 90 if it is not said
     */
    rememberDays?: string | number | undefined;
    /**
     * a signed token, or what fetches one
     */
    identity?: import("./identity.js").Source | undefined;
};
export type Info = {
    version: string;
    /**
     * null: there is no widget
     */
    mode: "inline" | "floating" | "attached" | null;
    isOpen: boolean;
    enquiry: string | null;
    session: string;
    /**
     * how many forms have suggestions
     */
    attached: number;
    settings: Options;
};
export type Kit = typeof KIT;
import { define } from './element.js';
import { HelpWidget } from './element.js';
declare namespace KIT {
    export { h };
    export { button };
    export { icon };
    export { excerpt };
    export { FollowBox };
    export { SuggestionList };
    export { HelpWidget };
    export function isTyped(field: EventTarget): boolean;
}
import { h } from './dom.js';
import { button } from './dom.js';
import { icon } from './dom.js';
import { excerpt } from './spans.js';
import { FollowBox } from './follow-box.js';
import { SuggestionList } from './suggestion-list.js';
export { define, HelpWidget };
