export class Outbox {
    /** @param {{send: Send, leave: Leave, clock?: import('./contract').Clock, id?: () => string}} options */
    constructor({ send, leave, clock, id }: {
        send: Send;
        leave: Leave;
        clock?: import("./contract").Clock;
        id?: () => string;
    });
    send: Send;
    farewell: Leave;
    clock: import("./contract").Clock;
    id: () => string;
    /** How many events have not been confirmed. */
    get waiting(): number;
    /**
     * @param {string} enquiry
     * @param {Omit<EnquiryEvent, 'id'>} event
     */
    add(enquiry: string, event: Omit<EnquiryEvent, "id">): void;
    /** The page is being left: hand everything unconfirmed to the browser. It stays queued, in case the page comes back. */
    leave(): void;
    /** There is hope: the pause is over. */
    wake(): void;
    #private;
}
export type EnquiryEvent = import("./contract").EnquiryEvent;
/**
 * `tries`: how often the server answered that it cannot now
 */
export type Letter = {
    enquiry: string;
    event: EnquiryEvent;
    tries: number;
};
export type Send = (enquiry: string, event: EnquiryEvent) => Promise<unknown>;
export type Leave = (events: {
    enquiry: string;
    event: EnquiryEvent;
}[]) => void;
