/**
 * Seconds to wait, from a number of seconds or an HTTP date.
 * @param {string | null} value
 * @param {number} now milliseconds
 */
export function readRetryAfter(value: string | null, now: number): number;
/** A call that did not succeed. `status` 0: no answer came at all. */
export class ApiError extends Error {
    /**
     * @param {Problem} problem
     * @param {number} status
     */
    constructor(problem: Problem, status?: number);
    problem: import("./contract").Problem;
    status: number;
    /** Whether the same call may well succeed later. */
    get passing(): boolean;
}
export class Api {
    /**
     * @param {{
     *   origin: string, key: string, session: string, fetch?: typeof fetch, beacon?: Beacon, clock?: Clock,
     *   identity?: Identity
     * }} options
     */
    constructor({ origin, key, session, identity, fetch, beacon, clock }: {
        origin: string;
        key: string;
        session: string;
        fetch?: typeof globalThis.fetch;
        beacon?: Beacon;
        clock?: Clock;
        identity?: Identity;
    });
    origin: string;
    key: string;
    session: string;
    beacon: Beacon;
    identity: Identity;
    headers: {
        Authorization: string;
        'X-Answerbot-Session': string;
    };
    fetch: typeof fetch;
    clock: import("./contract").Clock;
    /**
     * @param {import('./contract').Question} question
     * @param {AbortSignal} [signal]
     * @returns {Promise<import('./contract').Answer>}
     */
    suggest(question: import("./contract").Question, signal?: AbortSignal): Promise<import("./contract").Answer>;
    /**
     * @param {string} id
     * @param {string} locale
     * @param {AbortSignal} [signal]
     * @returns {Promise<import('./contract').Article>}
     */
    article(id: string, locale: string, signal?: AbortSignal): Promise<import("./contract").Article>;
    /**
     * @param {string} locale
     * @param {AbortSignal} [signal]
     * @returns {Promise<import('./contract').Config>}
     */
    config(locale: string, signal?: AbortSignal): Promise<import("./contract").Config>;
    /**
     * @param {import('./contract').TicketRequest} request
     * @param {AbortSignal} [signal]
     * @returns {Promise<import('./contract').Ticket>}
     */
    ticket(request: import("./contract").TicketRequest, signal?: AbortSignal): Promise<import("./contract").Ticket>;
    /**
     * @param {string} topic
     * @param {import('./contract').FollowRequest} request
     * @param {AbortSignal} [signal]
     */
    follow(topic: string, request: import("./contract").FollowRequest, signal?: AbortSignal): Promise<any>;
    /**
     * @param {string} enquiry
     * @param {import('./contract').EnquiryEvent} event
     */
    event(enquiry: string, event: import("./contract").EnquiryEvent): Promise<any>;
    /**
     * The page is being left: the browser sends these whatever becomes of it. A beacon has no headers, and needs no
     * preflight, for which there would be no time.
     * @param {{enquiry: string, event: import('./contract').EnquiryEvent}[]} events
     */
    leave(events: {
        enquiry: string;
        event: import("./contract").EnquiryEvent;
    }[]): void;
    #private;
}
export type Clock = import("./contract").Clock;
/**
 * whether the browser took it
 */
export type Beacon = (url: string, body: string) => boolean;
export type Problem = import("./contract").Problem;
/**
 * `isNew`: an enquiry may begin with it
 */
export type CallOptions = {
    body?: object;
    signal?: AbortSignal;
    isNew?: boolean;
};
/**
 * who the customer is
 */
export type Identity = {
    /**
     * the token to send, empty if there is none
     */
    current: () => Promise<string>;
    /**
     * likewise, at once
     */
    known: () => string;
    /**
     * another one; empty if there is none
     */
    renewed: (refused: string) => Promise<string>;
    /**
     * the id by which the browser is known again, if it keeps one
     */
    visitor?: (() => string | undefined) | undefined;
    /**
     * told when a token proves nothing and there is no other
     */
    refused: (problem: Problem) => void;
};
