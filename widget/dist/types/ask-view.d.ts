export class AskView {
    /** @param {Stage} stage */
    constructor(stage: Stage);
    stage: import("./stage").Stage;
    field: HTMLInputElement;
    /** The incident that was read out. */
    heard: string;
    /** What the list and the message show now. */
    shown: string;
    /** @type {'out_of_reach' | 'offline' | 'no_fit' | null | undefined} */
    kind: "out_of_reach" | "offline" | "no_fit" | null | undefined;
    spinner: HTMLSpanElement;
    title: HTMLHeadingElement;
    notice: HTMLParagraphElement;
    message: HTMLDivElement;
    human: HTMLButtonElement;
    list: SuggestionList;
    banner: FollowBox;
    topic: FollowBox;
    foot: HTMLParagraphElement;
    results: HTMLDivElement;
    node: HTMLDivElement;
    /** @param {State} state @param {State} before */
    update(state: State, before: State): void;
    /** Where the focus belongs when this screen comes up. @param {State} state @param {State} before */
    focus(state: State, before: State): void;
    /** The page became visible or hidden. */
    recheck(): void;
    #private;
}
export type State = import("./state").State;
export type Stage = import("./stage").Stage;
export type Entry = import("./suggestion-list").Entry;
import { SuggestionList } from './suggestion-list.js';
import { FollowBox } from './follow-box.js';
