import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ApiClient,
  type CreateClient,
  ignoreNotFound,
  jsonBody,
  ServerError,
} from '../../cli/client/api-client.ts';
import { CommandError } from '../../cli/command-error.ts';
import { formatCount } from '../../cli/format.ts';
import type { Draft } from '../../newsroom/drafts/cli/remote-draft.ts';
import type { PageChange, PageDetail } from '../../newsroom/pages/api/schemas.ts';
import { findPage } from '../../newsroom/pages/cli/publish-pages.ts';
import { listRedirects, removeRedirect } from '../../newsroom/redirects/cli/redirects.ts';
import type { Change } from '../../newsroom/stories/api/schemas.ts';
import { isSamePage } from '../../site/site-page/site-page.ts';
import { escapeInvisible } from '../../site/story/parse/fault.ts';
import { Interruption } from './interruption.ts';
import { Progress } from './progress.ts';
import { listStories } from './stages/list-stories.ts';
import type { SentKind } from './work/acknowledgements.ts';
import { type BroughtItem, UNDOING, UNDONE, undoneKey } from './work/brought.ts';
import { WorkFolder } from './work/work-folder.ts';
import { explainWorkFolderFault } from './work/work-folder-fault.ts';

// Takes back what one move has brought, as long as nobody has edited it. It can be interrupted and repeated: whatever is taken back is
// noted at once, and what is gone already counts as taken back.

/** How many requests run at once. */
const AT_ONCE = 8;

/** What became of something. `after`: the revision that the server has now, by which a later move knows that nobody has edited it since. */
type Undone = { done: 'undone'; after: number | null } | { done: 'gone' } | { done: 'kept'; why: string };

const GONE: Undone = { done: 'gone' };
const kept = (why: string): Undone => ({ done: 'kept', why });
const EDITED = kept('somebody has edited it since');

const ifMatch = (revision: number | null) => ({ 'If-Match': `"${revision}"` });

/** Runs a change that the server refuses if somebody was faster. */
async function unlessEdited(change: () => Promise<Undone>): Promise<Undone> {
  try {
    return await change();
  } catch (error) {
    const status = error instanceof ServerError ? error.problem?.status : undefined;
    if (status === 404) return GONE;
    if (status === 409 || status === 412) return EDITED;
    throw error;
  }
}

/** Something to take back. `wasBegun`: an undo that was killed had begun with it. */
type Item = BroughtItem & { wasBegun: boolean };

interface Undo {
  work: WorkFolder;
  api: ApiClient;
  isDryRun: boolean;
  reason: string;
  progress: Progress;
  interruption: Interruption;
  /** Where the redirects of the server lead. */
  redirects: ReadonlyMap<string, string>;
}

/** Whether a revision of the server is what an undo has left that was killed before it could note the answer: the next one. */
const isOurs = ({ wasBegun, revision }: Item, now: number): boolean =>
  wasBegun && now === (revision ?? 0) + 1;

const STEPS: Readonly<Record<SentKind, (undo: Undo, item: Item) => Promise<Undone>>> = {
  async redirect({ api, isDryRun, redirects }, { key, name, detail }) {
    const target = redirects.get(key);
    if (target === undefined) return GONE;
    if (target !== detail) return kept(`it leads to ${target} now`);
    if (!isDryRun) await removeRedirect(api, name);
    return { done: 'undone', after: null };
  },

  async story(undo, item) {
    const { work, api, isDryRun, reason } = undo;
    const { name, revision } = item;
    const remote = work.remote.bySlug(name);
    if (!remote) return kept('the server has no story with this slug: it may have been renamed');
    if (remote.status === 'withdrawn')
      return isOurs(item, remote.revision) ? { done: 'undone', after: remote.revision } : GONE;
    if (remote.revision !== revision) return EDITED;
    if (isDryRun) return { done: 'undone', after: null };
    const path = `/stories/${encodeURIComponent(name)}?${new URLSearchParams({ reason })}`;
    const { revision: after } = await api.json<Change>('DELETE', path, {
      headers: ifMatch(revision),
    });
    return { done: 'undone', after };
  },

  async page(undo, item) {
    const { api, isDryRun } = undo;
    const { name, revision, detail } = item;
    const remote = await findPage(api, name);
    if (!remote) return GONE;
    const before =
      detail === null
        ? undefined
        : await api.json<PageDetail>('GET', `/pages/${name}/revisions/${detail}`).catch(ignoreNotFound);
    if (isOurs(item, remote.revision)) {
      const isBack = before?.record && remote.record && isSamePage(before.record, remote.record);
      if (isBack || (remote.record === null && !before?.record))
        return { done: 'undone', after: remote.revision };
    }
    if (!remote.record) return GONE;
    if (remote.revision !== revision) return EDITED;
    if (isDryRun) return { done: 'undone', after: null };
    const { revision: after } = before?.record
      ? await api.json<PageChange>('PUT', `/pages/${name}`, jsonBody(before.record, ifMatch(revision)))
      : await api.json<PageChange>('DELETE', `/pages/${name}`, { headers: ifMatch(revision) });
    return { done: 'undone', after };
  },

  async draft({ api, isDryRun }, { name, revision, wasBegun }) {
    const draft = await api.json<Draft>('GET', `/drafts/${name}`).catch(ignoreNotFound);
    if (!draft) return GONE;
    if (draft.discarded !== null)
      return wasBegun && draft.version === revision ? { done: 'undone', after: revision } : GONE;
    if (draft.state === 'published') return kept('somebody has published it');
    if (draft.version !== revision || draft.state !== 'draft') return EDITED;
    if (isDryRun) return { done: 'undone', after: null };
    await api.request('DELETE', `/drafts/${name}`, { headers: ifMatch(revision) });
    return { done: 'undone', after: revision };
  },
};

