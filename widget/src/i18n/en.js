// @ts-check
/** English, and the list of all keys. `{name}` is filled in; plural forms are named as Intl.PluralRules names them. */

/** @typedef {Record<string, string>} Plural */

export default {
  widget: 'Help',
  heading: 'How can we help?',
  placeholder: 'In a few words',
  quick_links: 'Often asked',
  suggestions: 'These articles may answer it',
  more_suggestions: 'Sorry that did not help. Perhaps one of these does',
  looking: 'Looking for articles',
  found: /** @type {Plural} */ ({
    one: '{count} article may answer this. Press the down arrow to reach it.',
    other: '{count} articles may answer this. Press the down arrow to reach them.',
  }),
  none_left: 'No article is suggested any more.',
  no_fit: 'No article fits this question',
  no_fit_hint: 'Try other words, or ask a human. Your question goes along.',
  out_of_reach: 'Articles cannot be suggested right now',
  out_of_reach_hint: 'Try again in a moment, or ask a human.',
  retry: 'Try again',
  human_hint: 'Rather talk to a person?',
  human: 'Ask a human',

  back: 'Back',
  loading: 'Loading the article',
  article_failed: 'The article could not be loaded',
  updated: 'Updated {date}',
  full_article: 'Open in the help center',
  new_tab: '(opens in a new tab)',
  code: 'Code',
  copy: 'Copy',
  copied: 'Copied',
  table: 'Table',
  image: 'Image: {text}',

  verdict: 'Did this answer your question?',
  yes: 'Yes',
  no: 'No',
  why: 'What was wrong with it?',
  not_related: 'It is about something else',
  did_not_answer: 'It does not answer my question',
  out_of_date: 'It is out of date',
  could_not_follow: 'I could not follow it',
  skip: 'Skip',

  thanks: 'Glad that helped',
  thanks_hint: 'There is nothing else you need to do.',
  undo: 'Undo',
  restart: 'Ask something else',

  form: 'Ask a human',
  form_hint: 'We reply by e-mail.',
  topic: 'Topic',
  subject: 'Subject',
  description: 'What happened, and what did you try?',
  email: 'Your e-mail address',
  missing: 'Please fill this in.',
  email_wrong: 'Please give an address like name@example.com.',
  send: 'Send',
  sending: 'Sending',
  not_sent: 'This could not be sent. Your text is still here: please try again.',
  busy: /** @type {Plural} */ ({
    one: 'Too many requests just now. Please try again in {count} second.',
    other: 'Too many requests just now. Please try again in {count} seconds.',
  }),

  sent: 'Your request is with us',
  sent_number: 'Request number {number}',
  sent_hint: 'We reply to {email}.',
  sent_link: 'Follow your request',
};
