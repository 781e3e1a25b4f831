import type { KvEntry, ParsedKey } from '../../../platform/kv.ts';
import type { Site } from '../../../settings/site.ts';
import type { Scope } from '../../../site/edition/scope.ts';
import { picturePathsIn } from '../../../site/pictures/address.ts';
import { type Article, withArticleDefaults } from '../../../site/story/article.ts';
import { picturesShown, withPictures } from '../../../site/story/pictured-article.ts';
import type { Observation } from '../../../site/story/sources/observation.ts';
import { withObservations } from '../../../site/story/sources/observed-article.ts';
import type { ActorKey } from '../../fediverse/desk/actor-key.ts';
import type { Front } from '../../front/desk/front.ts';
import type { Pages } from '../../pages/desk/pages.ts';
import type { Media } from '../../pictures/desk/media.ts';
import type { Redirects } from '../../redirects/desk/redirects.ts';
import type { SettingsVersions } from '../../settings/desk/settings.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { StoryRow } from '../ledger/story-row.ts';
import {
  type CardEntry,
  serializeActorKey,
  serializeArchive,
  serializeArticle,
  serializeCard,
  serializeDirectory,
  serializeEdition,
  serializeKeys,
  serializePage,
  serializePageList,
  serializePublication,
  serializeRedirect,
  serializeRedirects,
  serializeSite,
  serializeTombstone,
} from './entries.ts';

/** The sources of entries. `report` is told about stories that are broken. */
export interface EntryInputs {
  ledger: Ledger;
  observations: { of: (article: Article) => Observation[] };
  media: Pick<Media, 'factsOf'>;
  front: Pick<Front, 'shown'>;
  pages: Pick<Pages, 'shown' | 'published'>;
  redirects: Pick<Redirects, 'inShard'>;
  settings: Pick<SettingsVersions, 'current'>;
  actorKey: Pick<ActorKey, 'stored'>;
  site: () => Site;
  report: (what: string) => void;
}

/** Makes the entry that KV should hold under a key; undefined if KV should hold nothing there. */
export async function expectedEntry(
  subject: ParsedKey | undefined,
  sources: EntryInputs,
): Promise<KvEntry | CardEntry | undefined> {
  const { ledger } = sources;
  const site = sources.site();
  switch (subject?.kind) {
    case 'story':
      return expectedStory(subject.slug, sources);
    case 'card':
      return expectedCard(subject.slug, sources);
    case 'edition':
      return expectedEdition(subject.scope, sources);
    case 'archive': {
      const { scope, page } = subject;
      const rows = ledger.feedRows.archivePage(scope, page);
      return rows && serializeArchive(scope, page, rows);
    }
    case 'directory': {
      const rows = ledger.places.scopes.directory.page(subject.page);
      return rows && serializeDirectory(rows);
    }
    case 'page': {
      const page = sources.pages.shown(subject.slug);
      return page && serializePage(page, site);
    }
    case 'pages':
      return serializePageList(sources.pages.published());
    case 'redirects':
      return serializeRedirects(subject.shard, sources.redirects.inShard(subject.shard));
    case 'keys':
      return serializeKeys(ledger.signingKeys.list());
    case 'site':
      return serializeSite(sources.settings.current());
    case 'publication':
      return site.publication === undefined ? undefined : serializePublication(site.publication);
    case 'actor': {
      const pair = sources.actorKey.stored();
      return pair && serializeActorKey(pair.publicKeyPem);
    }
    default:
      return undefined;
  }
}

export function expectedEdition(
  scope: Scope,
  { ledger, media, front, site, report }: EntryInputs,
): Promise<KvEntry> {
  const { entries, ...rows } = ledger.feedRows.edition(scope);
  const withFacts = (json: string) => {
    const pictures = media.factsOf(picturePathsIn(json));
    return pictures ? `${json.slice(0, -1)},"pictures":${JSON.stringify(pictures)}}` : json;
  };
  const arranged = scope === 'all' ? front.shown() : undefined;
  const shown = {
    ...rows,
    entries: entries.map(withFacts),
    ...(arranged && {
      front: {
        ...arranged,
        lead: arranged.lead && withFacts(arranged.lead),
        order: arranged.order.map(withFacts),
      },
    }),
  };
  return serializeEdition(scope, shown, site(), ({ message }) => report(message));
}

/** Returns a published story with what is known of the pictures that it shows. */
function publishedArticle(id: number, { ledger, media }: Pick<EntryInputs, 'ledger' | 'media'>): Article {
  const article = withArticleDefaults(ledger.article(id));
  return withPictures(article, media.factsOf(picturesShown(article)));
}

function expectedCard(slug: string, sources: EntryInputs): CardEntry | undefined {
  const story = sources.ledger.names.bySlug(slug);
  return story?.status === 'published'
    ? serializeCard(publishedArticle(story.id, sources), sources.site(), story.changed)
    : undefined;
}

function expectedStory(slug: string, sources: EntryInputs): Promise<KvEntry> | undefined {
  const { ledger, observations } = sources;
  const site = sources.site();
  const story = ledger.names.bySlug(slug);
  const former = story ? undefined : ledger.names.byFormerSlug(slug);
  const found = story ?? former;
  // The address of a story that was never public must not reveal that the story exists.
  if (!found || !ledger.wasPublic(found.id)) return undefined;
  const { id, identifier, status, reason, changed } = found;
  const into = findMergeTarget(found, ledger);
  if (into) return serializeRedirect(slug, into.slug, Math.max(changed, into.changed), site);
  if (former) return serializeRedirect(slug, former.slug, changed, site);
  if (status === 'scheduled') return undefined;
  const restored = ledger.revisions.restored(id);
  if (status === 'withdrawn') {
    const at = new Date(changed).toISOString();
    const withdrawn = { identifier, reason: reason ?? '', at, ...(restored && { restored }) };
    const { headline, inLanguage } = ledger.article(id);
    const shown = site.withdrawnHeadlines ? { ...withdrawn, story: { headline, inLanguage } } : withdrawn;
    return serializeTombstone(slug, shown, changed, site);
  }
  const article = publishedArticle(id, sources);
  const later = ledger.followed.laterThan(found);
  const translations = ledger.translations.of(id);
  const shown = {
    ...withObservations(article, observations.of(article)),
    ...(translations.length > 0 ? { translations } : {}),
    ...(restored && { restored }),
    related: ledger.relatedStories(id),
    ...(later.length > 0 ? { later } : {}),
  };
  const history = site.publicHistory ? ledger.statements.newest(id) : undefined;
  return serializeArticle(shown, changed, site, history);
}

/**
 * Finds the story that this one was merged into, if readers have seen it. Ignores it if it is itself merged, because an import
 * may have merged two stories into each other.
 */
function findMergeTarget({ merged }: StoryRow, ledger: Ledger): StoryRow | undefined {
  const into = merged === null ? undefined : ledger.names.byIdentifier(merged);
  return into?.merged === null && ledger.wasPublic(into.id) ? into : undefined;
}
