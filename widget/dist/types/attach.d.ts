/** @param {string} selector @param {import('./answerbot.js').Kit} kit */
export function attach(selector: string, kit: import("./answerbot.js").Kit): Attachments;
export class Attachments {
    /** @param {string} selector @param {import('./answerbot.js').Kit} kit */
    constructor(selector: string, kit: import("./answerbot.js").Kit);
    selector: string;
    kit: {
        h: typeof import("./dom.js").h;
        button: typeof import("./dom.js").button;
        icon: typeof import("./dom.js").icon;
        excerpt: typeof import("./spans.js").excerpt;
        FollowBox: typeof import("./follow-box.js").FollowBox;
        SuggestionList: typeof import("./suggestion-list.js").SuggestionList;
        HelpWidget: typeof import("./element.js").HelpWidget;
        isTyped: (field: EventTarget) => boolean;
    };
    watcher: MutationObserver;
    /** How many forms have suggestions. */
    get size(): number;
    destroy(): void;
    /** Another person sits down: what was told of the one before is forgotten. */
    restart(): void;
    #private;
}
export type Field = HTMLElement & {
    value?: string;
    form?: HTMLFormElement | null;
};
