import { PUBLICATION_KEY } from '../../platform/kv.ts';
import { PAGE_CACHE_CONTROL } from '../../site/document/caching.ts';
import { dataHeaders } from '../../site/document/headers.ts';
import type { EdgeContext } from '../context.ts';
import type { LazyDocument } from './lazy-document.ts';
import { respondRendered } from './respond.ts';

/** The URI of the newsroom's record on ATProto, as plain text; nothing without an account. */
const publicationDocument: LazyDocument = {
  name: PUBLICATION_KEY,
  key: PUBLICATION_KEY,
  render: async ({ record, printed }) =>
    record === null
      ? undefined
      : {
          text: record.json,
          headers: {
            ...dataHeaders('text/plain; charset=utf-8', 60, [PUBLICATION_KEY]),
            'Cache-Control': PAGE_CACHE_CONTROL,
          },
          lastModified: printed,
        },
};

/** Names the newsroom's record, so that others believe the record (https://standard.site/docs/verification). */
export const handlePublication = (c: EdgeContext) => respondRendered(c, publicationDocument);