function note({ work, api }: Undo, { kind, key }: BroughtItem, undone: Undone): void {
  work.transaction(() => {
    work.index.put(UNDOING, undoneKey(api.url, kind, key), false);
    if (undone.done === 'kept') return;
    work.brought.remove(api.url, kind, key);
    work.acknowledged.remove(api.url, kind, key);
    if (undone.done === 'undone' && undone.after !== null)
      work.index.put(UNDONE, undoneKey(api.url, kind, key), undone.after);
  });
}

interface Count {
  undone: number;
  gone: number;
  kept: { item: BroughtItem; why: string }[];
}

async function undoKind(undo: Undo, kind: SentKind): Promise<Count> {
  const { work, api, isDryRun, progress, interruption } = undo;
  const count: Count = { undone: 0, gone: 0, kept: [] };
  let done = 0;
  for (const page of work.brought.pages(api.url, kind)) {
    for (let at = 0; at < page.length; at += AT_ONCE) {
      const items = page.slice(at, at + AT_ONCE).map((item) => ({
        ...item,
        wasBegun: work.index.get<boolean>(UNDOING, undoneKey(api.url, kind, item.key)) === true,
      }));
      if (!isDryRun)
        work.transaction(() => {
          for (const { key } of items) work.index.put(UNDOING, undoneKey(api.url, kind, key), true);
        });
      const results = await Promise.allSettled(
        items.map((item) => unlessEdited(() => STEPS[kind](undo, item))),
      );
      for (const [index, result] of results.entries()) {
        const item = items[index];
        if (!item || result.status === 'rejected') continue;
        if (!isDryRun) note(undo, item, result.value);
        if (result.value.done === 'kept') count.kept.push({ item, why: result.value.why });
        else count[result.value.done]++;
      }
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
      done += items.length;
      progress.update(done);
      await interruption.check();
    }
  }
  return count;
}

const KINDS: readonly [SentKind, noun: string, done: string, planned: string][] = [
  ['redirect', 'redirect', 'removed', 'would be removed'],
  ['story', 'story', 'withdrawn', 'would be withdrawn'],
  ['page', 'page', 'withdrawn, or as it was before', 'would be withdrawn, or as it was before'],
  ['draft', 'draft', 'discarded', 'would be discarded'],
];

const nameOf = ({ kind, name }: BroughtItem) => `the ${kind} ${kind === 'page' ? '/' : ''}${name}`;

/**
 * `move-in --undo`: takes back what the move in this work folder has brought to the server, as long as nobody has edited it. What was
 * edited stays, and is named.
 */
export async function undoMove(
  path: string,
  { isDryRun, reason }: { isDryRun: boolean; reason: string },
  createClient: CreateClient,
): Promise<void> {
  if (!existsSync(join(path, 'work.sqlite')))
    throw new CommandError(
      `There is no move to undo: ${path} is not its work folder. Name the file, folder or address that moved in, or the folder with --work.`,
    );
  const api = await createClient();
  const work = new WorkFolder(path);
  const progress = new Progress();
  const interruption = new Interruption();
  try {
    if (work.acknowledged.isUnsettled(api.url))
      throw new CommandError(
        'The move was stopped while it sent, so what came is not known. Run it to its end, by the same command without --undo. Then undo it.',
      );
    if (work.brought.count(api.url) === 0) {
      console.log(`Nothing that this move brought to ${api.url} is left to take back.`);
      return;
    }
    await listStories(api, work);
    const redirects = new Map<string, string>();
    for await (const { from, to } of listRedirects(api)) redirects.set(from, to);
    const undo: Undo = { work, api, isDryRun, reason, progress, interruption, redirects };
    if (isDryRun) console.log('A dry run: nothing was changed.');
    for (const [kind, noun, done, planned] of KINDS) {
      const total = work.brought.count(api.url, kind);
      if (total === 0) continue;
      progress.begin(`Undoing ${noun}`, total);
      const { undone, gone, kept: left } = await undoKind(undo, kind);
      progress.end();
      const parts = [
        `${undone} ${isDryRun ? planned : done}`,
        ...(gone > 0 ? [`${gone} gone already`] : []),
        ...(left.length > 0 ? [`${left.length} kept`] : []),
      ];
      console.log(`${formatCount(total, noun)}: ${parts.join(', ')}`);
      for (const { item, why } of left) console.log(`  kept: ${escapeInvisible(nameOf(item))}: ${why}`);
    }
    console.log('Uploaded pictures stay on the server.');
    if (!isDryRun) work.transaction(() => work.forgetFact('finished'));
  } catch (error) {
    throw explainWorkFolderFault(error, path);
  } finally {
    progress.end();
    interruption.end();
    work.close();
  }
}
