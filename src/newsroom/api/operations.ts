import { draftingOperations } from '../drafting/api/operations.ts';
import { draftOperations } from '../drafts/api/operations.ts';
import { eventOperations } from '../events/api/operations.ts';
import { feedOperations } from '../feeds/api/operations.ts';
import { pageOperations } from '../pages/api/operations.ts';
import { peopleOperations } from '../people/api/operations.ts';
import { mediaOperations } from '../pictures/api/operations.ts';
import { previewOperations } from '../previews/api/operations.ts';
import { redirectOperations } from '../redirects/api/operations.ts';
import { reviewOperations } from '../reviews/api/operations.ts';
import { deskOperations } from '../status/api/operations.ts';
import { storyOperations } from '../stories/api/operations.ts';
import { transferOperations } from '../transfer/api/operations.ts';
import { watchOperations } from '../watch/api/operations.ts';
import { descriptionOperations, edgeOperations } from './description/operations.ts';
import type { Operations } from './operation.ts';

/** Every operation of the API, in the order of the OpenAPI document. */
export const operations: Operations = {
  ...storyOperations,
  ...pageOperations,
  ...redirectOperations,
  ...transferOperations,
  ...previewOperations,
  ...draftOperations,
  ...draftingOperations,
  ...reviewOperations,
  ...mediaOperations,
  ...feedOperations,
  ...eventOperations,
  ...peopleOperations,
  ...watchOperations,
  ...deskOperations,
  ...descriptionOperations,
  ...edgeOperations,
};
