import { env } from 'cloudflare:workers';
import { chooseDrafter } from '../../../../../src/newsroom/drafting/wire/choose-drafter.ts';
import { deskFor } from '../../../../../src/newsroom/drafting/wire/drafting-desk.ts';
import { DraftingJobs } from '../../../../../src/newsroom/drafting/wire/drafting-jobs.ts';
import type { Actor } from '../../../../../src/newsroom/people/desk/roles.ts';
import { readSource } from '../../../../../src/newsroom/wire/extraction/read-source.ts';
import type { Fetched } from '../../../../../src/newsroom/wire/fetching/fetched.ts';
import { forPrograms } from '../../../../../src/newsroom/words/translate.ts';
import { runInside, wireObject } from '../../../../objects.ts';

// Jobs of the drafting room for tests of what shows them, read from pages that need no network.

export const REFUSAL = 'b.example refuses that machines write from https://b.example/. Read it yourself.';

const html = `<!DOCTYPE html><html lang="en"><head><title>Old Bridge to close in March</title><meta property="og:site_name" content="Harbour Times"></head>
<body><article><h1>Old Bridge to close in March</h1>
<p>The city council voted 7 to 2 on Tuesday to close the Old Bridge to cars from 1 March 2027.</p>
<p>Repairs of the bridge will cost 42 million euros and take three years, according to the city’s engineers.</p></article></body></html>`;

/** A web whose pages at a.example can be read. Those at b.example refuse, and those at slow.example never answer. */
async function web({ url }: { url: string }): Promise<Fetched> {
  const { hostname } = new URL(url);
  if (hostname === 'slow.example') return new Promise(() => {});
  if (hostname === 'b.example') return { ok: false, kind: 'usage', detail: forPrograms(REFUSAL) };
  return {
    ok: true,
    url,
    movedTo: null,
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: new TextEncoder().encode(html),
    readAt: Date.now(),
  };
}

/** Has a draft made of pages of that web; returns the job's id, once it is over, or at once if a page is at slow.example. */
export const plantJob = (urls: string[], actor: Actor): Promise<string> =>
  runInside(wireObject(), async (_wire: unknown, { storage }) => {
    const jobs = new DraftingJobs(storage.sql, {
      fetchPage: web,
      readSource,
      chooseDrafter: () => chooseDrafter('extractive', { model: null, server: null }, {}),
      desk: deskFor(env),
    });
    const begun = await jobs.begin({ urls, language: 'en', actor, now: Date.now() });
    if (!begun.ok) throw new Error(begun.detail);
    if (!urls.some((url) => url.includes('slow.example'))) await jobs.settled();
    return begun.id;
  });
