export class Announcer {
    /** @param {import('./contract').Clock} [clock] */
    constructor(clock?: import("./contract").Clock);
    clock: import("./contract").Clock;
    node: HTMLDivElement;
    /** The last call wins. @param {string} text @param {() => void} [spoken] called once it is said */
    say(text: string, spoken?: () => void): void;
    /** Whatever was about to be said is out of date. */
    hush(): void;
    #private;
}
