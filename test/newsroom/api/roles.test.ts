import { expect, test } from 'vitest';
import { operations } from '../../../src/newsroom/api/operations.ts';
import { may, ROLES } from '../../../src/newsroom/people/desk/roles.ts';
import { call, nothingChanged, problemOf } from '../../newsroom.ts';

const guarded = Object.entries(operations).filter(([, { isPublic }]) => !isPublic);

/** Sends an operation with the token of somebody, for things that do not exist. */
function ask({ route, headers, body = {} }: (typeof operations)[string], token: string): Promise<Response> {
  const [method = '', path = ''] = route.split(' ');
  const [type] = Object.keys(body);
  return call(method, path.replaceAll(/\{\w+\}/g, '1'), type && '\n', {
    token,
    headers: {
      ...(headers && 'If-Match' in headers.shape ? { 'If-Match': '"1"' } : {}),
      ...(type ? { 'Content-Type': type } : {}),
    },
  });
}

test.each(guarded)('%s is refused by its role, and only by that', async (_, operation) => {
  const tokens = { writer: 'wes-token', editor: 'eve-token', admin: 'ann-token' };
  for (const role of ROLES) {
    const response = await ask(operation, tokens[role]);
    if (!may(role, operation.needs ?? 'write')) {
      expect(response.status).toBe(403);
      expect((await problemOf(response)).detail).toMatch(/ is an? (writer|editor)\. Only an /);
    } else {
      expect(response.status).not.toBe(403);
      await response.arrayBuffer();
    }
  }
});

test('a writer changes no story, and reads no backup and no export', async () => {
  const names = guarded.filter(([, { needs }]) => needs !== undefined).map(([name]) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      ...['putStory', 'withdrawStory', 'restoreStory', 'mergeStory', 'importStories'],
      ...['exportStories', 'listBackups', 'getBackup', 'rebuild'],
    ]),
  );
  for (const name of names) await ask(operations[name] as (typeof operations)[string], 'wes-token');
  await nothingChanged();
});
