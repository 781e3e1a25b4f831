import type { Scope } from '../../edition/scope.ts';
import type { KvEntry } from '../../kv.ts';
import type { Site } from '../../site.ts';
import { withArticleDefaults } from '../../story/article.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { StoryRow } from '../ledger/story-row.ts';
import {
  type CardEntry,
  serializeArchive,
  serializeArticle,
  serializeCard,
  serializeDirectory,
  serializeEdition,
  serializeRedirect,
  serializeTombstone,
} from './entries.ts';

/** What is printed is made from these. */
interface Source {
  ledger: Ledger;
  site: Site;
  report: (what: string) => void;
}

/** What a key has to hold by the ledger; nothing where there is, or is yet, nothing to be seen. */
export async function expectedEntry(key: string, source: Source): Promise<KvEntry | CardEntry | undefined> {
  const { ledger, site } = source;
  const [, kind, rest = ''] = /^(\w+):?(.*)$/s.exec(key) ?? [];
  if (kind === 'edition') return expectedEdition(rest as Scope, source);
  if (kind === 'card') return expectedCard(rest, ledger, site);
  if (kind === 'archive') {
    const colon = rest.lastIndexOf(':');
    const [scope, page] = [rest.slice(0, colon) as Scope, Number(rest.slice(colon + 1))];
    const rows = ledger.places.archivePageRows(scope, page);
    return rows && serializeArchive(scope, page, rows);
  }
  if (kind === 'directory') {
    const page = ledger.places.scopes.directory.page(Number(rest || 1));
    return page && serializeDirectory(page);
  }
  return kind === 'story' ? expectedStory(rest, source) : undefined;
}

/** What the edition of a scope has to hold. */
export const expectedEdition = (scope: Scope, { ledger, site, report }: Source): Promise<KvEntry> =>
  serializeEdition(scope, ledger.places.editionRows(scope), site, ({ message }) => report(message));

function expectedCard(slug: string, ledger: Ledger, site: Site): CardEntry | undefined {
  const held = ledger.names.bySlug(slug);
  return held?.status === 'published'
    ? serializeCard(ledger.article(held.id), site, held.changed)
    : undefined;
}

function expectedStory(slug: string, { ledger, site }: Source): Promise<KvEntry> | undefined {
  const held = ledger.names.bySlug(slug);
  if (held) {
    const { identifier, status, reason, changed } = held;
    if (status === 'scheduled' || !wasPublished(held, ledger)) return undefined;
    if (status !== 'withdrawn') {
      return serializeArticle(
        { ...withArticleDefaults(ledger.article(held.id)), related: ledger.relatedStories(held.id) },
        changed,
        site,
      );
    }
    const into = mergedInto(held, ledger);
    if (into) return serializeRedirect(slug, into.slug, Math.max(changed, into.changed), site);
    const at = new Date(changed).toISOString();
    return serializeTombstone(slug, { identifier, reason: reason ?? '', at }, changed, site);
  }
  const moved = ledger.names.byFormerSlug(slug);
  // What nobody has seen yet must not be told of by the slugs that it had.
  if (!moved || !wasPublished(moved, ledger)) return undefined;
  const into = mergedInto(moved, ledger);
  return into
    ? serializeRedirect(slug, into.slug, Math.max(moved.changed, into.changed), site)
    : serializeRedirect(slug, moved.slug, moved.changed, site);
}

/**
 * The story that this one was merged into, if readers can see it. One that is merged itself does not count: an import could
 * merge two stories into each other.
 */
function mergedInto({ merged }: StoryRow, ledger: Ledger): StoryRow | undefined {
  const into = merged === null ? undefined : ledger.names.byIdentifier(merged);
  return into?.merged === null && wasPublished(into, ledger) ? into : undefined;
}

/** Whether readers have ever seen the story; what was withdrawn before its time they have not. */
const wasPublished = ({ id }: { id: number }, ledger: Ledger) => ledger.places.placesOf(id).length > 0;
