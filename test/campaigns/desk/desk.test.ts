import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Actor } from '../../../src/desk/people/roles.ts';
import { edit, Record } from './editor.ts';
import { Newsroom, pause } from './newsroom.ts';

// Twenty editors write five drafts at once, while the Worker is killed three times. The seed determines what they write.

const SEED = Number(process.env.SEED ?? 1);
const SECONDS = Number(process.env.SECONDS ?? 60);
const [EDITORS, DRAFTS, KILLS] = [20, 5, 3];

const record = new Record();
let newsroom: Newsroom;
let somebody: Actor;

before(async () => {
  console.log(`SEED=${SEED} SECONDS=${SECONDS}`);
  newsroom = await Newsroom.open();
  const editors = await Promise.all(
    Array.from({ length: EDITORS }, (_, index) => newsroom.member(`Editor ${index}`, 'editor')),
  );
  somebody = editors[0] as Actor;
  const drafts = await Promise.all(
    Array.from({ length: DRAFTS }, (_, index) => newsroom.begin(`draft-${index}`, 'Begun.\n', somebody)),
  );
  const ids = drafts.map(({ id }) => id);
  const work = editors.map((each, index) => edit(newsroom, ids, each, SEED + index, record));
  for (let kills = 0; kills < KILLS; kills++) {
    await pause((SECONDS * 1000) / (KILLS + 1));
    await newsroom.kill();
  }
  await pause((SECONDS * 1000) / (KILLS + 1));
  newsroom.isOver = true;
  await Promise.all(work);
  // A new process has nothing but what is stored.
  await newsroom.kill();
});

after(() => newsroom.stop());

test('every acknowledged version is there, byte for byte', async () => {
  for (const [id, texts] of record.drafts) {
    for (const [version, text] of texts) {
      const found = await newsroom.version(id, version, somebody);
      assert.ok(found?.ok, `version ${version} of ${id} is gone`);
      assert.equal(found.version.text, text);
    }
  }
  assert.deepEqual(record.faults, []);
});

test('the versions of a draft are numbered without a gap', async () => {
  for (const [id, texts] of record.drafts) {
    const found = await newsroom.versions(id, somebody);
    assert.ok(found?.ok);
    const numbers = found.versions.map(({ version }) => version).reverse();
    assert.deepEqual(
      numbers,
      Array.from(numbers, (_, index) => index + 1),
    );
    assert.ok(numbers.length >= Math.max(...texts.keys()));
  }
});

test('there were saves, refusals and calls without an answer', () => {
  const { acknowledged, refused } = record;
  const { unanswered, kills } = newsroom;
  console.log(`${acknowledged} saves acknowledged, ${refused} refused, ${unanswered} calls unanswered`);
  assert.ok(acknowledged > SECONDS && refused > 0 && unanswered > 0 && kills > KILLS);
});
