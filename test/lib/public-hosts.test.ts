import { describe, expect, test } from 'vitest';
import { isLoopback, isPublicHost, networkOf } from '../../src/lib/public-hosts.ts';
import * as fc from '../draw.ts';

const hostOf = (host: string) => URL.parse(`http://${host}/`)?.hostname;
const isPublic = (host: string) => {
  const parsed = hostOf(host);
  return parsed !== undefined && isPublicHost(parsed);
};

const SPECIAL = [
  [[0, 0, 0, 0], 8],
  [[10, 0, 0, 0], 8],
  [[100, 64, 0, 0], 10],
  [[127, 0, 0, 0], 8],
  [[169, 254, 0, 0], 16],
  [[172, 16, 0, 0], 12],
  [[192, 0, 0, 0], 24],
  [[192, 0, 2, 0], 24],
  [[192, 88, 99, 0], 24],
  [[192, 168, 0, 0], 16],
  [[198, 18, 0, 0], 15],
  [[198, 51, 100, 0], 24],
  [[203, 0, 113, 0], 24],
  [[224, 0, 0, 0], 4],
  [[240, 0, 0, 0], 4],
] as const;

const toNumber = (bytes: readonly number[]) => bytes.reduce((sum, byte) => sum * 256 + byte, 0);
const bytesOf = (address: number) => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);

/** Returns a random address in a range that is not public. */
const specialIpv4 = fc
  .tuple(fc.constantFrom(...SPECIAL), fc.nat(2 ** 31 - 1))
  .map(([[prefix, bits], random]) => toNumber(prefix) + (random % 2 ** (32 - bits)));

/** Spells an IPv4 address in every way that a URL allows. */
const SPELLINGS: ((address: number) => string)[] = [
  (address) => bytesOf(address).join('.'),
  (address) => String(address),
  (address) => `0x${address.toString(16)}`,
  (address) => `0${address.toString(8)}`,
  (address) =>
    bytesOf(address)
      .map((byte) => `0x${byte.toString(16)}`)
      .join('.'),
  (address) =>
    bytesOf(address)
      .map((byte) => `0${byte.toString(8)}`)
      .join('.'),
  (address) => `${bytesOf(address)[0]}.${address % 2 ** 24}`,
  (address) => `${bytesOf(address).join('.')}.`,
  (address) => bytesOf(address).join('。'),
];

const hex = (address: number, at: number) => Math.floor(address / 2 ** at) % 65_536;
/** Embeds an IPv4 address in IPv6 addresses: mapped, compatible, NAT64, 6to4, Teredo. */
const EMBEDDINGS: ((address: number) => string)[] = [
  (address) => `[::ffff:${bytesOf(address).join('.')}]`,
  (address) => `[::${bytesOf(address).join('.')}]`,
  (address) => `[64:ff9b::${bytesOf(address).join('.')}]`,
  (address) => `[2002:${hex(address, 16).toString(16)}:${hex(address, 0).toString(16)}::1]`,
  (address) => `[2001:0:${hex(address, 16).toString(16)}:${hex(address, 0).toString(16)}::]`,
];

describe('a host that is not public:', () => {
  test('an address of a special range, however it is spelt', () => {
    fc.assert(
      fc.property(specialIpv4, fc.constantFrom(...SPELLINGS), (address, spell) => {
        expect(hostOf(spell(address))).toBeDefined();
        expect(isPublic(spell(address))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test('any IPv4 address embedded in an IPv6 address', () => {
    fc.assert(
      fc.property(
        fc.oneof(specialIpv4, fc.nat(2 ** 31 - 1)),
        fc.constantFrom(...EMBEDDINGS),
        (address, embed) => {
          expect(hostOf(embed(address))).toBeDefined();
          expect(isPublic(embed(address))).toBe(false);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('an IPv6 address outside 2000::/3', () => {
    const group = fc.nat(0xffff);
    const outside = group.filter((first) => first < 0x2000 || first > 0x3fff);
    fc.assert(
      fc.property(outside, fc.array(group, { minLength: 7, maxLength: 7 }), (first, others) => {
        const address = [first, ...others].map((each) => each.toString(16)).join(':');
        expect(isPublic(`[${address}]`)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    '[::]',
    '[::1]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd12:3456::1]',
    '[ff02::1]',
    '[2001:db8::1]',
    '[2001:1ff::1]',
    '[3fff:fff::1]',
    'localhost',
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    'printer.local',
    'metadata.google.internal',
    'router.home.arpa',
    'service.arpa',
    '1.0.10.in-addr.arpa',
    'kubernetes.default.svc',
    'a.default.svc.cluster.local',
    'x.consul',
    'host.docker.internal',
    'duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion',
    'a.alt',
    'nas.test',
    'a.invalid',
    'a.localdomain',
    'X.Consul.',
    'nas.lan',
    'router',
    'router.',
    'ｌｏｃａｌｈｏｓｔ',
  ])('%s', (host) => {
    expect(isPublic(host)).toBe(false);
  });
});

describe('a host of the public Internet:', () => {
  test('an address next to a special range', () => {
    for (const [prefix, bits] of SPECIAL) {
      const [from, to] = [toNumber(prefix) - 1, toNumber(prefix) + 2 ** (32 - bits)];
      for (const address of [from, to]) {
        if (address < 0 || address >= 2 ** 32) continue;
        const isInAnother = SPECIAL.some(
          ([other, size]) => address >= toNumber(other) && address < toNumber(other) + 2 ** (32 - size),
        );
        expect([bytesOf(address), isPublic(bytesOf(address).join('.'))]).toEqual([
          bytesOf(address),
          !isInAnother,
        ]);
      }
    }
  });

  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '[2606:4700:4700::1111]',
    '[2a00:1450::1]',
    '[2001:200::1]',
    '[2001:db7::1]',
    '[2001:db9::1]',
    '[3fff:1000::1]',
    'reader.example',
    'localhost.reader.example',
    'consul.reader.example',
    'latest.reader.example',
    'xn--bcher-kva.example',
    'local.example.',
  ])('%s', (host) => {
    expect(isPublic(host)).toBe(true);
  });
});

test('only this machine is loopback', () => {
  const hosts = ['127.0.0.1', '0x7f000001', '127.9', 'localhost', 'a.localhost.', '[::1]'];
  expect(hosts.filter((host) => !isLoopback(hostOf(host) ?? ''))).toEqual([]);
  const others = ['10.0.0.1', '128.0.0.1', '[::2]', 'localhost.example', '127.example', '169.254.169.254'];
  expect(others.filter((host) => isLoopback(hostOf(host) ?? ''))).toEqual([]);
});

test.each([
  'localhost..',
  '127.0.0.1..',
  'intranet..',
  'localhost.localdomain',
  'metadata.google.internal..',
])('%s is not public', (host) => {
  expect(isPublic(host)).toBe(false);
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['2001:db8:0:0:1::', '2001:db8:0:0'],
  ['local', 'local'],
])('%s belongs to the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
