/**
 * @typedef {import('./state').State} State
 * @typedef {import('./stage').Stage} Stage
 * @typedef {'subject' | 'description' | 'email'} FieldName
 * @typedef {{control: HTMLInputElement | HTMLTextAreaElement, error: HTMLElement, row: HTMLElement}} Field
 */
export const ADDRESS: RegExp;
export class FormView {
    /** @param {Stage} stage */
    constructor(stage: Stage);
    stage: import("./stage").Stage;
    /** @type {Record<FieldName, Field>} */
    fields: Record<FieldName, Field>;
    title: HTMLHeadingElement;
    failure: HTMLParagraphElement;
    submit: HTMLButtonElement;
    node: HTMLDivElement;
    /** @param {State} state @param {State} before */
    update(state: State, before: State): void;
    /** The first field that still needs something. */
    focus(): void;
    recheck(): void;
    #private;
}
export type State = import("./state").State;
export type Stage = import("./stage").Stage;
export type FieldName = "subject" | "description" | "email";
export type Field = {
    control: HTMLInputElement | HTMLTextAreaElement;
    error: HTMLElement;
    row: HTMLElement;
};
