/**
 * A message whose form depends on a number (Unicode TR 35, plural rules). `Category` names the language's forms besides "other":
 * if one of them is missing, the code does not compile.
 */
export type Plural<Category extends Intl.LDMLPluralRule = never> = Record<Category | 'other', string>;

/** The text of an error page: what went wrong, why, and what to do next. */
export interface ErrorText {
  title: string;
  reason: string;
  next: string;
}

/** The program's words in one language. `fill` replaces each `{name}`; `en.ts` shows the names in each message. */
export interface Messages<Category extends Intl.LDMLPluralRule = never> {
  // A story, on its page and in feeds.
  summary: string;
  summaryLabelled: string;
  summaryUnlabelled: string;
  analysis: string;
  sources: string;
  aiGenerated: string;
  partlyAiGenerated: string;
  /** Of a part that a program put together from sentences of the sources. */
  quotedByProgram: string;
  reviewed: string;
  reviewedBy: string;
  notReviewed: string;
  model: string;
  provider: string;
  /** The separator between the details of how a part was made. */
  betweenDetails: string;
  /** A text after a name for it, as in the titles of feeds and in a history. */
  labelled: string;
  analysisDisclosure: string;
  /** The notice on every story, in up to three sentences. */
  noticeReporting: Plural<Category>;
  /** In place of `noticeReporting` if a source is something other than reporting. */
  noticeSources: Plural<Category>;
  noticeSummary: string;
  /** In place of `noticeSummary`, if a program put the TL;DR together from sentences of the sources. */
  noticeQuoted: string;
  noticeAnalysis: string;
  betweenSentences: string;
  correction: string;
  /** In feeds, in place of a withdrawn story. */
  withdrawnOn: string;
  withdrawalReason: string;

  /** How the TL;DR was made, on the card of a story, where there is little room. */
  cardSummary: string;
  /** In place of `cardSummary`, if a program put the TL;DR together from sentences of the sources. */
  cardQuoted: string;

  // Facts about a source.
  subscriptionRequired: string;
  read: string;
  archivedCopy: string;
  gone: string;
  originalAddress: string;
  /** What a program found when it looked at a source again, and when. */
  goneOn: string;
  quoteMissingOn: string;
  newAddress: string;

  // Only on a story's page.
  by: string;
  updated: string;
  /** How long it takes to read a story, in minutes. */
  minutes: string;
  /** The number of publishers, and their names at the end, behind a colon: cards leave them out. */
  newsSources: Plural<Category>;
  /** In place of `newsSources` if a source is something other than reporting. */
  countedSources: Plural<Category>;
  /** The last of the sources that a list names, in place of all the others. */
  moreSources: Plural<Category>;
  singleSource: string;
  backToCitation: string;
  /** Before the words of a source that support claims of the TL;DR. */
  evidence: string;
  backToClaim: string;
  /** At a claim: where its quoted words state something else, or negate what it does not, or the other way round. */
  quotedOtherwise: string;
  negatedOnce: string;
  /** What a program compared, what came of it, who compared the rest, and what no program checked. */
  compared: string;
  claimsFound: string;
  claimsContradicted: string;
  claimsToRead: string;
  comparedBy: string;
  sentencesUnquoted: string;
  notQuoted: string;
  statedBeside: string;
  notCompared: string;
  /** How the story was made, and who answers for it: what a reader opens, and the lines in it. */
  making: string;
  makingOfPart: string;
  reviewedOn: string;
  reviewNotStated: string;
  responsible: string;
  /** Marks a source that nothing on the page cites. */
  background: string;
  /** Before the name of the series of a story. */
  series: string;
  topicsOfStory: string;
  licence: string;
  cite: string;
  citation: string;
  share: string;
  copyLink: string;
  copied: string;
  shareSheet: string;
  email: string;
  related: string;
  /** Before the headlines of stories that follow this one. */
  later: string;
  otherLanguages: string;

  /** On the page with a story's history. */
  storyHistory: {
    title: string;
    explained: string;
    /** What a revision did, by the story's record. */
    actions: Record<'publish' | 'change' | 'rename' | 'withdraw' | 'restore' | 'merge', string>;
    version: string;
    by: string;
    signed: string;
    notSigned: string;
    whatChanged: string;
    nothingVisible: string;
    textLeftOut: string;
    earlierLeftOut: Plural<Category>;
    /** Read aloud before words that were removed or added. */
    removed: string;
    added: string;
    // The parts of a story that have no name elsewhere.
    address: string;
    headline: string;
    corrections: string;
    evidence: string;
    provenance: string;
    picture: string;
    authors: string;
    /** What the record calls an author, beside the name. */
    person: string;
    organization: string;
    language: string;
    place: string;
    /** The story of which it is a translation. */
    original: string;
    licence: string;
    published: string;
    // What programs compare.
    forPrograms: string;
    hash: string;
    key: string;
    signature: string;
    howToCheck: string;
  };

