import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { isPage, isXml } from '../fuzz/oracles.ts';
import { type Answer, ask, type Campaign, chance, isRefusal, pause } from './campaign.ts';
import { marksIn } from './faults.ts';
import { SOURCES, slugOf, TOPICS } from './publisher.ts';
import type { Second } from './tally.ts';
import type { Sight } from './witness.ts';

/** The scopes that stories are in, as KV names them, and where their feeds are. */
export const SCOPES: Record<string, string> = {
  all: '',
  ...Object.fromEntries(TOPICS.map((topic) => [`topic:${topic}`, `/topics/${topic}`])),
  ...Object.fromEntries(SOURCES.map((source) => [`source:${source}`, `/sources/${source}`])),
};
const FEEDS = ['rss.xml', 'atom.xml', 'feed.json'];
const STORY_FORMS = ['', '.md', '.json', '/cite.bib', '/cite.csl.json'];
const OTHERS = [
  '/subscribe',
  '/feeds.opml',
  '/sitemap.xml',
  '/news-sitemap.xml',
  '/robots.txt',
  '/sitemaps/listings.xml',
];

/** What an address shows: a whole edition, part of one, one story, the stories of an archive, or nothing that is judged. */
type Kind = 'feed' | 'listing' | 'story' | 'archive' | 'card' | 'other';

interface Address {
  path: string;
  kind: Kind;
  /** The KV key that it is made of. */
  key: string;
  story?: number;
}

/** The end of a PNG, its IEND chunk. */
const PNG_END = Buffer.from('0000000049454e44ae426082', 'hex');

const sound = new Set<string>();

/** Throws where a document is broken. What was found to be whole is not looked at again. */
export function isWhole(type: string, body: Buffer): void {
  const name = createHash('sha1').update(type).update(body).digest('base64');
  if (sound.has(name)) return;
  const text = body.toString();
  if (type.startsWith('text/html'))
    isPage(
      text,
      Array.from(text.matchAll(/<script>([^<]*)<\/script>/g), ([, script = '']) => script),
    );
  else if (/\bxml\b/.test(type)) isXml(text);
  else if (/\bjson\b/.test(type)) JSON.parse(text);
  else if (type === 'image/png') assert.ok(body.subarray(-PNG_END.length).equals(PNG_END), 'a PNG ends');
  else assert.match(type, /^(text\/|application\/x-bibtex|application\/x-research)/);
  sound.add(name);
}

/** A client that has a cache of its own, and asks with or without validators. */
export class Reader {
  readonly #campaign: Campaign;
  readonly #chance: ReturnType<typeof chance>;
  readonly #copies = new Map<string, Answer>();

  constructor(campaign: Campaign, seed: number) {
    this.#campaign = campaign;
    this.#chance = chance(seed);
  }

  /** Reads until the campaign is over. `newest` is the highest number of a story. */
  async work(newest: () => number): Promise<void> {
    while (!this.#campaign.isOver) {
      await this.#read(this.#pick(newest()));
      await pause(this.#chance.upTo(40));
    }
  }

  #pick(newest: number): Address {
    const { one, whether, upTo } = this.#chance;
    const [scope, path] = one(Object.entries(SCOPES)) as [string, string];
    if (whether(0.45)) return { path: `${path}/${one(FEEDS)}`, kind: 'feed', key: `edition:${scope}` };
    if (whether(0.2)) return { path: path || '/', kind: 'listing', key: `edition:${scope}` };
    if (whether(0.1)) return { path: one(OTHERS), kind: 'other', key: '' };
    if (whether(0.2)) {
      const page = 1 + Math.floor(upTo(newest / 30));
      const form = one(['', ...FEEDS.map((feed) => `/${feed}`)]);
      return { path: `${path}/archive/${page}${form}`, kind: 'archive', key: `archive:${scope}:${page}` };
    }
    // The newest stories are those that are read.
    const story = Math.max(0, newest - Math.floor(upTo(whether(0.5) ? 10 : newest)));
    const slug = slugOf(story);
    if (whether(0.1)) return { path: `/stories/${slug}/card.png`, kind: 'card', key: `card:${slug}` };
    return { path: `/stories/${slug}${one(STORY_FORMS)}`, kind: 'story', key: `story:${slug}`, story };
  }

