import { LISTED_AS, type ListedAs } from '../../../src/newsroom/watch/desk/watch-entry.ts';
import { type Server, TOKEN } from '../../cli/server.ts';
import { until } from '../../websub/subscriber.ts';
import { type Answer, type Item, Outlet, report } from './outlet.ts';

// A wire in the midst of its day: feeds in several languages, of which some fail, and cited pages that are gone, changed or refuse.

const QUOTE = 'We expect 1,400 passengers a day, and we won’t raise the fare before 2028.';
const OTHER = 'We expect 1,700 passengers a day, and the fare depends on the council.';

const FEEDS: { title: string; language: string; items: Item[] }[] = [
  {
    title: 'The Gazette',
    language: 'en',
    items: [
      {
        path: '/ferry',
        title:
          'Council votes to reopen the ferry line to Gull Island after eleven years, with 1,400 passengers a day expected and a fare that is to stay the same until 2028',
        summary:
          'The council of Port Hallow has voted by nine to four to reopen the ferry line to Gull Island in April.',
        age: 2,
      },
      {
        path: '/donaudampfschifffahrt',
        title: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft dissolved',
        summary:
          'The society with the longest name in the region has been dissolved by its last three members.',
        age: 30,
      },
    ],
  },
  {
    title: 'Hallow Evening Post',
    language: 'en',
    items: [
      {
        path: '/news/ferry-line',
        title: 'Ferry line to Gull Island reopens in April',
        summary:
          'Port Hallow’s council voted nine to four to reopen the ferry line to Gull Island. 1,400 passengers a day are expected.',
        age: 1,
      },
    ],
  },
  {
    title: 'صحيفة الميناء',
    language: 'ar',
    items: [
      {
        path: '/khabar/1',
        title: 'المجلس البلدي يقرر إعادة فتح خط العبّارات إلى جزيرة النورس في أبريل بعد توقف دام أحد عشر عامًا',
        summary: 'صوّت المجلس بتسعة أصوات مقابل أربعة على إعادة فتح الخط، ويتوقع 1400 راكب يوميًا.',
        age: 3,
      },
    ],
  },
  {
    title: '港口日报',
    language: 'zh',
    items: [
      {
        path: '/xinwen/1',
        title: '市议会表决通过：停航十一年后，海鸥岛渡轮航线将于四月重新开通，预计每日运送一千四百名乘客',
        summary: '市议会以九票对四票通过重新开通航线的决定，票价在2028年之前不会上涨。',
        age: 4,
      },
    ],
  },
];

export interface Stage {
  /** The path of the story whose sources the watch has looked at. */
  story: string;
  /** Addresses of sources: one can be read and the other cannot, none can, and one whose server wants a pause of some minutes. */
  readable: string[];
  missing: string[];
  busy: string[];
  stop: () => void;
}

