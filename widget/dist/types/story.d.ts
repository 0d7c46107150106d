export class Story {
    /** @param {HTMLFormElement | null} form @param {import('./answerbot.js').Kit['h']} h */
    constructor(form: HTMLFormElement | null, h: import("./answerbot.js").Kit["h"]);
    form: HTMLFormElement | null;
    h: typeof import("./dom.js").h;
    /** Whether it went along with a submission already. */
    get isSent(): boolean;
    /** @param {Deed} deed @param {string} article */
    add(deed: Deed, article: string): void;
    /** The form is being sent. @param {SubmitEvent} event @param {Asker} asker */
    send(event: SubmitEvent, asker: Asker): void;
    /** The form is being read. @param {FormData} formData @param {Asker} asker */
    fill(formData: FormData, asker: Asker): void;
    forget(): void;
    #private;
}
export type Deed = "shown" | "opened" | "accepted" | "rejected";
export type Asker = {
    enquiry: string | null;
    session: string;
} | null | undefined;
