import assert from 'node:assert/strict';
import { checkResponse } from './answers.ts';
import { fuzz } from './campaign.ts';
import { checkArticle, checkEdition, program, site } from './documents.ts';
import { findWords } from './hostile.ts';
import { assertContainsWords, assertPage, assertXml } from './oracles.ts';
import { ask, type StoredValue } from './site.ts';
import {
  ADDRESSES,
  damageBytes,
  KEYS,
  type Kind,
  metadataOf,
  mutateJson,
  recordOf,
  values,
  withRecord,
  writeValues,
} from './stored.ts';

// Fuzzes KV values: each is either rendered whole or recognised as broken.

/** Renders and checks all documents that are made from a value. */
async function checkDocuments(kind: Kind, value: { json: string; isTrusted: boolean }): Promise<void> {
  if (kind === 'edition') checkEdition(program.parseEdition('all', value, () => undefined));
  else if (kind === 'archive') program.parseArchivePage('all', 1, value);
  else if (kind === 'directory') {
    const directory = program.parseDirectory(1, value);
    assertPage(program.renderSubscribePage(directory, site), [program.copyScript]);
    assertXml(program.renderOpml(directory, site));
  } else {
    const stored = await program.parseStoredStory('a-story', value, site);
    if ('rendering' in stored) checkArticle(stored, stored.related);
    if ('withdrawn' in stored) assertPage(program.renderWithdrawnPage(stored.withdrawn, site));
  }
}

/** Whether the documents can be rendered. False if the program recognises the value as broken. */
async function canBeShown(kind: Kind, value: { json: string; isTrusted: boolean }): Promise<boolean> {
  try {
    await checkDocuments(kind, value);
    return true;
  } catch (error) {
    if (!(error instanceof program.BrokenValue)) throw error;
    return false;
  }
}

/** Lists the URL of the picture in a story's record, as written and resolved. Empty if the record cannot be parsed. */
function picturesOf(value: string): string[] {
  try {
    const url: unknown = JSON.parse(value)?.image?.url;
    return typeof url === 'string' && URL.canParse(url, site.url) ? [url, new URL(url, site.url).href] : [];
  } catch {
    return [];
  }
}

/** Requests one of the kind's paths, and checks that the answer is whole. */
async function request(
  kind: Kind,
  address: number,
  kv: ReadonlyMap<string, StoredValue>,
  { pictures, takesGzip }: { pictures: readonly string[]; takesGzip: boolean },
) {
  const addresses = ADDRESSES[kind];
  const path = addresses[address % addresses.length] ?? '';
  const headers = { 'Accept-Encoding': takesGzip ? 'gzip' : 'identity' };
  const response = await ask(new Request(`${site.url}/${path}`, { headers }), kv);
  return { path, status: response.status, text: await checkResponse(response, pictures) };
}

const STATUS: Partial<Record<Kind, number>> = { tombstone: 410, redirect: 301 };

fuzz({
  name: 'KV values',
  share: 0.04,
  inputs: values,
  check: async ({ kind, records, changes, length, metadataChoice, address, harm, takesGzip }) => {
    const kv = await writeValues(kind, records);
    const key = KEYS[kind];
    const [whole, story, other] = [kv.get(key), kv.get('story:a-story'), kv.get('story:b-story')];
    assert.ok(whole && story);
    const record = await recordOf(key, whole);
    const storyRecord = await recordOf('story:a-story', story);
    // First the value as written, which is trusted.
    await checkDocuments(kind, { json: record, isTrusted: true });
    const own = picturesOf(storyRecord);
    const first = await request(kind, address, kv, { pictures: own, takesGzip });
    assert.equal(first.status, STATUS[kind] ?? 200, `/${first.path}`);
    if (STATUS[kind] === undefined && /^(stories\/a-story(\.json)?|archive\/1|)$/.test(first.path)) {
      const { headline } = JSON.parse(storyRecord);
      assertContainsWords(findWords(headline), first.text);
    }
    const json = mutateJson(record, changes, length);
    const isTaken = await canBeShown(kind, { json, isTrusted: false });
    // If the mutated value is broken, readers get the last good copy, with its pictures.
    const pictures = [...own, ...picturesOf(json)];
    const repacked = await withRecord(key, whole, json);
    const damages = [
      { value: repacked, metadata: await metadataOf(metadataChoice, repacked, whole.metadata) },
    ];
    if (harm) {
      const value = damageBytes(key, new Uint8Array(Buffer.from(whole.value as string)), harm);
      // Metadata of an undamaged value, whose fingerprint does not match the damaged bytes.
      const given = metadataChoice === 'its own' ? whole : other;
      damages.push({
        value,
        metadata: typeof metadataChoice === 'object' ? metadataChoice.odd : given?.metadata,
      });
    }
    for (const { value, metadata } of damages) {
      const values = new Map<string, StoredValue>(kv).set(key, { value, metadata });
      const answer = await request(kind, address, values, { pictures, takesGzip });
      assert.ok([200, 301, 404, 410, 503].includes(answer.status), `/${answer.path}: ${answer.status}`);
    }
    return isTaken;
  },
});