async function callApi(
  server: Pick<Server, 'url'>,
  [method, path]: [string, string],
  body?: unknown,
  type = 'application/json',
): Promise<unknown> {
  const response = await fetch(`${server.url}/api${path}`, {
    method,
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': type },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  return response.json();
}

/** Has a newsroom follow the feeds: one is muted, one fails, and one has stopped. */
async function stageFeeds(server: Pick<Server, 'url'>, open: () => Promise<Outlet>): Promise<void> {
  for (const { title, language, items } of FEEDS) {
    const url = (await open()).publish(title, language, items);
    const { id } = (await callApi(server, ['POST', '/feeds'], { url })) as { id: string };
    if (title === 'The Gazette') await callApi(server, ['POST', `/feeds/${id}/mute`]);
  }
  const [failing, stopped] = [await open(), await open()];
  failing.answers.set('/rss', { status: 500 });
  stopped.answers.set('/rss', { status: 410 });
  const outlines = [failing, stopped].map(({ url }) => `<outline type="rss" text="" xmlUrl="${url}/rss"/>`);
  const opml = `<opml version="2.0"><body>${outlines.join('')}</body></opml>`;
  await callApi(server, ['POST', '/feeds.opml'], opml, 'text/x-opml');
  await until('the answers of feeds', async () => {
    const { feeds } = (await callApi(server, ['GET', '/feeds'])) as { feeds: { answer: string | null }[] };
    return feeds.every(({ answer }) => answer !== null);
  });
}

/** Publishes a story that cites a page for each kind of finding, and has the watch look until it has found them. Returns its path. */
export async function stageWatch(server: Pick<Server, 'url'>, open: () => Promise<Outlet>): Promise<string> {
  const outlets = await Promise.all(LISTED_AS.map(async (kind) => [kind, await open()] as const));
  const urlOf = ({ url }: Outlet) =>
    `${url}/news/2026/the-council-votes-to-reopen-the-ferry-line-to-gull-island`;
  for (const [kind, outlet] of outlets)
    outlet.answers.set(
      new URL(urlOf(outlet)).pathname,
      report('Ferry line', kind === 'unseen' ? OTHER : QUOTE),
    );
  const slug = `the-ferry-line-reopens`;
  await callApi(server, ['PUT', `/stories/${slug}`], {
    slug,
    headline: 'The ferry line to Gull Island reopens, and nobody knows who pays for it',
    abstract: 'The council voted nine to four.',
    articleBody: outlets
      .map(([kind, outlet]) => `As one of the reports says, it votes again. ([${kind}](${urlOf(outlet)}))`)
      .join('\n\n'),
    inLanguage: 'en',
    datePublished: new Date().toISOString().replace(/\.\d+/, ''),
    keywords: ['web-feeds'],
    citation: outlets.map(([, outlet]) => ({ url: urlOf(outlet), quote: { exact: QUOTE } })),
  });
  const look = (kinds: readonly string[]) =>
    Promise.all(
      outlets
        .filter(([kind]) => kinds.includes(kind))
        .map(([, outlet]) => callApi(server, ['POST', '/watch/looks'], { url: urlOf(outlet) })),
    );
  // Each request takes in some of the stories that are new, until this one is among them.
  await until('the sources', () =>
    look(['changed']).then(
      () => true,
      () => false,
    ),
  );
  const answers: Partial<Record<ListedAs, Answer>> = {
    gone: { status: 404 },
    changed: report('Ferry line', OTHER),
    moved: { status: 301, headers: { Location: '/archive/ferry' } },
    unconfirmed: { status: 410 },
    refused: { status: 403 },
    unknown: { status: 500 },
    dismissed: { status: 308, headers: { Location: '/archive/ferry' } },
  };
  for (const [kind, outlet] of outlets) {
    const answer = answers[kind];
    if (answer) outlet.answers.set(new URL(urlOf(outlet)).pathname, answer);
    outlet.answers.set('/archive/ferry', report('Ferry line', QUOTE));
  }
  await look(LISTED_AS);
  await look(['gone', 'changed', 'moved']);
  const [, alarm] = outlets.find(([kind]) => kind === 'dismissed') ?? [];
  if (alarm) await callApi(server, ['PUT', '/watch/dismissals'], { url: urlOf(alarm), isFalseAlarm: true });
  return `/stories/${slug}`;
}

/** Sets up feeds, events and findings of each kind in a newsroom. */
export async function stageWire(server: Pick<Server, 'url'>): Promise<Stage> {
  const outlets: Outlet[] = [];
  const open = async () => {
    const outlet = await Outlet.open();
    outlets.push(outlet);
    return outlet;
  };
  await stageFeeds(server, open);
  const story = await stageWatch(server, open);
  const [readable, busy] = [await open(), await open()];
  readable.answers.set(
    '/ferry',
    report('Ferry line reopens in April', `${QUOTE} The council of Port Hallow voted.`),
  );
  busy.answers.set('/ferry', { status: 429, headers: { 'Retry-After': '500' } });
  return {
    story,
    readable: [`${readable.url}/ferry`, `${readable.url}/missing`],
    missing: [`${readable.url}/missing`],
    busy: [`${busy.url}/ferry`],
    stop: () => {
      for (const outlet of outlets) outlet.stop();
    },
  };
}
