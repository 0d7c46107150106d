export class Announcer {
    /** @param {import('./contract').Clock} [clock] */
    constructor(clock?: import("./contract").Clock);
    clock: import("./contract").Clock;
    node: HTMLDivElement;
    /** The last call wins. @param {string} text */
    say(text: string): void;
    /** Whatever was about to be said is out of date. */
    hush(): void;
    #private;
}
