import type { ApiContext } from '../../api/context.ts';
import { idSchema } from '../../api/parameters.ts';
import { ProblemError } from '../../api/problem.ts';

/** Reads the id of the draft from the address. Throws 404 if it is none. */
export function readDraftId(c: ApiContext): string {
  const parsed = idSchema.safeParse(c.req.param('draft'));
  if (parsed.success) return parsed.data;
  throw new ProblemError(
    404,
    'There is no such draft: its id has 32 hexadecimal digits. GET /api/drafts lists them.',
  );
}
