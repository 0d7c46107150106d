/**
 * @typedef {import('./state').State} State
 * @typedef {import('./stage').Stage} Stage
 */
export class DoneView {
    /** @param {Stage} stage */
    constructor(stage: Stage);
    stage: import("./stage").Stage;
    title: HTMLHeadingElement;
    node: HTMLDivElement;
    update(): void;
    recheck(): void;
    focus(): void;
    #private;
}
export type State = import("./state").State;
export type Stage = import("./stage").Stage;
