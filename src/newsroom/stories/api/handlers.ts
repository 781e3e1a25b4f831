import type { ApiContext } from '../../api/context.ts';
import { groundingOf, groundingOfStored } from '../../api/grounding.ts';
import { etagHeader, type Handlers } from '../../api/operation.ts';
import { ProblemError } from '../../api/problem.ts';
import { readPrecondition, readQuery } from '../../api/request.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { submitStory } from '../../desk/submit-story.ts';
import { currentSettings } from '../../settings/desk/current-settings.ts';
import { listQuerySchema, type storyOperations } from './operations.ts';
import { readDraft, readMergeTarget, readReason, readSlug, readStory } from './request.ts';
import { changeOf, problemOfRefusal, problemOfSubmission, summaryOf } from './responses.ts';

const unknown = (slug: string) => new ProblemError(404, `There is no story "${slug}".`);

/** Finds the story at the request's address. Throws 404 if there is none; if it was renamed, the problem has its current slug. */
async function findStory(c: ApiContext) {
  const slug = readSlug(c);
  const found = await deskOf(c.env).findStory(slug);
  if (!found) throw unknown(slug);
  if ('movedTo' in found) {
    const { movedTo } = found;
    throw new ProblemError(404, `"${slug}" was renamed; the story is "${movedTo}" now.`, { movedTo });
  }
  return found;
}

export const storyHandlers: Handlers<typeof storyOperations> = {
  async putStory(c, send) {
    const slug = readSlug(c);
    const expected = readPrecondition(c);
    const { story, evidence } = await readStory(c, slug);
    const options = { expected, actor: c.get('actor'), now: Date.now(), evidence };
    const done = await submitStory(c.env, story, options);
    if (!done.ok) throw problemOfSubmission(done, expected);
    const isNew = done.changed && done.revision === 1;
    const saved = { ...changeOf(c, done), ...groundingOf(story, evidence) };
    return send(isNew ? 201 : 200, saved, etagHeader(done.revision));
  },

  async listStories(c, send) {
    const { after, limit } = readQuery(c, listQuerySchema);
    const rows = await deskOf(c.env).listStories(after, limit);
    const next = rows.length === limit ? rows.at(-1)?.id : undefined;
    return send(200, { stories: rows.map((row) => summaryOf(c, row)), ...(next ? { next } : {}) });
  },

  async getStory(c, send) {
    const { row, record } = await findStory(c);
    const { site } = await currentSettings(c.env);
    const grounding = groundingOfStored(record, site.evidence);
    return send(200, { ...summaryOf(c, row), record, ...grounding }, etagHeader(row.revision));
  },

  async withdrawStory(c, send) {
    const slug = readSlug(c);
    const expected = readPrecondition(c);
    const options = { expected, actor: c.get('actor'), now: Date.now(), reason: readReason(c) };
    const done = await deskOf(c.env).withdraw(slug, options);
    if (!done.ok) throw problemOfRefusal(done, expected);
    return send(200, changeOf(c, done), etagHeader(done.revision));
  },

  async restoreStory(c, send) {
    const expected = readPrecondition(c);
    const done = await deskOf(c.env).restore(readSlug(c), {
      expected,
      actor: c.get('actor'),
      now: Date.now(),
    });
    if (!done.ok) throw problemOfRefusal(done, expected);
    return send(200, changeOf(c, done), etagHeader(done.revision));
  },

  async mergeStory(c, send) {
    const expected = readPrecondition(c);
    const done = await deskOf(c.env).merge(readSlug(c), {
      into: readMergeTarget(c),
      expected,
      actor: c.get('actor'),
      now: Date.now(),
      reason: new URL(c.req.url).searchParams.has('reason') ? readReason(c) : null,
    });
    if (!done.ok) throw problemOfRefusal(done, expected);
    return send(200, changeOf(c, done), etagHeader(done.revision));
  },

  async findSimilar(c, send) {
    const { story, sources } = await readDraft(c);
    return send(200, { similar: await deskOf(c.env).findSimilar(story, sources) });
  },

  async listRevisions(c, send) {
    const { slug } = (await findStory(c)).row;
    return send(200, { revisions: (await deskOf(c.env).revisions(slug)) ?? [] });
  },

  async getRevision(c, send) {
    const { slug } = (await findStory(c)).row;
    const revision = c.req.param('revision') ?? '';
    const found = Number.isInteger(Number(revision))
      ? await deskOf(c.env).revision(slug, Number(revision))
      : undefined;
    if (found) return send(200, found);
    throw new ProblemError(404, `"${slug}" has no revision ${JSON.stringify(revision.slice(0, 20))}.`);
  },
};
