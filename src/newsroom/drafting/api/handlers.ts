import { readSettings } from '../../../settings/settings.ts';
import { formatValue } from '../../../site/story/parse/fault.ts';
import { readJson } from '../../api/body.ts';
import type { ApiContext } from '../../api/context.ts';
import type { Handlers } from '../../api/operation.ts';
import { idSchema } from '../../api/parameters.ts';
import { ProblemError, refusalProblem } from '../../api/problem.ts';
import { wireOf } from '../../wire/wire-stub.ts';
import { brokenSourceRule, draftRequestSchema } from '../wire/draft-request.ts';
import type { DraftingJob } from '../wire/drafting-job.ts';
import type { draftingOperations } from './operations.ts';

/** Finds a job, for who asks. Throws 404 if there is none. */
async function findJob(c: ApiContext, id: string): Promise<DraftingJob> {
  const found = await wireOf(c.env).drafting.find(id, c.get('actor'));
  if (!found.ok) throw refusalProblem(found);
  return found.job;
}

/** Returns a job as the API sends it. */
const sent = (c: ApiContext, { draft, ...job }: DraftingJob) => ({
  ...job,
  draft: draft && { ...draft, url: `${readSettings(c.env).site.url}/newsroom/drafts/${draft.id}` },
});

export const draftingHandlers: Handlers<typeof draftingOperations> = {
  async beginDrafting(c, send) {
    const { urls, language, drafter } = await readJson(c, draftRequestSchema);
    const settings = readSettings(c.env);
    const { site } = settings;
    const faults = urls.flatMap((url, index) => {
      const rule = brokenSourceRule(url, settings);
      return rule === undefined ? [] : [{ field: `urls[${index}]`, value: formatValue(url), rule }];
    });
    if (faults.length > 0) {
      throw new ProblemError(
        422,
        'The wire cannot read some of these addresses. Correct them and send them again.',
        {
          faults,
        },
      );
    }
    const begun = await wireOf(c.env).drafting.begin({
      urls,
      language: language ?? site.language,
      ...(drafter ? { drafter } : {}),
      actor: c.get('actor'),
      now: Date.now(),
    });
    if (!begun.ok) throw refusalProblem(begun);
    const job = await findJob(c, begun.id);
    return send(202, sent(c, job), { Location: `${site.url}/api/drafting/${job.id}` });
  },

  async getDrafting(c, send) {
    const id = idSchema.safeParse(c.req.param('id'));
    if (id.success) return send(200, sent(c, await findJob(c, id.data)));
    throw new ProblemError(
      404,
      'The wire has drafted nothing under this address: the id has 32 hexadecimal digits, as in the Location of POST /api/drafting.',
    );
  },
};
