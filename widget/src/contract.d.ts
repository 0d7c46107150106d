/** The HTTP contract, as types. Never loaded by a browser. All offsets are in Unicode code points. */

export type Link = { start: number; end: number; href: string };
export type Text = { text: string; links?: Link[] };
export type Item = Text & { depth?: number };

export type Block =
  | { kind: 'heading'; level: number; text: string; anchor: string }
  | ({ kind: 'paragraph' } & Text)
  | { kind: 'list'; ordered?: boolean; items: Item[] }
  | { kind: 'code'; text: string; language?: string }
  | { kind: 'table'; header?: boolean; rows: Text[][] }
  | { kind: 'image'; alt: string };

export type Article = {
  id: string;
  title: string;
  locale: string;
  url?: string;
  section?: string;
  updated_at?: string | null;
  blocks: Block[];
};

export type Passage = { text: string; anchor?: string; highlights?: [number, number][] };
export type Suggestion = {
  article: string;
  title: string;
  url?: string;
  locale?: string;
  passage: Passage;
  confidence?: number;
  reason?: string;
};
export type Notice = { code: string; message: string };
export type Answer = {
  enquiry: string;
  suggestions: Suggestion[];
  abstained: boolean;
  notice?: Notice | null;
  banner?: Banner | null;
  topic?: Topic | null;
};

/** A current incident. `until`: when it is expected to be over. */
export type Banner = { topic: string; title: string; text?: string; until?: string | null; url?: string; follow?: boolean };
/** A known question that no article answers yet. */
export type Topic = { id: string; title: string; text?: string };
export type FollowRequest = { email: string; locale?: string; enquiry?: string };
export type Rating = { satisfaction?: number; effort?: number };

export type Question = {
  query?: string;
  subject?: string;
  description?: string;
  locale?: string;
  form?: string;
  page?: string;
  product?: string;
  tags?: string[];
  limit?: number;
  typing?: boolean;
  enquiry?: string;
};

export type Reason = 'not_related' | 'did_not_answer' | 'out_of_date' | 'could_not_follow';
export type EventKind = 'seen' | 'opened' | 'accepted' | 'rejected' | 'undone' | 'rated';
export type EnquiryEvent = {
  id: string;
  kind: EventKind;
  article?: string;
  locale?: string;
  reason?: Reason;
  text?: string;
} & Rating;

export type TicketRequest = {
  enquiry?: string;
  subject: string;
  description: string;
  email?: string;
  form?: string;
  locale?: string;
};
export type Ticket = { ticket: string; number?: number; url?: string; status?: string };

export type QuickLink = { article: string; title: string };
export type Form = { id: string; title: string; quick_links?: QuickLink[] };
/** Ways to reach a human besides the form; empty where there is none. */
export type Contact = { email?: string; phone?: string; hours?: string };
export type Config = { contact?: Contact;  name?: string; locales?: string[]; forms?: Form[]; banners?: Banner[] };

/** What went wrong, in a shape that a screen can show. */
export type Problem = { code: string; message: string; field?: string; retryAfter?: number };

/** Time, so that tests need not wait. */
export type Clock = {
  now(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
};
