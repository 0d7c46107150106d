export class Seen {
    /** @param {{report: (enquiry: string, article: string) => void, clock?: import('./contract').Clock}} options */
    constructor({ report, clock }: {
        report: (enquiry: string, article: string) => void;
        clock?: import("./contract").Clock;
    });
    report: (enquiry: string, article: string) => void;
    clock: import("./contract").Clock;
    /**
     * Tells what is on screen now; nothing when the list is hidden.
     * @param {string | null} enquiry
     * @param {string[]} articles
     */
    show(enquiry: string | null, articles: string[]): void;
    #private;
}
