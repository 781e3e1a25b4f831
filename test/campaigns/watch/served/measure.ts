import { type Shown, shownOf } from '../../../../src/newsroom/watch/desk/shown.ts';
import type { Verdict } from '../../../../src/newsroom/watch/desk/verdict.ts';
import { judge } from '../../../../src/newsroom/watch/wire/judge.ts';
import { readPageSigns } from '../../../../src/newsroom/watch/wire/page-signs.ts';
import type { FetchedPage } from '../../../../src/newsroom/wire/fetching/fetched.ts';
import { changesOf, quoted, type Served, type Words } from './changes.ts';
import {
  captchas,
  consentWalls,
  draw,
  type ForeignPage,
  foreignPages,
  missingPages,
  otherStates,
} from './foreign.ts';

/** How many pages of a kind were called what: by what happened, what is right, and the verdict. */
export type Figures = Record<
  string,
  { expected: Served['expected']; said: Partial<Record<Verdict['kind'], number>> }
>;

const CHANGES_A_PAGE = 12;

const fetched = (
  url: string,
  html: string,
  { status = 200, movedTo }: Partial<Served> = {},
): FetchedPage => ({
  ok: true,
  url,
  movedTo: movedTo ?? null,
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: new TextEncoder().encode(html),
  readAt: Date.parse('2026-11-24T09:00:00Z'),
});

/** Judges a page from which a sentence or nothing is quoted, as the watch does. */
async function look(
  asked: string,
  quotes: string[],
  page: FetchedPage,
  shown: Shown | null = null,
): Promise<{ kind: Verdict['kind']; shown: Shown }> {
  const signs = await readPageSigns(page);
  const source = { url: asked, quotes, seen: shown ? quotes : [], shown };
  return { kind: judge(source, page, signs).kind, shown: shownOf(signs.sentences, quotes) };
}

/** Quotes each page, changes it in the ways of a kind, of those that are drawn, and judges what a look then meets. */
async function measurePages(
  kind: 'changes' | 'moves',
  pages: readonly ForeignPage[],
  words: Words,
  figures: Figures,
): Promise<void> {
  const count = ({ name, expected }: Pick<Served, 'name' | 'expected'>, kind: Verdict['kind']) => {
    figures[name] ??= { expected, said: {} };
    const { said } = figures[name];
    said[kind] = (said[kind] ?? 0) + 1;
  };
  for (const page of pages) {
    const source = quoted(page);
    if (!source) continue;
    const { quote } = source;
    const first = await look(page.url, [quote], fetched(page.url, page.html));
    if (first.kind !== 'answers') {
      count({ name: 'the first look', expected: 'answers' }, first.kind);
      continue;
    }
    const drawn = Object.entries(changesOf(source, words, pages)[kind])
      .map(([name, make]) => ({ make, order: draw(`${page.id} ${name}`, 1e9) }))
      .toSorted((a, b) => a.order - b.order)
      .map(({ make }) => make())
      .filter((served) => served !== undefined)
      .slice(0, kind === 'changes' ? CHANGES_A_PAGE : undefined);
    for (const served of drawn) {
      const quotes = served.cited === null ? [] : [served.cited ?? quote];
      const before =
        served.before === undefined && served.cited === undefined
          ? first
          : await look(page.url, quotes, fetched(page.url, served.before ?? page.html));
      if (before.kind !== 'answers') {
        count({ name: `${served.name}: the first look`, expected: 'answers' }, before.kind);
        continue;
      }
      const now = fetched(served.url ?? page.url, served.html, served);
      count(served, (await look(page.url, quotes, now, before.shown)).kind);
    }
  }
}

const reported = <T extends { half: string }>(all: readonly T[]) =>
  all.filter(({ half }) => half === 'reported');

const reportedWords = (folder: string): Words => ({
  missing: reported(missingPages(folder)),
  states: reported(otherStates(folder)),
  consent: reported(consentWalls(folder)),
  captcha: reported(captchas(folder)),
});

/** Measures every second page of the half that is reported, in two parts, each of which takes words of others from itself. */
export async function measureServed(folder: string): Promise<Figures> {
  const pages = reported(foreignPages(folder));
  const figures: Figures = {};
  for (const part of [0, 2])
    await measurePages(
      'changes',
      pages.filter((_, index) => index % 4 === part),
      reportedWords(folder),
      figures,
    );
  return figures;
}

/** Measures all moves of every sixteenth page, none of which is among the above. */
export async function measureMoves(folder: string): Promise<Figures> {
  const pages = reported(foreignPages(folder));
  const figures: Figures = {};
  await measurePages(
    'moves',
    pages.filter((_, index) => index % 16 === 1),
    reportedWords(folder),
    figures,
  );
  return figures;
}
