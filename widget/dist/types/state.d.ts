/** @param {State} state @returns {'ask' | 'article' | 'done' | 'form'} */
export function screenOf({ status }: State): "ask" | "article" | "done" | "form";
/**
 * The next state. The old one is left as it was.
 * @param {State} state
 * @param {Action} action
 * @returns {State}
 */
export function reduce(state: State, action: Action): State;
/** @type {Readonly<State>} */
export const initial: Readonly<State>;
export function isAskable(text: string): boolean;
export function currentPage(state: State): Page | null;
export function saysNothingFits(state: State): boolean;
export function subjectOf(state: State): string;
export type Suggestion = import("./contract").Suggestion;
export type Problem = import("./contract").Problem;
export type Answer = import("./contract").Answer;
export type Article = import("./contract").Article;
export type Status = "idle" | "typing" | "loading" | "stalled" | "shown" | "empty" | "error" | "article" | "thanks" | "form" | "sent";
/**
 * an article to open
 */
export type Target = {
    id: string;
    title: string;
    locale?: string;
    anchor?: string;
};
/**
 * an opened article
 */
export type Page = Target & {
    content: Article | null;
    problem: Problem | null;
};
export type Draft = {
    subject: string | null;
    description: string;
    email: string;
    form: string | null;
};
export type State = {
    status: Status;
    /**
     * what stands in the field
     */
    query: string;
    enquiry: string | null;
    /**
     * the number of the one answer that is awaited
     */
    request: number | null;
    /**
     * the person pressed Enter and expects a reply, even "nothing fits"
     */
    submitted: boolean;
    suggestions: Suggestion[];
    notice: import("./contract").Notice | null;
    /**
     * an incident that the question is about
     */
    banner: import("./contract").Banner | null;
    /**
     * a known question without an answer
     */
    topic: import("./contract").Topic | null;
    /**
     * by topic, the address that is told of it
     */
    followed: Record<string, string>;
    rating: import("./contract").Rating;
    /**
     * articles that did not help in this enquiry
     */
    rejected: string[];
    /**
     * opened articles; the last one is on screen
     */
    trail: Page[];
    /**
     * a No was said, the reason is asked
     */
    asksReason: boolean;
    draft: Draft;
    sending: boolean;
    /**
     * why suggesting failed
     */
    problem: Problem | null;
    /**
     * why the ticket was not taken
     */
    refusal: Problem | null;
    ticket: import("./contract").Ticket | null;
};
export type Action = {
    type: "typed";
    query: string;
} | {
    type: "unchanged";
} | {
    type: "asked";
    request: number;
    submitted: boolean;
} | {
    type: "stalled";
    request: number;
} | {
    type: "answered";
    request: number;
    answer: Answer;
} | {
    type: "failed";
    request: number;
    problem: Problem;
} | {
    type: "opened";
    target: Target;
} | {
    type: "loaded";
    id: string;
    article: Article;
} | {
    type: "unloaded";
    id: string;
    problem: Problem;
} | {
    type: "back";
} | {
    type: "accepted";
} | {
    type: "undone";
} | {
    type: "refused";
} | {
    type: "rejected";
} | {
    type: "rated";
    rating: import("./contract").Rating;
} | {
    type: "followed";
    topic: string;
    email: string;
} | {
    type: "human";
} | {
    type: "drafted";
    draft: Partial<Draft>;
} | {
    type: "sending";
} | {
    type: "sent";
    ticket: import("./contract").Ticket;
} | {
    type: "unsent";
    problem: Problem;
} | {
    type: "restarted";
};
