/**
 * @typedef {import('./state').Action} Action
 * @typedef {import('./state').State} State
 * @typedef {import('./state').Target} Target
 * @typedef {import('./contract').EventKind} EventKind
 * @typedef {'ready'|'query'|'suggestions-shown'|'article-opened'|'accepted'|'rejected'|'escalated'|'submitted'|'error'} Signal
 *
 * @typedef {{form?: string, page?: string, product?: string, tags?: string[]}} Context the contact form that the
 *   widget stands beside, the address of the page, the product and whatever else says what a question is about
 *
 * @typedef {object} FlowOptions
 * @property {import('./api').Api} api
 * @property {string} locale
 * @property {Context} [context] where the widget stands
 * @property {(query: string) => Partial<import('./contract').Question>} [question] what was typed, if not in one field
 * @property {() => void} [toHuman] where a human is reached, if not by a form of our own
 * @property {boolean} [human] false: the way to a human is turned off
 * @property {(state: State, before: State) => void} changed
 * @property {(signal: Signal, detail: object) => void} emit
 * @property {import('./contract').Clock} [clock]
 */
export class Flow {
    /** @param {FlowOptions} options */
    constructor(options: FlowOptions);
    /** @type {State} */
    state: State;
    /** @type {import('./contract').Config} */
    config: import("./contract").Config;
    options: FlowOptions;
    context: Context;
    asker: Asker;
    outbox: Outbox;
    seen: Seen;
    /** The form whose quick links are shown and that a ticket goes to. */
    get form(): import("./contract").Form;
    /** The id of the form that the person, else the page, has chosen. */
    get chosenForm(): string | undefined;
    /** What is offered before anything is typed: what the page suggests, else the form's quick links. */
    get links(): import("./contract").QuickLink[];
    /** Articles by their ids, with titles; those that are not there are left out. @param {string[]} ids */
    titled(ids: string[]): Promise<{
        article: string;
        title: string;
    }[]>;
    /** What the server suggests for words of the page: an enquiry of its own. @param {string} query */
    fitting(query: string): Promise<{
        article: string;
        title: string;
    }[]>;
    /** @param {import('./contract').QuickLink[] | null} links null: the form's again */
    suggest(links: import("./contract").QuickLink[] | null): void;
    /** What was typed is asked again, now that more is known. @param {Context} context */
    setContext(context: Context): void;
    /** Loads what the server knows; `quietly`: the page has been told before. */
    start(quietly?: boolean): Promise<void>;
    /** The network is there again: what failed without it is tried once more. */
    reconnect(): void;
    /** Somebody is known now who was not: what they may see is asked for, and what was typed is asked again. */
    refresh(): Promise<void>;
    stop(): void;
    /** @param {string} query */
    type(query: string): void;
    submit(): void;
    /** Asks at once; resolves with what is suggested, be it nothing because the person went elsewhere. @returns {Promise<import('./contract').Suggestion[]>} */
    ask(): Promise<import("./contract").Suggestion[]>;
    /** @param {Target} target */
    open(target: Target): Promise<void>;
    /** Loads the article on screen, again if it failed before. */
    load(): Promise<void>;
    /** One step back; words typed before leaving are asked again if their answer never came. */
    back(): void;
    accept(): void;
    undo(): void;
    /** "No": the reason is asked before anything is recorded. */
    refuse(): void;
    /**
     * On to the next suggestion; to a human where none is left, with the person's own words.
     * @param {import('./contract').Reason} [reason]
     * @param {string} [text]
     */
    reject(reason?: import("./contract").Reason, text?: string): void;
    /** What of the help was good, from 1 to 5; the last of each counts. @param {import('./contract').Rating} rating */
    rate(rating: import("./contract").Rating): void;
    /** What the customer is told of an incident now, or null. */
    get banner(): import("./contract").Banner | null;
    /**
     * Asks to be told of a topic. Resolves with what went wrong, if anything did.
     * @param {string} topic
     * @param {string} email
     * @returns {Promise<import('./contract').Problem | null>}
     */
    follow(topic: string, email: string): Promise<import("./contract").Problem | null>;
    human(): void;
    /** @param {Partial<import('./state').Draft>} draft */
    draft(draft: Partial<import("./state").Draft>): void;
    send(): Promise<void>;
    restart(): void;
    /** Tells which suggestions are on screen. @param {string[]} articles */
    show(articles: string[]): void;
    #private;
}
export type Action = import("./state").Action;
export type State = import("./state").State;
export type Target = import("./state").Target;
export type EventKind = import("./contract").EventKind;
export type Signal = "ready" | "query" | "suggestions-shown" | "article-opened" | "accepted" | "rejected" | "escalated" | "submitted" | "error";
/**
 * the contact form that the
 * widget stands beside, the address of the page, the product and whatever else says what a question is about
 */
export type Context = {
    form?: string;
    page?: string;
    product?: string;
    tags?: string[];
};
export type FlowOptions = {
    api: import("./api").Api;
    locale: string;
    /**
     * where the widget stands
     */
    context?: Context | undefined;
    /**
     * what was typed, if not in one field
     */
    question?: ((query: string) => Partial<import("./contract").Question>) | undefined;
    /**
     * where a human is reached, if not by a form of our own
     */
    toHuman?: (() => void) | undefined;
    /**
     * false: the way to a human is turned off
     */
    human?: boolean | undefined;
    changed: (state: State, before: State) => void;
    emit: (signal: Signal, detail: object) => void;
    clock?: import("./contract").Clock | undefined;
};
import { Asker } from './asker.js';
import { Outbox } from './outbox.js';
import { Seen } from './seen.js';
