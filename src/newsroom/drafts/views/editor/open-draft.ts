import { type AuthorFile, readAuthorFile } from '../../../../site/story/parse/front-matter.ts';
import { deskOf } from '../../../desk/desk-stub.ts';
import { REFUSAL_STATUS } from '../../../desk/refusal-status.ts';
import { type NewsroomContext, NewsroomError, zoneOf } from '../../../frame/context.ts';
import { sentence } from '../../../words/translate.ts';
import type { Draft, DraftRefusal } from '../../desk/draft.ts';
import { findDraftPolicy } from '../../desk/model-share.ts';
import { type Check, checkDraft, type FormFault } from './check/check.ts';
import { normalAddress, withTold } from './check/citations.ts';
import type { FormContext } from './form/draft-form.ts';

const TITLE_OF = {
  role: sentence('Not allowed'),
  missing: sentence('No such draft'),
  stale: sentence('Somebody saved meanwhile'),
  state: sentence('Not possible now'),
  size: sentence('Too long'),
  invalid: sentence('Not saved'),
} as const satisfies Record<DraftRefusal['why'], string>;

/** Returns what a refusal is as a page. */
export const errorOf = (refusal: DraftRefusal): NewsroomError =>
  new NewsroomError(REFUSAL_STATUS[refusal.why], TITLE_OF[refusal.why], refusal);

/** Throws the page of a refusal. */
export function required<Done extends { ok: true }>(done: Done | DraftRefusal): Done {
  if (!done.ok) throw errorOf(done);
  return done;
}

export const draftId = (c: NewsroomContext): string => c.req.param('id') ?? '';

export const draftPath = (id: string): string => `/newsroom/drafts/${id}`;

/** Finds the draft in the request's path, for who is signed in. */
export const openDraft = async (c: NewsroomContext): Promise<Draft> =>
  required(await deskOf(c.env).drafts.find(draftId(c), c.get('actor'))).draft;

/** Returns what the form has to know of the newsroom. */
export const formContext = (c: NewsroomContext): FormContext => ({
  zone: zoneOf(c),
  topics: c.get('site').topics.map(({ slug }) => slug),
});

/** Checks a text of a draft, by default the newest, by the rules that hold for this draft. */
export async function checkText(
  c: NewsroomContext,
  { id, name, state, text: newest }: Draft,
  text = newest,
): Promise<Check> {
  const held = await findDraftPolicy(c.env, id, c.get('actor'));
  // Publishing states who approved the text, so that the text itself need not.
  const isApproved = text === newest && (state === 'approved' || state === 'published');
  const check = checkDraft(c.get('t'), text, name, { ...held, isApproved, zone: zoneOf(c) });
  const urls = [...new Set(check.citations.map(({ url }) => normalAddress(url)))];
  const told = urls.length === 0 ? [] : await deskOf(c.env).observations.told(urls);
  return { ...check, citations: withTold(c.get('t'), check.citations, told, zoneOf(c)) };
}

/** Returns what is wrong in each field, without what is merely still empty. */
export const faultsByField = ({ faults }: Check): ReadonlyMap<string, readonly FormFault[]> =>
  Map.groupBy(
    faults.filter(({ isEmpty }) => !isEmpty),
    ({ field }) => field,
  );

/** Reads a text whose front matter can be read; undefined otherwise. */
export function readableFile(text: string): AuthorFile | undefined {
  const file = readAuthorFile(text);
  return file.ok ? file : undefined;
}

/** Returns the language of a text's story, as far as a browser can make use of it. */
export function languageOf(text: string): string {
  const tag = readableFile(text)?.record.inLanguage;
  return typeof tag === 'string' && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(tag) ? tag : 'en';
}

/** Returns the version in the request's query, with its text, or the draft's newest. */
export async function openVersion(
  c: NewsroomContext,
): Promise<{ draft: Draft; version: number; text: string }> {
  const draft = await openDraft(c);
  const asked = Number(c.req.query('version') ?? draft.version);
  if (asked === draft.version) return { draft, version: asked, text: draft.text };
  const { version } = required(await deskOf(c.env).drafts.version(draft.id, asked, c.get('actor')));
  return { draft, version: asked, text: version.text };
}
