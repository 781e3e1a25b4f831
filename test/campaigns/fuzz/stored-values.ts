import assert from 'node:assert/strict';
import { isWhole } from './answers.ts';
import { campaign } from './campaign.ts';
import { checkArticle, checkEdition, program, site } from './documents.ts';
import { words } from './hostile.ts';
import { isKept, isPage, isXml } from './oracles.ts';
import { ask, type Printed } from './site.ts';
import {
  ADDRESSES,
  damaged,
  harmed,
  KEYS,
  type Kind,
  metadataOf,
  printed,
  recordOf,
  values,
  withRecord,
} from './stored.ts';

// Values of KV: each is shown whole, or known to be broken.

/** Shows what is under a key: every document that is made from it. */
async function show(kind: Kind, value: { json: string; isTrusted: boolean }): Promise<void> {
  if (kind === 'edition') checkEdition(program.parseEdition('all', value, () => undefined));
  else if (kind === 'archive') program.parseArchivePage('all', 1, value);
  else if (kind === 'directory') {
    const directory = program.parseDirectory(1, value);
    isPage(program.renderSubscribePage(directory, site));
    isXml(program.renderOpml(directory, site));
  } else {
    const stored = await program.parseStoredStory('a-story', value, site);
    if ('rendering' in stored) checkArticle(stored, stored.related);
    if ('withdrawn' in stored) isPage(program.renderWithdrawnPage(stored.withdrawn, site));
  }
}

/** Whether it was shown, and not known to be broken. */
async function isShown(kind: Kind, value: { json: string; isTrusted: boolean }): Promise<boolean> {
  try {
    await show(kind, value);
    return true;
  } catch (error) {
    if (!(error instanceof program.BrokenValue)) throw error;
    return false;
  }
}

/** The picture of the story under this key, where the record can be read at all: as it is written, and where that leads. */
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
  { pictures, takesGzip }: { pictures: readonly string[]; takesGzip: boolean },
) {
  const addresses = ADDRESSES[kind];
  const path = addresses[address % addresses.length] ?? '';
  const headers = { 'Accept-Encoding': takesGzip ? 'gzip' : 'identity' };
  const response = await ask(new Request(`${site.url}/${path}`, { headers }), kv);
  return { path, status: response.status, text: await isWhole(response, pictures) };
}

const STATUS: Partial<Record<Kind, number>> = { tombstone: 410, redirect: 301 };

campaign({
  name: 'KV values',
  share: 0.04,
  inputs: values,
  check: async ({ kind, records, changes, length, beside, address, harm, takesGzip }) => {
    const kv = await printed(kind, records);
    const key = KEYS[kind];
    const [whole, story, other] = [kv.get(key), kv.get('story:a-story'), kv.get('story:b-story')];
    assert.ok(whole && story);
    const record = await recordOf(key, whole);
    const storyRecord = await recordOf('story:a-story', story);
    // As it was printed: nothing of it is examined, and everything is shown.
    await show(kind, { json: record, isTrusted: true });
    const own = picturesOf(storyRecord);
    const first = await read(kind, address, kv, { pictures: own, takesGzip });
    assert.equal(first.status, STATUS[kind] ?? 200, `/${first.path}`);
    if (STATUS[kind] === undefined && /^(stories\/a-story(\.json)?|archive\/1|)$/.test(first.path)) {
      const { headline } = JSON.parse(storyRecord);
      isKept(words(headline), first.text);
    }
    const json = damaged(record, changes, length);
    const isTaken = await isShown(kind, { json, isTrusted: false });
    // What cannot be shown leaves the last good copy there.
    const pictures = [...own, ...picturesOf(json)];
    const repacked = await withRecord(key, whole, json);
    const damages = [{ value: repacked, metadata: await metadataOf(beside, repacked, whole.metadata) }];
    if (harm) {
      const value = harmed(key, new Uint8Array(Buffer.from(whole.value as string)), harm);
      // What is of the press's own hand and was damaged since; no fingerprint is of the damaged bytes.
      const given = beside === 'its own' ? whole : other;
      damages.push({ value, metadata: typeof beside === 'object' ? beside.odd : given?.metadata });
    }
    for (const { value, metadata } of damages) {
      const values = new Map<string, Printed>(kv).set(key, { value, metadata });
      const answer = await read(kind, address, values, { pictures, takesGzip });
      assert.ok([200, 301, 404, 410, 503].includes(answer.status), `/${answer.path}: ${answer.status}`);
    }
    return isTaken;
  },
});
