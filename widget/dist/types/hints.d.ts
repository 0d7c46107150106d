export function hintView({ h, button, icon, excerpt, FollowBox, SuggestionList }: Kit, beside: Attachment): {
    new (stage: Stage): {
        stage: import("./stage.js").Stage;
        title: HTMLParagraphElement;
        list: import("./suggestion-list.js").SuggestionList;
        notice: HTMLParagraphElement;
        banner: import("./follow-box.js").FollowBox;
        topic: import("./follow-box.js").FollowBox;
        node: HTMLDivElement;
        /** The incident that was read out. @type {string | undefined} */
        heard: string | undefined;
        /** What is in the list. */
        shown: string;
        /** @param {State} state @param {State} before */
        update(state: State, before: State): void;
        /** @param {State} _ @param {State} before */
        focus(_: State, before: State): void;
        recheck(): void;
        /** @param {State['suggestions']} suggestions */
        "__#private@#list"(suggestions: State["suggestions"]): void;
    };
};
export function solvedView({ h, button, icon }: Kit, beside: Attachment): {
    new ({ t, flow }: Stage): {
        title: HTMLHeadingElement;
        node: HTMLDivElement;
        update(): void;
        recheck(): void;
        focus(): void;
    };
};
export type State = import("./state").State;
export type Stage = import("./stage.js").Stage;
export type Kit = import("./answerbot.js").Kit;
export type Attachment = import("./attachment.js").Attachment;