  async #read(address: Address): Promise<void> {
    const { path, kind } = address;
    const copy = this.#copies.get(path);
    const etag = copy?.headers.get('ETag');
    const headers: Record<string, string> = {};
    if (etag && this.#chance.whether(0.6)) {
      headers['If-None-Match'] = etag;
      if (kind === 'feed' && this.#chance.whether(0.5)) headers['A-IM'] = 'feed';
    }
    const shown = this.#campaign.witness.shownAt(path);
    const answer = await ask(this.#campaign, path, { headers });
    if (!answer || isRefusal(this.#campaign, path, answer)) return;
    const seen =
      answer.status === 304 && copy ? { ...copy, asked: answer.asked, answered: answer.answered } : answer;
    if (answer.status === 200) this.#copies.set(path, answer);
    this.#judge(address, seen, shown);
  }

  #judge(address: Address, seen: Answer, shown: number): void {
    const { path } = address;
    const { tally } = this.#campaign;
    try {
      if (seen.body.length > 0) isWhole(seen.headers.get('Content-Type') ?? '', seen.body);
    } catch (error) {
      tally.breach('whole', `${path}: ${seen.status} ${(error as Error).message}`);
      return;
    }
    if (![200, 226, 302, 404, 410].includes(seen.status)) {
      tally.breach('expected', `${path}: ${seen.status} ${seen.body.toString().slice(0, 200)}`);
      return;
    }
    tally.count(this.#compare(address, seen, shown));
  }

  /** Compares what is seen with what was printed. */
  #compare(address: Address, { asked, answered, status, body }: Answer, shown: number): keyof Second {
    const { path, kind, key, story } = address;
    const marks = marksIn(body.toString());
    const judge = (name: string, sight: Pick<Sight, 'key' | 'isSeen' | 'isTogether'>) => {
      const known = name === path ? shown : 0;
      return this.#verdict(name, { asked, answered, shown: known, ...sight }, `${status} ${marks}`);
    };
    if (kind === 'feed') {
      if (status === 226) return judge(`${path} delta`, { key, isSeen: (says) => isAmong(marks, says) });
      return judge(path, { key, isSeen: (says) => marks === (says === 'nothing' ? '' : says) });
    }
    if (kind === 'listing') return judge(path, { key, isSeen: (says) => isAmong(marks, says) });
    if (kind === 'story') {
      const own = of(story ?? 0, marks);
      const isSeen = (says: string) => {
        if (status === 404) return says === 'nothing';
        return status === 410 ? says === 'withdrawn' : own !== '' && own === of(story ?? 0, says);
      };
      return judge(path, { key, isSeen });
    }
    if (kind === 'archive' && status === 200) {
      // What is on the page may come from copies of different ages, all of which were read at once.
      const verdicts = marks
        .split(' ')
        .filter(Boolean)
        .map((mark) => {
          const isSeen = (says: string) => says.split(' ').includes(mark);
          return judge(`${path} ${mark}`, {
            key: `story:${slugOf(storyOf(mark))}`,
            isTogether: true,
            isSeen,
          });
        });
      return verdicts.find((verdict) => verdict !== 'right') ?? 'right';
    }
    return 'right';
  }

  #verdict(name: string, sight: Sight, seen: string): keyof Second {
    const { witness, tally } = this.#campaign;
    const verdict = witness.judge(name, sight);
    if (typeof verdict === 'string') return verdict;
    const { breach } = verdict;
    const rule = breach === 'invented' ? 'printed' : breach === 'too old' ? 'bound' : 'order';
    tally.breach(rule, `${name} is ${breach}: ${seen.slice(0, 400)}`);
    return 'stale';
  }
}

/** Whether each mark is one of these. */
const isAmong = (marks: string, says: string) => {
  const all = new Set(says.split(' '));
  return marks === '' || marks.split(' ').every((mark) => all.has(mark));
};

const storyOf = (mark: string) => Number(/^mark(\d+)v/.exec(mark)?.[1]);

/** The marks of one story alone. */
const of = (story: number, marks: string) =>
  marks
    .split(' ')
    .filter((mark) => mark.startsWith(`mark${story}v`))
    .join(' ');
