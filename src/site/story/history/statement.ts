import * as z from 'zod';
import { canonicalJson } from '../../../lib/canonical-json.ts';
import { compactJson } from '../../../lib/compact-json.ts';
import { fromBase64Url, toBase64Url, toHex } from '../../../lib/encodings.ts';
import { plainText, storyIdentifier, timestamp } from '../fields.ts';

// What the newsroom states of each revision that readers have seen. Each statement has the hash of the one before, so that nobody
// can change, remove or insert one without changing all later ones.

/** What a revision did. */
export const ACTIONS = ['publish', 'change', 'rename', 'withdraw', 'restore', 'merge'] as const;
export type Action = (typeof ACTIONS)[number];

/** A SHA-256 as it is written in statements: `sha-256:` and 64 hex digits. */
const digest = z.string().regex(/^sha-256:[0-9a-f]{64}$/, { error: 'must be sha-256: and 64 hex digits' });

/** What the newsroom states of a revision. */
export const statementSchema = z.strictObject({
  action: z.enum(ACTIONS).describe('What happened, as readers saw it: the first is always publish'),
  at: timestamp.describe('Since when readers have had this revision'),
  previous: digest.nullable().describe('The hash of the statement before; null for the first'),
  reason: plainText(2000).nullable().describe('Why the story was withdrawn or merged'),
  record: digest.describe('The hash of the record as canonical JSON'),
  revision: z.int().min(1).describe("The revision's number. Those that readers never saw leave gaps"),
  slug: z.string().max(200),
  story: storyIdentifier.describe("The story's permanent id"),
  version: z.literal(1),
});

export type Statement = z.output<typeof statementSchema>;

const base64url = (length: number) =>
  z.string().regex(new RegExp(`^[A-Za-z0-9_-]{${length}}$`), {
    error: `must be ${length} characters of base64url`,
  });

/** A statement as it is stored: as canonical JSON, with its hash and perhaps a signature. */
export const sealSchema = z
  .strictObject({
    statement: z.string().max(20_000).describe('The statement as canonical JSON (RFC 8785)'),
    hash: digest,
    signature: base64url(86).nullable().describe("Ed25519 (RFC 8032) over the statement's bytes"),
    key: base64url(43).nullable().describe('The public key, as the x of a JWK (RFC 8037)'),
  })
  .refine(({ signature, key }) => (signature === null) === (key === null), {
    path: ['key'],
    error: 'must be null if signature is null, and otherwise not',
  });

export type Seal = z.output<typeof sealSchema>;

/** Returns the hash of a text as statements have it. */
export async function hashOf(text: string): Promise<string> {
  return `sha-256:${toHex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))}`;
}

/** Returns the hash of a record. It leaves out fields that are null ("not stated"), so that later versions' fields do not change it. */
export const recordHash = (record: unknown): Promise<string> => hashOf(canonicalJson(withoutNulls(record)));

/** Returns a copy of a record without the fields that are null. */
export const withoutNulls = (record: unknown): unknown => JSON.parse(compactJson(record));

/** Returns the id of a public key: its thumbprint (RFC 7638). */
export async function thumbprint(x: string): Promise<string> {
  const members = canonicalJson({ crv: 'Ed25519', kty: 'OKP', x });
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(members));
  return toBase64Url(hash);
}

/** Returns whether a signature holds; false for one that is malformed. */
export async function isSignatureOf(statement: string, signature: string, key: string): Promise<boolean> {
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: key };
    const imported = await crypto.subtle.importKey('jwk', jwk, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify(
      'Ed25519',
      imported,
      fromBase64Url(signature),
      new TextEncoder().encode(statement),
    );
  } catch {
    return false;
  }
}
