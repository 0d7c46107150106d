/**
 * Makes <help-widget> known to the page; `settings` stand in for attributes that an element lacks.
 * @param {Record<string, string>} [settings]
 */
export function define(settings?: Record<string, string>): void;
export class HelpWidget extends HTMLElement {
    static observedAttributes: string[];
    /** All that are on the page, in the order in which they came. @type {Set<HelpWidget>} */
    static all: Set<HelpWidget>;
    /** Of all widgets. @type {Context} */
    static context: Context;
    static get session(): string;
    /** Set before the element is on the page. @type {Surroundings | null} */
    surroundings: Surroundings | null;
    /** The id of the enquiry under way, or null. */
    get enquiry(): string | null;
    /** The tab's session: a form on the page that sends `enquiry` along proves with it that the enquiry is its own. */
    get session(): string;
    /** Whether it stands in the page, floats over it, or belongs to a form. @returns {'inline' | 'floating' | 'attached'} */
    get mode(): "inline" | "floating" | "attached";
    /** Whether its panel is open. */
    get isOpen(): boolean;
    /** Resolves once the widget can be used. */
    get ready(): Promise<void>;
    /** What is going on, for whoever looks from outside; null before it is ready. */
    get flow(): Flow | null;
    connectedCallback(): void;
    /** A node that is only moved keeps its state. */
    disconnectedCallback(): void;
    /** @param {string} name @param {string | null} before @param {string | null} after */
    attributeChangedCallback(name: string, before: string | null, after: string | null): void;
    /** @param {Event} event */
    handleEvent(event: Event): void;
    /** Begins anew, with the attributes as they are now. */
    restart(): Promise<void>;
    /** Ends everything; `restart` begins anew. */
    stop(): void;
    /** Opens the panel; a widget in the page takes the focus. */
    open(): void;
    close(): void;
    toggle(): void;
    /** Asks as if it had been typed, and resolves with what is suggested. @param {string} query */
    search(query: string): Promise<import("./contract.js").Suggestion[]>;
    /** Opens an article. @param {string} id */
    article(id: string): Promise<void>;
    /**
     * Offers articles before anything is typed: these, or what fits some words. None: the form's quick links again.
     * @param {string[] | string} [wanted]
     */
    suggest(wanted?: string[] | string): Promise<{
        article: string;
        title: string;
    }[]>;
    /** What is known of the question already; `query` is put into the field, of a closed panel once it opens. @param {Draft} [draft] */
    prefill(draft?: Draft): void;
    /** What the customer is told of an incident now, or null. */
    banner(): import("./contract.js").Banner | null;
    /** @param {Context} context */
    setContext(context: Context): void;
    /** Back to the start: nothing typed, no enquiry. */
    reset(): void;
    #private;
}
export type State = import("./state").State;
export type Context = import("./flow").Context;
export type View = import("./stage").View;
export type Surroundings = import("./stage").Surroundings;
export type Theme = "light" | "dark" | "auto";
export type Draft = {
    subject?: string;
    description?: string;
    email?: string;
    form?: string;
    query?: string;
};
import { Flow } from './flow.js';
