/**
 * @typedef {import('./state').State} State
 * @typedef {import('./flow').Flow} Flow
 *
 * @typedef {object} View one screen
 * @property {HTMLElement} node
 * @property {(state: State, before: State) => void} update
 * @property {(state: State, before: State) => void} focus where the focus belongs when the screen comes up
 * @property {() => void} recheck the page became visible or hidden
 *
 * @typedef {object} Surroundings what a form on the page lends to the widget beside it
 * @property {Record<string, new (stage: Stage) => View>} screens in place of the widget's own
 * @property {() => {subject: string, description: string}} question
 * @property {() => void} leave moves the focus back to the field
 */
export class Stage {
    /** @param {{flow: Flow, catalogue: import('./i18n').Catalogue, heading: string, apiOrigin: string}} given */
    constructor({ flow, catalogue, heading, apiOrigin }: {
        flow: Flow;
        catalogue: import("./i18n").Catalogue;
        heading: string;
        apiOrigin: string;
    });
    flow: import("./flow").Flow;
    locale: string;
    t: import("./i18n.js").Translate;
    announcer: Announcer;
    heading: string;
    /** Whether there is a way to a human. */
    human: boolean;
    apiOrigin: string;
    dates: Intl.DateTimeFormat;
    /** @param {string} iso */
    formatDate: (iso: string) => string;
    /** A moment: today only the time, else with the day. @param {string} iso */
    formatTime: (iso: string) => string;
}
export type State = import("./state").State;
export type Flow = import("./flow").Flow;
/**
 * one screen
 */
export type View = {
    node: HTMLElement;
    update: (state: State, before: State) => void;
    /**
     * where the focus belongs when the screen comes up
     */
    focus: (state: State, before: State) => void;
    /**
     * the page became visible or hidden
     */
    recheck: () => void;
};
/**
 * what a form on the page lends to the widget beside it
 */
export type Surroundings = {
    /**
     * in place of the widget's own
     */
    screens: Record<string, new (stage: Stage) => View>;
    question: () => {
        subject: string;
        description: string;
    };
    /**
     * moves the focus back to the field
     */
    leave: () => void;
};
import { Announcer } from './announcer.js';
