import type { LogEvent } from '../../../lib/log.ts';
import type { Env } from '../../../platform/env.ts';
import { makeStorableArticle, recordSizeFaults } from '../../../site/edition/storable-article.ts';
import { checkEvidence, type EvidencePolicy } from '../../../site/story/evidence-policy.ts';
import { type Fault, limitFaults } from '../../../site/story/parse/fault.ts';
import { bodyFaults, parseStoryJson } from '../../../site/story/parse/parse.ts';
import { withDate } from '../../../site/story/story.ts';
import { readLines } from '../../api/body.ts';
import { groundingOf } from '../../api/grounding.ts';
import type { DeskClient } from '../../desk/desk-stub.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { ChangeResult } from '../../desk/ledger/change-result.ts';
import type { Revision } from '../../desk/ledger/revisions.ts';
import { PAGES_START } from '../../pages/desk/page-revision.ts';
import type { Actor } from '../../people/desk/roles.ts';
import type { PictureSource } from '../../pictures/desk/picture-source.ts';
import type { StorageEnv } from '../../pictures/desk/store-picture.ts';
import { wireOf } from '../../wire/wire-stub.ts';
import { inEnglishOnly } from '../../words/translate.ts';
import { EXPORT_START } from '../desk/export.ts';
import { exportedSchema, historySchema, parseExportLine } from '../desk/export-line.ts';
import { importPicture } from '../desk/import-picture.ts';
import { NEWSROOM_KINDS, type NewsroomKind, parseNewsroomLine } from '../desk/newsroom-line.ts';
import { NEWSROOM_START, type NewsroomSource } from '../desk/newsroom-source.ts';
import { parsePageLine } from '../desk/page-line.ts';
import { parsePictureLine, pictureLine } from '../desk/picture-line.ts';
import { parseRedirectLine } from '../desk/redirect-line.ts';
import { sealFaults } from '../desk/seals.ts';
import type { ImportResult } from './schemas.ts';

// Imports and exports stories as NDJSON. Both are streams, so they take little memory for any number of stories.

/** The most pictures that one call to the Desk lists. */
const PICTURES_PER_PAGE = 1000;

/** An import result without the number of its line. */
type LineResult = WithoutLine<ImportResult>;
type WithoutLine<T> = T extends unknown ? Omit<T, 'line'> : never;

interface ImportOptions {
  /** Where pictures are stored. */
  storage: StorageEnv;
  /** Where the wire is. */
  env: Pick<Env, 'WIRE'>;
  actor: Actor;
  /** Whether records may replace existing stories. */
  isReplacing: boolean;
  /** The newsroom's policy on evidence. It judges records; exported stories stay as they were. */
  policy: EvidencePolicy;
  log: (event: LogEvent) => void;
}

const refuseLine = (
  faults: Fault[],
  detail = 'The story breaks the rules of the record. Fix it and send it again.',
): LineResult => ({ ok: false, detail, faults: limitFaults(faults) });

const BROKEN_CHAIN =
  'The chain of statements about the revisions is broken, so readers could not check it. Remove "seal" from each revision to import the story without it; the revisions then stay unsigned.';

/** Returns the faults of the first record that is too large for a row of the Desk; undefined if all fit. */
const firstUnstorable = (revisions: readonly Pick<Revision, 'record'>[]): Fault[] | undefined =>
  revisions.map(({ record }) => recordSizeFaults(record)).find(({ length }) => length > 0);

function resultOfChange(result: ChangeResult): LineResult {
  if (!result.ok) {
    const { why, detail, current } = result;
    return { ok: false, why, detail, ...(current ? { current } : {}) };
  }
  const { slug, revision, status, changed } = result;
  return { ok: true, slug, revision, status, changed };
}

/** The most refused redirects of a line that its result names. */
const MAX_NAMED_REDIRECTS = 5;

