/**
 * @typedef {import('./stage').Stage} Stage
 * @typedef {{id: string, title: string, text?: string, until?: string | null, url?: string, follow?: boolean}} Matter
 */
export class FollowBox {
    /** @param {Stage} stage @param {'banner' | 'topic'} kind */
    constructor(stage: Stage, kind: "banner" | "topic");
    stage: import("./stage").Stage;
    kind: "banner" | "topic";
    node: HTMLElement;
    /** Draws anew only what is new: a half-typed address stays. @param {Matter | null} matter */
    show(matter: Matter | null): void;
    #private;
}
export type Stage = import("./stage").Stage;
export type Matter = {
    id: string;
    title: string;
    text?: string;
    until?: string | null;
    url?: string;
    follow?: boolean;
};
