/** What the build puts in. Run from the sources, neither is there. */
declare const BUILT_INTEGRITY: string | undefined;
declare const BUILT_HASHES: Record<string, string> | undefined;
declare const BUILT_VERSION: string | undefined;

/** The commands. The tag makes it; so does the line that a page has before the tag. */
declare const AnswerBot: (...args: any[]) => any;
