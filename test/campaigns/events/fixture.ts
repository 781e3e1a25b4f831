import type { FeedItem } from '../../../src/newsroom/feeds/wire/feed-item.ts';
import { AR } from './fixture/ar.ts';
import { DE } from './fixture/de.ts';
import { DISASTERS } from './fixture/disasters.ts';
import { EN } from './fixture/en.ts';
import { ES } from './fixture/es.ts';
import { FR } from './fixture/fr.ts';
import { ZH } from './fixture/zh.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 2);

/** The half of the fixture that the rules were measured on, and the one that was only counted at the end. */
export type Half = 'train' | 'test';

export interface LabelledItem {
  item: FeedItem;
  event: string;
  /** Events of one name are near misses of each other: the same company, place or match, and other news. */
  pair: string;
  half: Half;
  language: string;
}

const hash = (text: string): number => {
  let value = 0;
  for (const character of text) value = (Math.imul(value, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return value;
};

/** Ways in which another feed of an outlet gives the address of the same article. */
const VARIANTS: Record<string, (url: URL) => string> = {
  tracking: ({ href }) => `${href}?utm_source=rss&utm_medium=feed&fbclid=x1`,
  amp: ({ href }) => `${href}/amp`,
  mobile: ({ href }) => href.replace('//www.', '//m.'),
  slash: ({ href }) => `${href}/`,
  fragment: ({ href }) => `${href}#xtor=RSS-1`,
  http: ({ href }) => href.replace('https:', 'http:').replace('.example/', '.example:80/'),
};

/**
 * Reads the fixture: `## event day=… pair=… lang=…`, then a line for each report, `hour | outlet | title | summary`, the hour counted
 * from midnight of the event's day. `= kind` is the report above once more, from another feed, with another form of its address.
 */
export function readFixture(): LabelledItem[] {
  const items: LabelledItem[] = [];
  for (const text of [AR, DE, DISASTERS, EN, ES, FR, ZH]) {
    let event = { name: '', day: 0, pair: '', language: 'en' };
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const head = /^## (\S+) day=(\d+) pair=(\S+)(?: lang=(\S+))?$/.exec(line);
      if (head) {
        const [, name = '', day, pair = '', language = 'en'] = head;
        event = { name, day: Number(day), pair, language };
      } else if (line.startsWith('= ')) {
        const last = items.at(-1);
        const vary = VARIANTS[line.slice(2)];
        if (!last || !vary) throw new Error(`Not a line of the fixture: ${line}`);
        const { item } = last;
        items.push({
          ...last,
          item: {
            ...item,
            feed: `${item.feed}?top`,
            id: null,
            url: vary(new URL(item.url)),
            seenAt: item.seenAt + HOUR,
          },
        });
      } else {
        const [hour, outlet = '', title = '', summary = ''] = line.split(' | ');
        const at = START + event.day * 24 * HOUR + Number(hour) * HOUR;
        const host = `www.outlet-${hash(outlet).toString(36)}.example`;
        const path = hash(`${title}${summary}`).toString(36);
        items.push({
          event: event.name,
          pair: event.pair,
          half: hash(event.pair) % 2 === 0 ? 'train' : 'test',
          language: event.language,
          item: {
            feed: `https://${host}/feed`,
            id: path,
            url: `https://${host}/news/${path}`,
            title,
            summary,
            publisher: outlet,
            publishedAt: at,
            seenAt: at + HOUR / 4,
            language: event.language,
          },
        });
      }
    }
  }
  return items;
}
