import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  type Account,
  accountOf,
  creatorOf,
  findAccount,
  listAccounts,
  sharingAccounts,
} from '../../../src/fediverse/documents/accounts.ts';
import { withContext } from '../../../src/fediverse/documents/activity-streams.ts';
import { actorDocument, webFingerDocument } from '../../../src/fediverse/documents/actor.ts';
import { fediverseSchema } from '../../../src/settings/fediverse-schema.ts';
import type { Scope } from '../../../src/site/edition/scope.ts';
import { renderListingPage } from '../../../src/site/page/listing.tsx';
import { site as plain, sampleEdition } from '../../samples.ts';
import { siteWithAccounts as site } from './site.ts';

const PEM = '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n';
const idOf = (account: Account | undefined) => account?.id;

test('the newsroom’s actor', async () => {
  const account = accountOf(site, 'all') as Account;
  const document = `${JSON.stringify(withContext(actorDocument(account, site, PEM)), null, 2)}\n`;
  await expect(document).toMatchFileSnapshot('../../golden/actor.activity.json');
});

test('an author’s actor has their face, and says that a program runs it', () => {
  const account = accountOf(site, 'author:ann-lee') as Account;
  expect(actorDocument(account, site, PEM)).toMatchObject({
    id: 'https://news.example/actor/authors/ann-lee',
    type: 'Service',
    preferredUsername: 'ann-lee',
    name: 'Ann Lee',
    url: 'https://news.example/authors/ann-lee',
    icon: { url: 'https://news.example/pictures/ann-lee.png' },
    publicKey: { id: 'https://news.example/actor/authors/ann-lee#main-key', owner: account.id },
    endpoints: { sharedInbox: 'https://news.example/actor/inbox' },
  });
});

test('an account says which accounts it was, and which it became', () => {
  const moved = {
    ...site,
    fediverse: fediverseSchema.parse({
      username: 'openwire',
      alsoKnownAs: ['https://social.example/users/wire'],
      movedTo: 'https://elsewhere.example/users/wire',
    }),
  };
  expect(actorDocument(accountOf(moved, 'all') as Account, moved, PEM)).toMatchObject({
    alsoKnownAs: ['https://social.example/users/wire'],
    movedTo: 'https://elsewhere.example/users/wire',
  });
});

describe('accounts', () => {
  test('are found by address, by actor and by page', () => {
    for (const resource of [
      'acct:ann-lee@news.example',
      'acct:@Ann-Lee@NEWS.example',
      'https://news.example/actor/authors/ann-lee',
      'https://news.example/authors/ann-lee',
    ])
      expect(idOf(findAccount(resource, site))).toBe('https://news.example/actor/authors/ann-lee');
    expect(idOf(findAccount('https://news.example/', site))).toBe('https://news.example/actor');
    for (const resource of ['acct:ann-lee@other.example', 'acct:nobody@news.example', 'acct:', '', 'ann-lee'])
      expect(findAccount(resource, site)).toBeUndefined();
  });

  test('have different names', () => {
    const clashing = {
      ...site,
      fediverse: fediverseSchema.parse({ username: 'ann-lee', authors: true, topics: true }),
      topics: [{ slug: 'samuel-osei', title: 'Samuel Osei', finished: false }],
    };
    const names = listAccounts(clashing).map(({ name }) => name);
    expect(names).toEqual(['ann-lee', 'samuel-osei', 'ines-marchetti']);
    expect(findAccount('acct:ann-lee@news.example', clashing)?.scope).toBe('all');
  });

  test('are only those that the setting names', () => {
    const some = { ...site, fediverse: fediverseSchema.parse({ username: 'wire', topics: ['provenance'] }) };
    expect(listAccounts(some).map(({ scope }) => scope)).toEqual(['all', 'topic:provenance']);
    expect(listAccounts({ ...plain, fediverse: null })).toEqual([]);
    expect(listAccounts({ ...plain, fediverse: '@wire@social.example' })).toEqual([]);
  });

  test('share a story of their author or topic, each once', () => {
    const story = {
      author: [{ name: 'Ann Lee' }, { name: 'ann lee' }, { name: 'Nobody' }],
      keywords: ['provenance', 'x'],
    };
    expect(sharingAccounts(story, site).map(({ scope }) => scope)).toEqual([
      'author:ann-lee',
      'topic:provenance',
    ]);
  });

  test('are named beside links: the author’s, the newsroom’s, or the one elsewhere', () => {
    const by = (name: string) => ({ author: [{ name }] });
    expect(creatorOf(by('Ann Lee'), site)).toBe('@ann-lee@news.example');
    expect(creatorOf(by('Nobody'), site)).toBe('@openwire@news.example');
    expect(creatorOf(by('Ann Lee'), { ...site, fediverse: '@wire@social.example' })).toBe(
      '@wire@social.example',
    );
    expect(creatorOf(by('Ann Lee'), { ...site, fediverse: null })).toBeUndefined();
  });
});

test('WebFinger names actor and page', () => {
  expect(webFingerDocument(accountOf(site, 'all') as Account, site)).toEqual({
    subject: 'acct:openwire@news.example',
    aliases: ['https://news.example/actor', 'https://news.example/'],
    links: [
      { rel: 'self', type: 'application/activity+json', href: 'https://news.example/actor' },
      { rel: 'http://webfinger.net/rel/profile-page', type: 'text/html', href: 'https://news.example/' },
    ],
  });
});

describe('the setting', () => {
  test('is off, an account elsewhere, or the newsroom’s own', () => {
    for (const off of [undefined, null, false]) expect(fediverseSchema.parse(off)).toBeNull();
    expect(fediverseSchema.parse('@wire@social.example')).toBe('@wire@social.example');
    expect(fediverseSchema.parse({ username: 'wire' })).toMatchObject({ username: 'wire', authors: false });
  });

  test.each([
    ['wire@social.example', 'must be an account like @news@social.example'],
    [{}, 'username: must be a name like news'],
    [{ username: 'Open Wire' }, 'username: must have lower-case letters'],
    [{ username: 'a', authors: 'all' }, 'authors: must be true, or a list of the slugs of people'],
    [{ username: 'a', alsoKnownAs: ['@wire@social.example'] }, 'alsoKnownAs[0]: must be an absolute http'],
    [{ username: 'a', blockedHosts: ['https://bad.example'] }, 'blockedHosts[0]: must be a host'],
    [{ user: 'a' }, 'must be an account like @news@social.example, or have username'],
  ])('%j: %s', (value, fault) => {
    const { error } = fediverseSchema.safeParse(value);
    const messages = error?.issues.map(({ path, message }) => {
      const at = z.core.toDotPath(path);
      return at ? `${at}: ${message}` : message;
    });
    expect(messages?.join('\n')).toContain(fault);
  });
});

test('the pages of accounts lead to them, so that Mastodon finds an account by the address of its page', () => {
  const linkIn = (scope: Scope, of = site) =>
    /<link rel="alternate" type="application\/activity\+json" href="([^"]*)"/.exec(
      renderListingPage({ ...sampleEdition, scope }, of),
    )?.[1];
  expect(linkIn('all')).toBe('https://news.example/actor');
  expect(linkIn('author:ann-lee')).toBe('https://news.example/actor/authors/ann-lee');
  expect(linkIn('source:a.example')).toBeUndefined();
  expect(linkIn('all', { ...site, fediverse: '@wire@social.example' as never })).toBeUndefined();
});
