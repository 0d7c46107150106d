export class Asker {
    /** @param {AskerOptions} options */
    constructor({ suggest, report, hasEnquiry, clock }: AskerOptions);
    suggest: Suggest;
    report: (action: Action) => void;
    hasEnquiry: () => boolean;
    clock: import("./contract").Clock;
    /** Whether an answer is awaited. */
    get isAsking(): boolean;
    /** @param {string} text */
    type(text: string): void;
    /** @param {string} text */
    submit(text: string): void;
    /** The same words, asked at once of a server that now knows more. @param {string} text */
    again(text: string): void;
    /** Forgets what was going on; the same words may be asked again. */
    cancel(): void;
    #private;
}
export type Action = import("./state").Action;
export type Suggest = (query: string, typing: boolean, signal: AbortSignal) => Promise<import("./contract").Answer>;
export type AskerOptions = {
    suggest: Suggest;
    report: (action: Action) => void;
    hasEnquiry: () => boolean;
    clock?: import("./contract").Clock;
};
