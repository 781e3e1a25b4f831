import { basename, join, relative, resolve } from 'node:path';
import {
  type ApiClient,
  type CreateClient,
  ServerError,
  ServerUnreachable,
  TokenMissing,
} from '../../cli/client/api-client.ts';
import { CommandError } from '../../cli/command-error.ts';
import { readIdentity, readSiteFile } from '../../cli/worker/site-file.ts';
import type { SettingsDetail } from '../../newsroom/settings/api/schemas.ts';
import { type SavedSettings, withSaved } from '../../settings/saved-settings.ts';
import type { Site } from '../../settings/site.ts';
import { type NewsroomSettings, parseNewsroom, parseSite } from '../../settings/site-schema.ts';
import { convertText, picturesIn } from './convert/convert-text.ts';
import { PoliteFetcher } from './fetching/polite-fetcher.ts';
import { findReader, statedSystem } from './find-reader.ts';
import { Interruption } from './interruption.ts';
import { DRY_RUN, type Move } from './move.ts';
import type { MoveInOptions } from './options.ts';
import { Pictures } from './pictures/pictures.ts';
import { isLanguage } from './plan/fields.ts';
import { asciiSlug } from './plan/slug.ts';
import { checkZone, describeZone } from './plan/zone-check.ts';
import { Progress } from './progress.ts';
import { gatherFacts } from './report/facts.ts';
import { describeMove } from './report/terminal.ts';
import { writeReport } from './report/write-report.ts';
import { checkReviewPolicy } from './review-policy.ts';
import { bringPictures } from './stages/bring-pictures.ts';
import { findStillPublic } from './stages/find-still-public.ts';
import { listStories } from './stages/list-stories.ts';
import { planPosts } from './stages/plan-posts.ts';
import { planRedirects } from './stages/plan-redirects.ts';
import { readSource } from './stages/read-source.ts';
import { sendDrafts } from './stages/send-drafts.ts';
import { sendPages } from './stages/send-pages.ts';
import { sendPlannedRedirects } from './stages/send-redirects.ts';
import { sendStories } from './stages/send-stories.ts';
import { waitUntilLive } from './stages/wait-until-live.ts';
import { undoMove } from './undo.ts';
import { fingerprintOf, isAddress } from './work/fingerprint.ts';
import { WorkFolder } from './work/work-folder.ts';
import { explainWorkFolderFault } from './work/work-folder-fault.ts';

/** Returns the folder of a move: named after the file, the folder or the host that moves in. */
function workPath(source: string, work: string | undefined): string {
  if (work !== undefined) return resolve(work);
  const name = isAddress(source) ? (URL.parse(source)?.host ?? source) : basename(resolve(source));
  return resolve('move-in', asciiSlug(name, 80) || 'site');
}

function checkOptions(source: string, { site, language }: MoveInOptions): void {
  if (isAddress(source) && !URL.canParse(source)) throw new CommandError(`${source} is no address.`);
  if (site !== undefined && !(isAddress(site) && URL.canParse(site)))
    throw new CommandError(`--site must be an address like https://old.example (is ${site}).`);
  if (language !== undefined && !isLanguage(language))
    throw new CommandError(`--language must be a language tag, like en or pt-BR (is ${language}).`);
}

/** Connects with the server. A dry run does without it if nobody answers there, or there is no token. */
async function connect(createClient: CreateClient, isDryRun: boolean): Promise<ApiClient | null> {
  try {
    const api = await createClient();
    await api.request('GET', '/status');
    return api;
  } catch (error) {
    const isOut = error instanceof ServerUnreachable || error instanceof TokenMissing;
    if (isDryRun && isOut) return null;
    throw error;
  }
}

/** Returns what was saved in the newsroom in place of the file's settings; nothing if the token may not read it. */
async function savedSettings(api: ApiClient): Promise<SavedSettings> {
  try {
    return (await api.json<SettingsDetail>('GET', '/settings')).saved;
  } catch (error) {
    if (error instanceof ServerError && error.problem?.status === 403) return {};
    throw error;
  }
}

/** Returns the settings that count: those of data/site.json, which is checked, and in their place what was saved in the newsroom. */
async function settingsInForce(api: ApiClient | null): Promise<NewsroomSettings & { site: Site }> {
  const url = api?.url ?? 'https://news.example';
  await readSiteFile(url);
  const { written } = await readIdentity();
  const identity = withSaved(written as Record<string, unknown>, api ? await savedSettings(api) : {});
  return { site: parseSite(identity, url), ...parseNewsroom(identity) };
}

