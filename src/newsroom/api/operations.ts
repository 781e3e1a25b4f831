import { draftingOperations } from '../drafting/api/operations.ts';
import { draftOperations } from '../drafts/api/operations.ts';
import { eventOperations } from '../events/api/operations.ts';
import { feedOperations } from '../feeds/api/operations.ts';
import { frontOperations } from '../front/api/operations.ts';
import { pageOperations } from '../pages/api/operations.ts';
import { peopleOperations } from '../people/api/operations.ts';
import { mediaOperations } from '../pictures/api/operations.ts';
import { previewOperations } from '../previews/api/operations.ts';
import { redirectOperations } from '../redirects/api/operations.ts';
import { reportOperations } from '../reports/api/operations.ts';
import { reviewOperations } from '../reviews/api/operations.ts';
import { settingsOperations } from '../settings/api/operations.ts';
import { deskOperations } from '../status/api/operations.ts';
import { storyOperations } from '../stories/api/operations.ts';
import { transferOperations } from '../transfer/api/operations.ts';
import { watchOperations } from '../watch/api/operations.ts';
import { descriptionOperations, edgeOperations } from './description/operations.ts';
import type { Operations } from './operation.ts';

/** The operations of each subject, in the order of the OpenAPI document. `routes.ts` has a handler for each. */
export const SUBJECTS = {
  stories: storyOperations,
  front: frontOperations,
  pages: pageOperations,
  redirects: redirectOperations,
  transfer: transferOperations,
  previews: previewOperations,
  drafts: draftOperations,
  drafting: draftingOperations,
  reviews: reviewOperations,
  pictures: mediaOperations,
  feeds: feedOperations,
  events: eventOperations,
  people: peopleOperations,
  settings: settingsOperations,
  watch: watchOperations,
  reports: reportOperations,
  status: deskOperations,
  description: descriptionOperations,
} as const satisfies Record<string, Operations>;

/** Every operation of the API, with those that readers' documents answer. */
export const operations: Operations = Object.assign({}, ...Object.values(SUBJECTS), edgeOperations);
