export class Attachment {
    /** @param {Node} form @param {import('./answerbot.js').Kit} kit */
    constructor(form: Node, kit: import("./answerbot.js").Kit);
    form: HTMLFormElement | null;
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
    story: Story;
    /** The fields that count now: a page may replace them while somebody types. @param {Field[]} fields */
    use(fields: Field[]): void;
    destroy(): void;
    /**
     * Told by the screens what is on them; nothing at all: there is nothing to see.
     * @param {string[]} articles of the hints
     * @param {string[]} topics that stand beside them
     */
    offer(articles: string[], topics: string[]): void;
    /** An article or the thanks: it stays until it is closed. */
    stay(): void;
    /** Back to the field; what was on offer stays away until there is something else. */
    leave(): void;
    /** The field, with the suggestions still there. */
    toField(): void;
    /** The person was answered: the form is emptied, as its own reset button would. */
    discard(): void;
    restart(): void;
    #private;
}
export type Field = import("./attach.js").Field;
export type HelpWidget = import("./element.js").HelpWidget;
import { Story } from './story.js';
