/**
 * A message whose form depends on a number (Unicode TR 35, plural rules). `Category` are the forms that the language
 * has beside "other", so that one which is missing does not compile.
 */
export type Plural<Category extends Intl.LDMLPluralRule = never> = Record<Category | 'other', string>;

/** What went wrong, why, and what to do next. */
export interface ErrorText {
  title: string;
  reason: string;
  next: string;
}

/** The program's own words in one language. `{name}` is filled in; what stands there is said by English, in `en.ts`. */
export interface Messages<Category extends Intl.LDMLPluralRule = never> {
  // A story, on its page and in feeds.
  summary: string;
  summaryLabelled: string;
  summaryUnlabelled: string;
  analysis: string;
  sources: string;
  aiGenerated: string;
  partlyAiGenerated: string;
  reviewed: string;
  notReviewed: string;
  model: string;
  provider: string;
  /** Separates the details of how a part was made. */
  betweenDetails: string;
  analysisDisclosure: string;
  /** The notice on every story, in up to three sentences. */
  noticeReporting: Plural<Category>;
  noticeSummary: string;
  noticeAnalysis: string;
  betweenSentences: string;
  correction: string;
  /** In feeds, in place of a withdrawn story. */
  withdrawnOn: string;
  withdrawalReason: string;

  // What is known of a source.
  subscriptionRequired: string;
  read: string;
  archivedCopy: string;
  gone: string;
  originalAddress: string;

  // The story's page alone.
  by: string;
  updated: string;
  newsSources: Plural<Category>;
  singleSource: string;
  backToCitation: string;
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

  // Every page.
  skip: string;
  latest: string;
  latestStories: string;
  topics: string;
  subscribe: string;
  follow: string;
  allFeeds: string;

  // Listings, and a feed's address opened in a browser.
  storiesCiting: string;
  stories: Plural<Category>;
  nothingYet: string;
  earlier: string;
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

  // The page with every feed.
  feedsOf: string;
  feedReader: string;
  getReader: string;
  copyAddress: string;
  anyFormat: string;
  importList: string;
  importPage: string;
  moreFeeds: string;
  previousFeeds: string;
  numberedPage: string;
  everything: string;
  citingFeeds: string;
  addTo: string;
  appOnDevice: string;
  forDevelopers: string;
  feedsForDevelopers: string;

  // Drafts, withdrawn stories and errors.
  draft: string;
  draftExplained: string;
  inFeedReader: string;
  withdrawn: string;
  withdrawnExplained: string;
  /** Why a story was withdrawn that was published twice. */
  publishedTwice: string;
  notFound: ErrorText;
  methodNotAllowed: ErrorText;
  unavailable: ErrorText;
  serverError: ErrorText;
}

/** A message in which `{name}` stands for what is filled in; what `values` lacks stays as it is. */
export const fill = (message: string, values: Record<string, string | number>): string =>
  message.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