/** Forgets what this run has to do anew: what a dry run has found, and a source that only reading can compare. */
function beginRun({ work, isDryRun, server }: Move, source: string): void {
  const isFinished = work.fact('finished') === server;
  work.transaction(() => {
    if (isDryRun) work.acknowledged.forget(DRY_RUN);
    if (isAddress(source) && work.fact('ended') !== undefined) work.forgetFact('read');
    work.forgetFact('ended');
    if (isDryRun || !isFinished) return;
    work.acknowledged.beginAgain(server);
    work.forgetFact('finished');
  });
}

/** What a plan depends on, besides the program. */
const planFingerprint = ({ work, server, site }: Move, language: string, pictures: number) =>
  JSON.stringify([
    work.fact('read'),
    server,
    language,
    pictures,
    site.language,
    site.topics,
    site.taggingEntity,
  ]);

/** Runs the steps of a move, one after the other. Each continues where it was stopped. */
async function runSteps(
  move: Move,
  source: string,
  { media, site, language, system }: MoveInOptions,
): Promise<ReturnType<typeof gatherFacts>> {
  const { work, api, isDryRun, progress } = move;
  const { name, why, read, stated } = await findReader(move, source, statedSystem(system));
  beginRun(move, source);
  if (api) await listStories(api, work);
  else work.remote.clear();
  await readSource(move, source, {
    read,
    site,
    system: stated,
    fingerprint: JSON.stringify([await fingerprintOf(source), site ?? null, name]),
  });
  const old = work.entries.site();
  const zone = checkZone(work.entries.publicDates(), {
    stated: old?.zone ?? null,
    here: move.timeZone,
    // It has the local time beside that in UTC.
    isUtcMeant: old?.system === 'WordPress',
  });
  const zoneAdvice = describeZone(zone);
  // Before anything is sent.
  if (zoneAdvice !== null) console.error(`${zoneAdvice}\n`);
  const oldUrl = old?.url ?? null;
  const pictures = new Pictures({
    index: work.index,
    fetcher: new PoliteFetcher({
      // Not what the export says: it could name a server in the newsroom's own network.
      known: [site, isAddress(source) ? source : undefined].filter((each) => each !== undefined),
      contact: move.site.url,
      onPause: (host, milliseconds) => progress.pause(host, milliseconds),
    }),
    api: isDryRun ? null : api,
    folder: join(work.path, 'pictures'),
    home: oldUrl,
    site,
    media,
    moved: isAddress(source) ? undefined : source,
  });
  const pictureAt = (url: string) => pictures.pictureAt(url);
  await bringPictures(move, pictures, picturesIn);
  const planned = planFingerprint(move, language ?? '', work.countBrought());
  if (work.fact('planning') !== planned) {
    work.transaction(() => {
      work.forgetPlans();
      work.setFact('planning', planned);
    });
  }
  const ofSite = old?.language != null && isLanguage(old.language) ? old.language : undefined;
  await planPosts(move, {
    language: ofSite ?? language ?? move.site.language,
    oldUrl,
    pictureAt,
    convert: convertText,
  });
  await sendStories(move);
  await sendPages(move);
  await sendDrafts(move, oldUrl);
  findStillPublic(move);
  await planRedirects(move, {
    homes: [oldUrl, site],
    context: { site: move.site, hasTopic: (slug) => work.plans.hasTopic(slug), pictureAt },
    pictureRedirects: (url) => pictures.redirectsOf(url),
  });
  await sendPlannedRedirects(move);
  return gatherFacts(move, { source: basename(source), system: name, because: why, zone, pictureAt });
}

/** `move-in`: brings an old site here, or continues a move that was interrupted. */
export async function moveIn(
  source: string,
  options: MoveInOptions,
  createClient: CreateClient,
): Promise<void> {
  checkOptions(source, options);
  statedSystem(options.system);
  const { dryRun: isDryRun = false } = options;
  if (options.undo) {
    const reason = options.reason ?? 'It was moved here from another site by mistake.';
    return undoMove(workPath(source, options.work), { isDryRun, reason }, createClient);
  }
  const api = await connect(createClient, isDryRun);
  const { site, review, timeZone } = await settingsInForce(api);
  checkReviewPolicy(review, isDryRun);
  const server = api?.url ?? 'none';
  const work = new WorkFolder(workPath(source, options.work));
  const interruption = new Interruption();
  const progress = new Progress();
  const now = Date.now();
  const ledger = isDryRun ? DRY_RUN : server;
  const move: Move = { work, api, site, timeZone, isDryRun, server, ledger, progress, interruption, now };
  try {
    const facts = await runSteps(move, source, options);
    writeReport(work, facts);
    work.setFact('ended', 'yes');
    if (!isDryRun) work.setFact('finished', server);
    console.log(describeMove(facts, relative('.', work.path) || '.'));
    const wait = await waitUntilLive(move);
    if (wait !== null) console.log(`\n${wait}`);
  } catch (error) {
    throw explainWorkFolderFault(error, work.path);
  } finally {
    progress.end();
    interruption.end();
    work.close();
  }
}
