import { sentence } from '../../words/translate.ts';
import type { DraftState } from '../desk/draft.ts';

/** What the states of a draft are called. */
export const STATE_NAMES: Readonly<Record<DraftState, string>> = {
  draft: sentence('draft'),
  'in review': sentence('in review'),
  'changes asked': sentence('changes asked'),
  approved: sentence('approved'),
  published: sentence('published'),
};