/** Imports the redirects of a line. Those that are right come in, whatever is wrong with others. */
async function importRedirects(
  text: string,
  { storage, actor, isReplacing }: ImportOptions,
): Promise<LineResult> {
  const parsed = parseRedirectLine(text);
  if (!parsed.ok) return refuseLine(parsed.faults, 'The line of redirects is invalid.');
  const results = await deskOf(storage).redirects.import(parsed.value, {
    isReplacing,
    actor,
    now: Date.now(),
  });
  const refused = results.filter((result) => !result.ok);
  const [first] = refused;
  const changed = results.some((result) => result.ok && result.changed);
  if (!first) return { ok: true, redirects: results.length, changed };
  const named = refused.slice(0, MAX_NAMED_REDIRECTS).map(({ from, detail }) => `${from}: ${detail}`);
  const more = refused.length > named.length ? ` And ${refused.length - named.length} more.` : '';
  const detail = `${refused.length} of ${results.length} redirects were refused. ${named.join(' ')}${more}`;
  return { ok: false, why: first.why, detail };
}

const isOfNewsroom = (kind: string): kind is NewsroomKind => NEWSROOM_KINDS.some((each) => each === kind);
const KIND = new RegExp(
  `^\\s*\\{\\s*"(exported|history|picture|page|redirects|${NEWSROOM_KINDS.join('|')})"`,
);

/** Imports a line of a backup about the newsroom itself, which only an admin may. */
async function importOfNewsroom(
  kind: NewsroomKind,
  text: string,
  { env, storage, actor }: ImportOptions,
): Promise<LineResult> {
  const parsed = parseNewsroomLine(kind, text);
  if (!parsed.ok) return refuseLine(parsed.faults, 'The line of the newsroom is invalid.');
  const line = parsed.value;
  const by = { actor, now: Date.now() };
  const done =
    'person' in line
      ? await deskOf(storage).people.import(line.person, by)
      : 'draft' in line
        ? await deskOf(storage).draftTransfer.importDraft(line.draft, by)
        : 'draftPart' in line
          ? await deskOf(storage).draftTransfer.importPart(line.draftPart, by)
          : 'pageDraft' in line
            ? await deskOf(storage).pageDrafts.import(line.pageDraft, by)
            : 'watched' in line
              ? await deskOf(storage).observations.import(line.watched, by)
              : 'settings' in line
                ? await deskOf(storage).settings.import(line.settings, by)
                : 'front' in line
                  ? await deskOf(storage).front.import(line.front, by)
                  : await wireOf(env).feeds.import(line.feeds, by);
  return done.ok ? { ok: true, newsroom: kind, changed: done.changed } : done;
}

async function importLine(text: string, desk: DeskClient, options: ImportOptions): Promise<LineResult> {
  const { storage, actor, isReplacing, policy } = options;
  const kind = KIND.exec(text)?.[1];
  if (kind === 'picture') {
    const parsed = parsePictureLine(text);
    if (!parsed.ok) return refuseLine(parsed.faults, 'The line of the picture is invalid.');
    return importPicture(storage, parsed.value, actor);
  }
  if (kind === 'page') {
    const parsed = parsePageLine(text);
    if (!parsed.ok) return refuseLine(parsed.faults, 'The line of the page is invalid.');
    const done = await deskOf(storage).pages.import(parsed.value, { actor, now: Date.now() });
    if (!done.ok) return { ok: false, why: done.why, detail: done.detail };
    return { ok: true, page: parsed.value.slug, changed: done.changed };
  }
  if (kind !== undefined && isOfNewsroom(kind)) return importOfNewsroom(kind, text, options);
  if (kind === 'redirects') return importRedirects(text, options);
  if (kind === 'history') {
    const parsed = parseExportLine(text, kind, historySchema);
    if (!parsed.ok) return refuseLine(parsed.faults, 'The history is invalid.');
    const { history } = parsed.value;
    const faults = firstUnstorable(history.revisions);
    if (faults) return refuseLine(faults);
    const broken = await sealFaults(history.revisions, history.identifier, kind);
    if (broken.length > 0) return refuseLine(broken, BROKEN_CHAIN);
    return { ...resultOfChange(await desk.importHistory(history, actor, Date.now())), history: true };
  }
  if (kind === 'exported') {
    const parsed = parseExportLine(text, kind, exportedSchema);
    if (!parsed.ok) return refuseLine(parsed.faults, 'The exported story is invalid.');
    const { exported } = parsed.value;
    const { record: latest } = exported.revisions.at(-1) as Revision;
    // Only the latest text is checked: readers never see earlier ones, which may break rules that were added later.
    const faults = firstUnstorable(exported.revisions) ?? bodyFaults(latest.articleBody);
    if (faults.length > 0) return refuseLine(faults);
    const made = makeStorableArticle(latest, '');
    if (!made.ok) return refuseLine(made.faults);
    const broken = await sealFaults(exported.revisions, latest.identifier, kind);
    if (broken.length > 0) return refuseLine(broken, BROKEN_CHAIN);
    return resultOfChange(await desk.importStory(exported, actor, Date.now()));
  }
  const parsed = parseStoryJson(text);
  if (!parsed.ok) return refuseLine(parsed.faults);
  const evidence = checkEvidence(parsed.value, policy);
  const now = Date.now();
  const made = makeStorableArticle(withDate(parsed.value, now), '', evidence.groundings);
  if (!made.ok) return refuseLine(made.faults);
  const { rendering } = made.value;
  const expected = isReplacing ? 'any' : 'unstated';
  const { faults, faultsIfReviewed } = evidence;
  const change = { expected, actor, now, evidence: { faults, faultsIfReviewed } } as const;
  const done = await desk.save(parsed.value, rendering, change);
  if (!done.ok && done.why === 'evidence') {
    const { why, detail, faults = [] } = done;
    return { ok: false, why, detail, faults: limitFaults(faults) };
  }
  return { ...resultOfChange(done), ...(done.ok ? groundingOf(parsed.value, evidence) : {}) };
}

