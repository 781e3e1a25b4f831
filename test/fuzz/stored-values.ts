import fc from 'fast-check';
import type { Scope } from '../../src/edition/scope.ts';
import { campaign } from './campaign.ts';
import { aStory, checkArticle, checkEdition, program, site } from './documents.ts';
import { isPage } from './oracles.ts';

// Values in KV as another version of the program, another program or a failing disk would have them: each is shown
// whole, or known to be broken.

const story = aStory({
  articleBody: 'Said.([a](https://a.example/))\n\n- one\n- two',
  citation: [{ url: 'https://a.example/', name: 'A', publisher: { name: 'A', url: 'https://a.example/' } }],
  author: [{ name: 'Ann' }],
  keywords: ['web-feeds'],
  provenance: { abstract: { digitalSourceType: 'trainedAlgorithmicMedia' } },
  correction: [{ text: 'Wrong.', datePublished: '2026-03-05T00:00:00Z' }],
});
const plain = program.makeArticle(story, 'tag:edgewire.example,2026:stories/a-story');
const related = [{ slug: 'b', headline: 'B', inLanguage: 'en', datePublished: '2026-03-01T00:00:00Z' }];
const entry = JSON.parse(program.compactJson(program.toEntry(plain)));
const withdrawn = { identifier: plain.identifier, reason: 'It was wrong.', at: '2026-03-06T00:00:00Z' };

/** What the press prints under each kind of key. */
const VALUES: Record<string, unknown> = {
  story: JSON.parse(program.compactJson({ ...plain, related })),
  tombstone: { withdrawn },
  redirect: { movedTo: 'another' },
  edition: {
    scope: 'all',
    updated: '2026-03-06T00:00:00Z',
    count: 1,
    last: 1,
    open: 1,
    previous: 0,
    tick: 3,
    ticks: [3],
    withdrawn: [withdrawn],
    entries: [entry],
  },
  archive: {
    scope: 'all',
    page: 1,
    next: 0,
    updated: '2026-03-06T00:00:00Z',
    stories: [{ slug: 'a-story', updated: '2026-03-06T00:00:00Z' }],
    withdrawn: [withdrawn],
  },
  directory: { topics: ['web-feeds'], sources: ['a.example'] },
};

/** Every place in a value, as the way to it. */
function placesIn(value: unknown, way: PropertyKey[] = []): PropertyKey[][] {
  if (value === null || typeof value !== 'object') return [way];
  return [way, ...Object.keys(value).flatMap((key) => placesIn(Reflect.get(value, key), [...way, key]))];
}

type Change = 'drop' | 'add' | { put: unknown };

/** HTML that was rendered when the story was published: the Desk alone writes it, and it is trusted as its own. */
const isRendering = (way: readonly PropertyKey[]) =>
  way.at(-2) === 'rendering' && (way.at(-1) === 'page' || way.at(-1) === 'feed');

/** The value with another thing in one of its places. */
function changed(value: unknown, [key, ...way]: PropertyKey[], change: Change): unknown {
  if (key === undefined) {
    if (change === 'drop') return undefined;
    if (change !== 'add') return change.put;
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? { ...value, added: 1 }
      : value;
  }
  if (Array.isArray(value))
    return value.map((each, at) => (String(at) === String(key) ? changed(each, way, change) : each));
  return { ...(value as object), [key]: changed(Reflect.get(value as object, key), way, change) };
}

const change = fc.oneof(
  fc.constantFrom<Change>('drop', 'add', 'add', 'add'),
  fc
    .constantFrom<unknown>(null, '', 0, -1, true, [], {}, 'javascript:alert(1)', '<script>', 1e21, '\u0000', [
      null,
    ])
    .map((put) => ({ put })),
);

const inputs = fc
  .tuple(
    fc.constantFrom(...Object.keys(VALUES)),
    fc.array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 3 }),
    fc.option(fc.nat({ max: 4000 }), { freq: 8 }),
  )
  .map(([kind, changes, length]) => {
    const value = changes.reduce<unknown>((before, [index, what]) => {
      const places = placesIn(before).filter((way) => what === 'drop' || what === 'add' || !isRendering(way));
      return changed(before, places[index % places.length] ?? [], what);
    }, VALUES[kind]);
    const json = JSON.stringify(value) ?? '';
    return [kind, length === null ? json : json.slice(0, length)] as const;
  });

/** Shows what is under a key, as the edge does. */
function show(kind: string, json: string): boolean {
  const value = { json, isPrinted: false };
  if (kind === 'edition') checkEdition(program.parseEdition('all', value, () => undefined));
  else if (kind === 'archive') program.parseArchive('all' as Scope, 1, value);
  else if (kind === 'directory') {
    const directory = program.parseDirectory(value);
    isPage(program.renderSubscribePage(directory, site));
    program.renderOpml(directory, site, undefined);
  } else {
    const stored = program.parseStoredStory('a-story', value, site);
    if ('article' in stored) checkArticle(stored.article);
    if ('withdrawn' in stored) isPage(program.renderWithdrawnPage(stored.withdrawn, site));
  }
  return true;
}

campaign({
  name: 'KV values',
  share: 0.1,
  inputs,
  check: ([kind, value]) => {
    try {
      return show(kind, value);
    } catch (error) {
      if (!(error instanceof program.BrokenValue)) throw error;
      return false;
    }
  },
});
