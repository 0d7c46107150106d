export class Panel {
    /** @param {{t: import('./i18n').Translate, content: HTMLElement, changed: (isOpen: boolean) => void}} options */
    constructor({ t, content, changed }: {
        t: import("./i18n").Translate;
        content: HTMLElement;
        changed: (isOpen: boolean) => void;
    });
    changed: (isOpen: boolean) => void;
    launcher: HTMLButtonElement;
    dialog: HTMLDialogElement;
    nodes: (HTMLButtonElement | HTMLDialogElement)[];
    hadFocus: boolean;
    get isOpen(): boolean;
    open(): void;
    /** Whoever is elsewhere on the page by now stays there. */
    close(): void;
    toggle(): void;
    #private;
}
