import { readSettings } from '../../../settings/settings.ts';
import { readJson, readText } from '../../api/body.ts';
import type { ApiContext } from '../../api/context.ts';
import { etagHeader, type Handlers } from '../../api/operation.ts';
import { ProblemError, refusalProblem } from '../../api/problem.ts';
import { readQuery, readVersion, requireType } from '../../api/request.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { readSlug } from '../../stories/api/request.ts';
import { changeOf } from '../../stories/api/responses.ts';
import { correctStory } from '../desk/correct-story.ts';
import {
  baseSchema,
  type Draft,
  type DraftRefusal,
  type DraftSummary,
  MAX_DRAFT_BYTES,
} from '../desk/draft.ts';
import { type PublicationRefusal, publishDraft } from '../desk/publish-draft.ts';
import { type draftOperations, draftQuerySchema, newDraftQuerySchema } from './operations.ts';
import { readDraftId } from './request.ts';

/** Returns the Desk's refusal as a problem, with the newest version if the request was about an older one. */
function problemOf({ current, ...refusal }: DraftRefusal & { current?: Draft }): ProblemError {
  const newest = current && { version: current.version, at: current.saved, by: current.by };
  return refusalProblem(refusal, newest && { currentVersion: newest });
}

/** Returns why a draft was not published as a problem; `current` is the revision of the story. */
const problemOfPublication = ({ current, faults, ...refusal }: PublicationRefusal) =>
  refusalProblem(refusal, {
    ...(current ? { current } : {}),
    ...(faults.length > 0 ? { faults } : {}),
  });

/** Returns a draft as the API sends it. */
const sent = (c: ApiContext, draft: DraftSummary & { text?: string }) => {
  const { text: _, ...summary } = draft;
  return { ...summary, url: `${readSettings(c.env).site.url}/newsroom/drafts/${draft.id}` };
};

function readDraftText(c: ApiContext): Promise<string> {
  requireType(c, 'text/markdown');
  return readText(c.req.raw, 'A draft', MAX_DRAFT_BYTES);
}

const MARKDOWN = { 'Content-Type': 'text/markdown; charset=utf-8' };

export const draftHandlers: Handlers<typeof draftOperations> = {
  async listDrafts(c, send) {
    const { state, discarded } = readQuery(c, draftQuerySchema);
    const options = { actor: c.get('actor'), discarded: discarded === 'true', ...(state ? { state } : {}) };
    const drafts = await deskOf(c.env).drafts.list(options);
    return send(200, { drafts: drafts.map((draft) => sent(c, draft)) });
  },

  async createDraft(c, send) {
    const { name, id, story, revision } = readQuery(c, newDraftQuerySchema);
    if ((story === undefined) !== (revision === undefined)) {
      const detail = 'story and revision go together: ?story=a-story&revision=3, or neither for a new story.';
      throw new ProblemError(400, detail);
    }
    const text = await readDraftText(c);
    const base = story === undefined || revision === undefined ? null : { slug: story, revision };
    const options = { name, text, base, actor: c.get('actor'), now: Date.now(), ...(id && { id }) };
    const made = await deskOf(c.env).drafts.create(options);
    if (!made.ok) throw problemOf(made);
    const { draft } = made;
    const Location = `${readSettings(c.env).site.url}/api/drafts/${draft.id}`;
    return send(201, sent(c, draft), { Location, ...etagHeader(draft.version) });
  },

  async getDraft(c, send) {
    const found = await deskOf(c.env).drafts.find(readDraftId(c), c.get('actor'));
    if (!found.ok) throw problemOf(found);
    return send(200, sent(c, found.draft));
  },

  async getDraftText(c, send) {
    const found = await deskOf(c.env).drafts.find(readDraftId(c), c.get('actor'));
    if (!found.ok) throw problemOf(found);
    return send(200, found.draft.text, { ...MARKDOWN, ...etagHeader(found.draft.version) });
  },

  async putDraftText(c, send) {
    const id = readDraftId(c);
    const version = readVersion(c);
    const text = await readDraftText(c);
    const saved = await deskOf(c.env).drafts.save(id, {
      text,
      version,
      actor: c.get('actor'),
      now: Date.now(),
    });
    if (!saved.ok) throw problemOf(saved);
    const { ok: _, ...result } = saved;
    return send(200, result, etagHeader(saved.version));
  },

  async listDraftVersions(c, send) {
    const found = await deskOf(c.env).drafts.versions(readDraftId(c), c.get('actor'));
    if (!found.ok) throw problemOf(found);
    return send(200, { versions: found.versions });
  },

  async getDraftVersion(c, send) {
    const id = readDraftId(c);
    const version = Number(c.req.param('version'));
    if (!Number.isSafeInteger(version) || version < 1) {
      throw new ProblemError(404, 'There is no such version: versions are numbered from 1.');
    }
    const found = await deskOf(c.env).drafts.version(id, version, c.get('actor'));
    if (!found.ok) throw problemOf(found);
    return send(200, found.version.text, MARKDOWN);
  },

  async discardDraft(c, send) {
    const options = { version: readVersion(c), actor: c.get('actor'), now: Date.now() };
    const done = await deskOf(c.env).drafts.discard(readDraftId(c), options);
    if (!done.ok) throw problemOf(done);
    return send(200, sent(c, done.draft));
  },

  async correctStory(c, send) {
    const options = { slug: readSlug(c), actor: c.get('actor'), now: Date.now() };
    const found = await correctStory(c.env, options);
    if (!found.ok) throw problemOf(found);
    return send(200, sent(c, found.draft), etagHeader(found.draft.version));
  },

  async replaceDraftBase(c, send) {
    const id = readDraftId(c);
    const version = readVersion(c);
    const base = await readJson(c, baseSchema);
    const options = { base, version, actor: c.get('actor'), now: Date.now() };
    const done = await deskOf(c.env).drafts.replaceBase(id, options);
    if (!done.ok) throw problemOf(done);
    const { state, voided } = done;
    return send(200, { version, state, voided });
  },

  async publishDraft(c, send) {
    const options = { version: readVersion(c), actor: c.get('actor'), now: Date.now() };
    const done = await publishDraft(c.env, { id: readDraftId(c), ...options });
    if (!done.ok) throw problemOfPublication(done);
    return send(200, changeOf(c, done));
  },

  async restoreDraft(c, send) {
    const done = await deskOf(c.env).drafts.restoreDiscarded(readDraftId(c), { actor: c.get('actor') });
    if (!done.ok) throw problemOf(done);
    return send(200, sent(c, done.draft));
  },
};
