export class SuggestionList {
    /** @param {ListOptions} options */
    constructor(options: ListOptions);
    options: ListOptions;
    node: HTMLUListElement;
    watcher: IntersectionObserver;
    /** Replaces the entries; the focus stays with the article that has it. @param {Entry[]} entries */
    show(entries: Entry[]): void;
    /** Looks anew at what is on screen. */
    recheck(): void;
    /** @returns {boolean} whether there was something to focus */
    focusFirst(): boolean;
    /** @param {string} article @returns {boolean} whether it is in the list */
    focusOn(article: string): boolean;
    #private;
}
export type Target = import("./state").Target;
export type Entry = {
    target: Target;
    passage: import("./spans").Piece<true>[];
};
export type ListOptions = {
    /**
     * id of the list's title
     */
    labelledby: string;
    open: (target: Target) => void;
    /**
     * moves the focus back to the field
     */
    leave: () => void;
    visible: (articles: string[]) => void;
};
