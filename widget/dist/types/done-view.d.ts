/**
 * @typedef {import('./state').State} State
 * @typedef {import('./element').Stage} Stage
 */
export class DoneView {
    /** @param {Stage} stage */
    constructor(stage: Stage);
    stage: import("./element").Stage;
    title: HTMLHeadingElement;
    node: HTMLDivElement;
    update(): void;
    recheck(): void;
    focus(): void;
    #private;
}
export type State = import("./state").State;
export type Stage = import("./element").Stage;