  // On every page.
  skip: string;
  latest: string;
  /** Over the stories that editors have put behind the first of the front page. */
  topStories: string;
  latestStories: string;
  /** The names of the navigation in the masthead and of the one in the footer, which are read aloud. */
  sections: string;
  aboutSite: string;
  lastChanged: string;
  topics: string;
  languages: string;
  subscribe: string;
  follow: string;
  allFeeds: string;

  // On listing pages, and on the preview of a feed in a browser.
  storiesBy: string;
  storiesCiting: string;
  stories: Plural<Category>;
  /** What a page is, for programs that show links and for search engines. */
  aboutTopic: string;
  aboutSource: string;
  aboutAuthor: string;
  aboutArchive: string;
  aboutSearch: string;
  nothingYet: string;
  topicClosed: string;
  history: string;
  older: string;
  newer: string;
  archive: string;
  archivePage: string;
  allWithdrawn: string;
  webFeed: string;
  howToSubscribe: string;
  storiesInFull: Plural<Category>;

  // On the page that lists the feeds.
  feedsOf: string;
  /** The ways to get new stories, each with its explanation and its button. */
  feedReaderTitle: string;
  feedReader: string;
  getReader: string;
  copyAddress: string;
  mailExplained: string;
  signUp: string;
  fediverseTitle: string;
  fediverseExplained: string;
  assistantsTitle: string;
  assistantsExplained: string;
  importList: string;
  importPage: string;
  moreFeeds: string;
  previousFeeds: string;
  numberedPage: string;
  everything: string;
  citingFeeds: string;
  authors: string;
  authorFeeds: string;
  /** Over the series among the feeds. */
  seriesFeeds: string;
  /** The name of the feeds that have only TL;DRs and their sources, and in them the link to a story. */
  summaries: string;
  wholeStory: string;
  addTo: string;
  appOnDevice: string;
  forDevelopers: string;
  feedsForDevelopers: string;

  /** On the page with what a search found. */
  search: {
    title: string;
    label: string;
    button: string;
    resultsFor: string;
    found: Plural<Category>;
    /** In place of `found` if the search stopped counting at this number. */
    foundAtLeast: string;
    none: string;
    how: string;
    /** What signs mean in a search. */
    signs: string;
    /** If a search reads only the newest stories, because its words are too frequent. */
    since: string;
    /** Leads to the stories before these. */
    searchOlder: string;
    missing: string;
    /** Words that were searched for in place of words that are in no story. */
    instead: string;
    /** Above stories that have some of the words, if none has all. */
    some: string;
    storiesBy: string;
    /** In place of results if a search has no letter and no digit. */
    noWords: string;
    /** Leads to the same search without topic, author, source, language and days. */
    searchAll: string;
    byRelevance: string;
    byDate: string;
    narrow: string;
    topic: string;
    author: string;
    source: string;
    language: string;
    from: string;
    to: string;
    /** The choice of a filter that leaves nothing out. */
    any: string;
    follow: string;
    more: string;
    previous: string;
    queryTooLong: ErrorText;
    tooManyRequests: ErrorText;
    unavailable: ErrorText;
  };

  // Drafts, withdrawn stories and errors.
  draft: string;
  draftExplained: string;
  inFeedReader: string;
  withdrawn: string;
  withdrawnExplained: string;
  /** The reason for withdrawing a story that was published twice. */
  publishedTwice: string;
  /** On the page where a reader reports an error. */
  errorReport: {
    title: string;
    explained: string;
    passage: string;
    error: string;
    name: string;
    /** Before the two answers to whether they wish to be thanked. */
    thanks: string;
    noThanks: string;
    byName: string;
    send: string;
    unsent: string;
    busy: string;
    tooLong: string;
    sent: string;
    /** The end of a correction notice. */
    thanksTo: string;
  };
  notFound: ErrorText;
  noHistory: ErrorText;
  methodNotAllowed: ErrorText;
  unavailable: ErrorText;
  serverError: ErrorText;
}

/** Replaces each `{name}` in a message with its value. Names without a value stay as they are. */
export function fillMessage(message: string, values: Record<string, string | number>): string {
  let filled = '';
  let from = 0;
  for (let open = message.indexOf('{'); open >= 0; open = message.indexOf('{', open + 1)) {
    const close = message.indexOf('}', open);
    const value = values[message.slice(open + 1, close)];
    if (close < 0 || value === undefined) continue;
    filled += message.slice(from, open) + value;
    from = close + 1;
  }
  return filled + message.slice(from);
}
