import assert from 'node:assert/strict';
import type { Metadata } from '../../src/kv.ts';
import { isWhole } from './answers.ts';
import { campaign } from './campaign.ts';
import { checkArticle, checkEdition, program, site } from './documents.ts';
import { words } from './hostile.ts';
import { isKept, isPage, isXml } from './oracles.ts';
import { ask, type Printed } from './site.ts';
import { ADDRESSES, damaged, KEYS, type Kind, metadataOf, printed, values } from './stored.ts';

// Values of KV: each is shown whole, or known to be broken.

/** Shows what is under a key: every document that is made from it. */
function show(kind: Kind, value: { json: string; isPrinted: boolean }): void {
  if (kind === 'edition') checkEdition(program.parseEdition('all', value, () => undefined));
  else if (kind === 'archive') program.parseArchive('all', 1, value);
  else if (kind === 'directory') {
    const directory = program.parseDirectory(1, value);
    isPage(program.renderSubscribePage(directory, site));
    isXml(program.renderOpml(directory, site));
  } else {
    const stored = program.parseStoredStory('a-story', value, site);
    if ('article' in stored) checkArticle(stored.article, stored.related);
    if ('withdrawn' in stored) isPage(program.renderWithdrawnPage(stored.withdrawn, site));
  }
}

/** Whether it was shown, and not known to be broken. */
function isShown(kind: Kind, value: { json: string; isPrinted: boolean }): boolean {
  try {
    show(kind, value);
    return true;
  } catch (error) {
    if (!(error instanceof program.BrokenValue)) throw error;
    return false;
  }
}

/** The picture of the story under this key, where the value can be read at all: as it is written, and where that leads. */
function picturesOf(value: string): string[] {
  try {
    const url: unknown = JSON.parse(value)?.image?.url;
    return typeof url === 'string' && URL.canParse(url, site.url) ? [url, new URL(url, site.url).href] : [];
  } catch {
    return [];
  }
}

/** What an address answers, all of it whole. */
async function read(
  kind: Kind,
  address: number,
  kv: ReadonlyMap<string, Printed>,
  pictures: readonly string[],
) {
  const addresses = ADDRESSES[kind];
  const path = addresses[address % addresses.length] ?? '';
  const response = await ask(new Request(`${site.url}/${path}`), kv);
  return { path, status: response.status, text: await isWhole(response, pictures) };
}

const STATUS: Partial<Record<Kind, number>> = { tombstone: 410, redirect: 301 };

campaign({
  name: 'KV values',
  share: 0.04,
  inputs: values,
  check: async ({ kind, records, changes, length, beside, address }) => {
    const kv = await printed(kind, records);
    const key = KEYS[kind];
    const whole = kv.get(key);
    assert.ok(whole);
    // As it was printed: nothing of it is examined, and everything is shown.
    show(kind, { json: whole.value, isPrinted: true });
    const own = picturesOf(kv.get('story:a-story')?.value ?? '');
    const first = await read(kind, address, kv, own);
    assert.equal(first.status, STATUS[kind] ?? 200, `/${first.path}`);
    if (STATUS[kind] === undefined && /^(stories\/a-story(\.json)?|archive\/1|)$/.test(first.path)) {
      const { headline } = JSON.parse(kv.get('story:a-story')?.value ?? '');
      isKept(words(headline), first.text);
    }
    const value = damaged(whole.value, changes, length);
    const metadata = await metadataOf(beside, value, whole.metadata as Metadata);
    const isTaken = isShown(kind, { json: value, isPrinted: false });
    // What cannot be shown leaves the last good copy there.
    const pictures = [...own, ...picturesOf(value)];
    const answer = await read(kind, address, new Map(kv).set(key, { value, metadata }), pictures);
    assert.ok([200, 301, 404, 410, 503].includes(answer.status), `/${answer.path}: ${answer.status}`);
    return isTaken;
  },
});
