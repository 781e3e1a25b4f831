import { migrate as applySteps } from '../lib/migrations.ts';

// One full-text table, so that a story takes one row. It has no copy of the texts, only their tokens: those of
// `site/query/tokens.ts`, separated by spaces, which the tokenizer `ascii` takes as they are. `facets` holds what searches are
// narrowed by (`facets.ts`); `state` is JSON and not searched. The id of a row has the story's date (`row-id.ts`).
const TABLES = `
CREATE VIRTUAL TABLE story USING fts5(
  headline, abstract, analysis, sources, facets, state UNINDEXED,
  content = '', contentless_delete = 1, contentless_unindexed = 1, tokenize = 'ascii'
);
`;

// How many stories have a token.
const COUNTS = `
CREATE VIRTUAL TABLE word USING fts5vocab('story', 'row');
`;

/** The steps, in order. A released step is never changed. */
const STEPS = [TABLES, COUNTS] as const;

/** Creates or migrates the tables. */
export const migrate = (storage: DurableObjectStorage) => applySteps(storage, STEPS, 'story');
