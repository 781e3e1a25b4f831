import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server answers for a path. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

const escapeText = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** The page of a report: a headline, and paragraphs below words that stories quote. */
export const report = (headline: string, words: string): Answer => ({
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: `<!doctype html><html lang="en"><head><title>${escapeText(headline)}</title></head><body><article>
<h1>${escapeText(headline)}</h1><p>${escapeText(words)}</p>
<p>${'The council meets again in April, and has not said what it will decide. '.repeat(8)}</p></article></body></html>`,
});

export interface Item {
  path: string;
  title: string;
  summary: string;
  /** Hours ago. */
  age: number;
}

/** An outlet on this machine: a server at a port of its own, which the wire treats as a host of its own. */
export class Outlet {
  url = '';
  /** What it answers, by path. Everything else is missing. */
  readonly answers = new Map<string, Answer>();
  readonly #server = createServer((request, response) => {
    const { status = 200, headers, body } = this.answers.get(request.url ?? '') ?? { status: 404 };
    response.writeHead(status, headers).end(body);
  });

  static async open(): Promise<Outlet> {
    const outlet = new Outlet();
    await new Promise<void>((resolve) => outlet.#server.listen(0, '127.0.0.1', resolve));
    outlet.url = `http://127.0.0.1:${(outlet.#server.address() as AddressInfo).port}`;
    return outlet;
  }

  /** Publishes a feed (RSS 2.0), and returns its address. */
  publish(title: string, language: string, items: readonly Item[]): string {
    const entries = items.map(
      (item) => `<item><title>${escapeText(item.title)}</title><link>${this.url}${item.path}</link>
<description>${escapeText(item.summary)}</description>
<pubDate>${new Date(Date.now() - item.age * 3_600_000).toUTCString()}</pubDate></item>`,
    );
    this.answers.set('/feed.xml', {
      headers: { 'Content-Type': 'application/rss+xml', ETag: '"1"' },
      body: `<rss version="2.0"><channel><title>${escapeText(title)}</title><link>${this.url}/</link>
<description/><language>${language}</language>${entries.join('')}</channel></rss>`,
    });
    return `${this.url}/feed.xml`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