/** Imports a line. Returns a refusal if an error is thrown, so that the import continues with the next line. */
async function attemptLine(
  text: string,
  line: number,
  desk: DeskClient,
  options: ImportOptions,
): Promise<LineResult> {
  try {
    return await importLine(text, desk, options);
  } catch (error) {
    options.log({ event: 'import-failed', line, error: String(error) });
    return {
      ok: false,
      detail: 'The server failed to process this line and has logged the error. Send it again.',
    };
  }
}

/** Imports a stream of lines. Streams a result for each line that is not empty, in order; a bad line does not stop the others. */
export function importStories(
  body: ReadableStream<Uint8Array>,
  desk: DeskClient,
  options: ImportOptions,
): ReadableStream<Uint8Array> {
  const lines = readLines(body);
  const encoder = new TextEncoder();
  let line = 0;
  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        const { done, value } = await lines.next();
        if (done) return controller.close();
        line++;
        if ('text' in value && value.text.trim() === '') continue;
        const result: LineResult =
          'fault' in value
            ? { ok: false, detail: value.fault }
            : await attemptLine(value.text, line, desk, options);
        return controller.enqueue(encoder.encode(`${JSON.stringify({ line, ...result }, inEnglishOnly)}\n`));
      }
    },
  });
}

/**
 * Streams every story with its revisions, then what is known of every picture, both in the order in which this server received them,
 * then every revision of the newsroom's own pages, then the redirects from old addresses. With `newsroom`, also what the watch knows,
 * settings, drafts, people and feeds. The bytes of the pictures are at their own addresses: one request could not read them all.
 */
export function exportStories(
  desk: DeskClient,
  pictures: PictureSource,
  newsroom?: NewsroomSource,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const lines = exportedText(desk, pictures, newsroom);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
}

async function* exportedText(
  desk: DeskClient,
  pictures: PictureSource,
  newsroom?: NewsroomSource,
): AsyncGenerator<string, void> {
  for (let part = await newsroom?.watchedPage(''); part; part = await newsroom?.watchedPage(part.next)) {
    yield part.text;
  }
  for (let page = await desk.exportPage(EXPORT_START); page; page = await desk.exportPage(page.next)) {
    yield page.text;
  }
  for (let after: number | undefined = 0; after !== undefined; ) {
    const listed = await pictures.listAfter(after, PICTURES_PER_PAGE);
    if (listed.length > 0) yield listed.map((picture) => pictureLine(picture)).join('');
    after = listed.at(-1)?.id;
  }
  const { pages, redirects } = desk;
  for (let page = await pages.exportPage(PAGES_START); page; page = await pages.exportPage(page.next)) {
    yield page.text;
  }
  for (let part = await redirects.exportPage(''); part; part = await redirects.exportPage(part.next)) {
    yield part.text;
  }
  for (let part = await newsroom?.page(NEWSROOM_START); part; part = await newsroom?.page(part.next)) {
    yield part.text;
  }
}
