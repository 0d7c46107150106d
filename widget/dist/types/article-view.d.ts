export class ArticleView {
    /** @param {Stage} stage */
    constructor(stage: Stage);
    stage: import("./stage").Stage;
    title: HTMLHeadingElement;
    meta: HTMLParagraphElement;
    body: HTMLDivElement;
    human: HTMLButtonElement;
    no: HTMLButtonElement;
    why: HTMLParagraphElement;
    verdict: HTMLDivElement;
    reasons: HTMLDivElement;
    foot: HTMLElement;
    node: HTMLElement;
    /** @param {State} state @param {State} before */
    update(state: State, before: State): void;
    /** @param {State} _ @param {State} before */
    focus(_: State, before: State): void;
    recheck(): void;
    page: import("./state.js").Page | undefined;
    #private;
}
export type State = import("./state").State;
export type Page = import("./state").Page;
export type Stage = import("./stage").Stage;
