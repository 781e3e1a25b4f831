import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeHosts, openHost } from '../../loopback/hosts.ts';
import { PUBLISHED, runStory, storyText } from '../run.ts';
import { type Server, startServer, temporaryFolder } from '../server.ts';

// `wire`, `feeds` and `watch`, with feeds and pages of hosts on this machine.

let server: Server;
const folder = temporaryFolder();

before(async () => {
  server = await startServer();
});
after(async () => {
  closeHosts();
  await server.stop();
});

const story = (...args: string[]) => runStory(args, { url: server.url });

/** Runs a command that succeeds; returns what it prints. */
async function run(...args: string[]): Promise<string> {
  const { output, code } = await story(...args);
  assert.equal(code, 0, output);
  return output;
}

/** Runs a command that fails; returns what it prints. */
async function fail(...args: string[]): Promise<string> {
  const { output, code } = await story(...args);
  assert.equal(code, 1, output);
  return output;
}

/** Serves a feed with one report. */
async function openOutlet(outlet: string, title: string): Promise<{ feed: string; report: string }> {
  const { url } = await openHost({
    '/feed': (response, { headers }) =>
      response.writeHead(200, { 'Content-Type': 'application/rss+xml' }).end(
        `<rss version="2.0"><channel><title>${outlet}</title><language>en</language><item><title>${title}</title>
         <link>http://${headers.host}/ferry</link><pubDate>${new Date().toUTCString()}</pubDate></item></channel></rss>`,
      ),
  });
  return { feed: `${url}/feed`, report: `${url}/ferry` };
}

test('feeds are added, muted, asked again and removed', async () => {
  const { feed } = await openOutlet('Gull Gazette', 'A kiln is lit in Puffinford');
  assert.match(
    await run('feeds', 'add', feed),
    new RegExp(`^Added: ${feed}: Gull Gazette, \\d+ items? a week`),
  );
  assert.match(await run('feeds', 'add', feed), /^Followed already: /);
  assert.match(await run('feeds', 'mute', feed), new RegExp(`^Muted ${feed}\\.\n$`));
  const listed = JSON.parse(await run('feeds', '--json')) as { address: string; state: string }[];
  assert.equal(listed.find(({ address }) => address === feed)?.state, 'muted');
  assert.match(await run('feeds', 'unmute', feed), new RegExp(`^Asking again: ${feed}\\.\n$`));
  assert.match(await run('feeds'), new RegExp(`${feed}: Gull Gazette, (?!muted)[\\s\\S]*\\d+ feeds\\.\n$`));
  assert.match(await run('feeds', 'remove', feed), new RegExp(`^Removed ${feed}\\.\n$`));
  assert.match(await fail('feeds', 'mute', feed), /^No feed at \S+ is followed\. To see which are:/);
});

test('a feed that cannot be followed is refused in words', async () => {
  assert.match(await fail('feeds', 'add', 'http://10.0.0.1/feed'), /public Internet/);
  const { url } = await openHost({ '/page': 'No feed.' });
  assert.match(await fail('feeds', 'add', `${url}/page`), /no RSS, Atom, RDF or JSON Feed/);
});

test('a subscription list is imported and exported; what is refused in it is named', async () => {
  const { feed } = await openOutlet('Heron Herald', 'A mill is sold in Heron');
  const list = join(folder, 'feeds.opml');
  writeFileSync(
    list,
    `<opml version="2.0"><body><outline type="rss" xmlUrl="${feed}"/><outline type="rss" xmlUrl="ftp://a.example/feed"/></body></opml>`,
  );
  const imported = await fail('feeds', 'import', list);
  assert.match(imported, /ftp:\/\/a\.example\/feed: refused\. \S/);
  assert.match(imported, /feeds\.opml: 1 added, 0 followed already, 1 refused\.\n/);
  const copy = join(folder, 'copy.opml');
  assert.match(await run('feeds', 'export', copy), /^Wrote .*copy\.opml\.\n$/);
  assert.ok(readFileSync(copy, 'utf8').includes(`xmlUrl="${feed}"`));
});

test('what two feeds report of one event is listed as one, with the reports', async () => {
  const title = 'Ferry to Gull Island runs again after six years';
  const outlets = [await openOutlet('Harbour Mail', title), await openOutlet('Coast Courier', title)];
  for (const { feed } of outlets) await run('feeds', 'add', feed);
  const events = await run('wire');
  const [, id = ''] = /^(\d+) {2}Ferry to Gull Island.*\n.*2 outlets, 2 reports/m.exec(events) ?? [];
  assert.notEqual(id, '', events);
  const event = await run('wire', id);
  for (const { report } of outlets) assert.ok(event.includes(`    ${report}\n`), event);
  assert.ok((JSON.parse(await run('wire', '--json', '--limit', '1')) as unknown[]).length === 1);
  assert.doesNotMatch(await run('wire', '--language', 'is'), /Ferry/);
  assert.match(await fail('wire', '999999'), /event/);
  assert.match(await fail('wire', 'ferry'), /It must be a whole number, like 7/);
});

test('the watch looks at a source, says what is missing, and a false alarm is set right', async () => {
  const quote = 'we will not raise the fare before 2028';
  const article = (words: string) =>
    `<!doctype html><html lang="en"><title>Ferry line</title><article><h1>Ferry line</h1><p>The mayor said: “${words}.”</p><p>${'The first boat is to sail in April, if the pier is mended by then. '.repeat(8)}</p></article></html>`;
  let words = quote;
  const { url } = await openHost({
    '/ferry': (response) =>
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(article(words)),
  });
  const source = `${url}/ferry`;
  assert.match(await fail('watch', 'look', source), /cite/);
  const file = join(folder, 'ferry.md');
  writeFileSync(
    file,
    storyText(
      `${PUBLISHED}\nkeywords: [web-feeds]\ncitation:\n  - url: ${source}\n    quote:\n      exact: ${quote}`,
      `It stays ([mail](${source})).`,
    ),
  );
  await run('publish', file);
  assert.match(await run('watch', 'look', source), new RegExp(`^as it was: ${source}\n`));

  words = 'we will raise the fare';
  assert.match(await run('watch', 'look', source), /^unconfirmed: [\s\S]*Readers are told nothing\./);
  assert.match(
    await run('watch', 'look', source),
    new RegExp(
      `^changed: [\\s\\S]*Missing: "${quote}"\n[\\s\\S]*Readers are told\\.[\\s\\S]*Cited by ferry\\.`,
    ),
  );
  const dismissed = await run('watch', 'dismiss', source);
  assert.match(dismissed, /^dismissed: [\s\S]*\S called it a false alarm, /);
  assert.doesNotMatch(await run('watch'), new RegExp(source));
  assert.match(await run('watch', 'restore', source), /^changed: [\s\S]*Readers are told\./);
  assert.match(await run('watch', '--kind', 'changed'), new RegExp(`\nchanged: ${source}\n`));
  assert.match(await fail('watch', '--kind', 'odd'), /^"odd" is no kind of finding\. Choose one of /);
});
