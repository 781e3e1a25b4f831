import { descriptionOperations, edgeOperations } from './description/operations.ts';
import { deskOperations } from './desk/operations.ts';
import { draftingOperations } from './drafting/operations.ts';
import { draftOperations } from './drafts/operations.ts';
import { eventOperations } from './events/operations.ts';
import { feedOperations } from './feeds/operations.ts';
import { mediaOperations } from './media/operations.ts';
import type { Operations } from './operation.ts';
import { pageOperations } from './pages/operations.ts';
import { peopleOperations } from './people/operations.ts';
import { previewOperations } from './previews/operations.ts';
import { redirectOperations } from './redirects/operations.ts';
import { reviewOperations } from './reviews/operations.ts';
import { storyOperations } from './stories/operations.ts';
import { transferOperations } from './transfer/operations.ts';
import { watchOperations } from './watch/operations.ts';

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
