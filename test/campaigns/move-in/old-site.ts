import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32, deflateSync } from 'node:zlib';
import { author, category, FOOT, head, item, tag } from '../../move-in/read/wordpress/wxr.ts';

// A WordPress site of any size, the same each time: its export, its pictures, and what every old address showed.

const HOME = 'https://old.example';
const CATEGORIES = ['world', 'business', 'science', 'culture'];
const AUTHORS = ['ann', 'bob', 'eve'];
const WORDS =
  'the court rates minister river harbour vote budget paper signal market school winter report harvest engine letter bridge council summer'.split(
    ' ',
  );

let state = 1;
const random = () => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return state / 0x7fffffff;
};
const word = () => WORDS[Math.floor(random() * WORDS.length)] ?? '';
const sentence = (length: number) => {
  const words = Array.from({ length }, word).join(' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
};

/** An old address, the path that it has to lead to, and words that the page there has to have. */
export interface OldAddress {
  path: string;
  leadsTo: string;
  shows: string;
}

const iso = (time: number) => new Date(time).toISOString();

/** Makes a PNG of one pixel, with a text that makes it another file than all others. */
export function pngOf(number: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  const pixel = Buffer.from([0, number & 255, (number >> 8) & 255, (number >> 16) & 255]);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixel)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Writes an export with so many posts; returns the addresses that readers knew. The first `pictures` posts show a picture each. */
export async function writeExport(file: string, posts: number, pictures: number): Promise<OldAddress[]> {
  const out = createWriteStream(file);
  const write = async (text: string) => {
    if (!out.write(text)) await once(out, 'drain');
  };
  const units = [
    ...AUTHORS.map((login, index) => author(index + 1, login, `${login.toUpperCase()} Author`)),
    ...CATEGORIES.map((slug, index) => category(index + 1, slug, slug.toUpperCase())),
    ...WORDS.map((slug, index) => tag(index + 100, slug, slug)),
  ].join('');
  await write(head({ url: HOME, units }));
  const addresses: OldAddress[] = [];
  const begin = Date.UTC(2010, 0, 1, 8);
  for (let number = 1; number <= posts; number++) {
    const time = begin + number * 8 * 3_600_000;
    const day = iso(time).slice(0, 10);
    const slug = `story-${number}-${word()}-${word()}`;
    const title = `Story ${number}: ${sentence(6)}`;
    const path = `/${day.replaceAll('-', '/')}/${slug}/`;
    const picture = `${HOME}/wp-content/uploads/${day.slice(0, 7).replace('-', '/')}/p${number}.png`;
    const paragraphs = Array.from(
      { length: 8 },
      () =>
        `<p>${Array.from({ length: 6 }, () => sentence(12)).join(' ')} <a href="https://source.example/${word()}">${word()}</a> <strong>${word()}</strong>.</p>`,
    );
    if (number <= pictures)
      paragraphs.splice(1, 0, `<p><img src="${picture}" alt="Picture ${number}" /></p>`);
    const local = iso(time).slice(0, 19).replace('T', ' ');
    const [main = '', term = ''] = [CATEGORIES[number % CATEGORIES.length], WORDS[number % WORDS.length]];
    await write(
      item({
        id: number + 10,
        title,
        slug,
        link: `${HOME}${path}`,
        guid: `${HOME}/?p=${number + 10}`,
        pubDate: new Date(time).toUTCString().replace('GMT', '+0000'),
        creator: AUTHORS[number % AUTHORS.length] ?? '',
        content: paragraphs.join('\n\n'),
        excerpt: number % 2 === 0 ? sentence(20) : '',
        date: local,
        dateUtc: local,
        terms: [
          ['category', main, main.toUpperCase()],
          ['post_tag', term, term],
        ],
      }),
    );
    const story = { leadsTo: `/stories/${slug}`, shows: title };
    addresses.push({ path, ...story }, { path: `/?p=${number + 10}`, ...story });
  }
  for (const slug of CATEGORIES)
    addresses.push({ path: `/category/${slug}/`, leadsTo: `/topics/${slug}`, shows: '<html' });
  for (const slug of WORDS)
    addresses.push({ path: `/tag/${slug}/`, leadsTo: `/topics/${slug}`, shows: '<html' });
  for (const login of AUTHORS) {
    const leadsTo = `/search?author=${login.toUpperCase()}+Author`;
    addresses.push({ path: `/author/${login}/`, leadsTo, shows: '<html' });
  }
  addresses.push({ path: '/feed/', leadsTo: '/rss.xml', shows: '<rss' });
  addresses.push({ path: '/?feed=atom', leadsTo: '/atom.xml', shows: '<feed' });
  // However few posts there are, the first ones are of this month.
  addresses.push({ path: '/2010/01/', leadsTo: '/search?from=2010-01-01&to=2010-01-31', shows: '<html' });
  await write(FOOT);
  out.end();
  await once(out, 'finish');
  return addresses;
}

/** Serves the old site's pictures on this machine. Whatever else it is asked for is not found. */
export async function servePictures(): Promise<{ url: string; asked: () => number; stop: () => void }> {
  let asked = 0;
  const server = createServer((request, response) => {
    const [, number] = /\/p(\d+)\.png$/.exec(request.url ?? '') ?? [];
    if (number === undefined) {
      response.writeHead(404).end();
      return;
    }
    asked++;
    response.writeHead(200, { 'Content-Type': 'image/png' }).end(pngOf(Number(number)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
