#!/usr/bin/env node
// Checks the public history of a story. One file without dependencies, for Node 20 and later:
//
//   node verify.mjs https://news.example/stories/a-story
//   node verify.mjs history.json --keys keys.json
//
// It says of each revision whether its record, its hash, its place in the chain and its signature hold. Exit status: 0 if everything
// holds and a signature covers it, 1 if something does not hold, 2 if the history or the keys could not be read, 3 if everything fits
// together, but no signature covers the newest revisions. It shares no code with Edgewire.

import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const MAX_BYTES = 50_000_000;
const TIMEOUT = 30_000;
/** A newsroom publishes far fewer. */
const MAX_REVISIONS = 10_000;

/** The error if the history or the keys cannot be read. */
class Unreadable extends Error {}

/** Makes a text of the other side fit for a terminal: one line, no control or invisible characters, at most 200 characters. */
const show = (value) => {
  const text = typeof value === 'string' ? value : String(JSON.stringify(value));
  const safe = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (each) => `\\u{${each.codePointAt(0).toString(16)}}`);
  return safe.length > 200 ? `${safe.slice(0, 199)}…` : safe;
};

/** Returns a value as canonical JSON (RFC 8785). */
function canonicalize(value) {
  if (typeof value === 'string' && !value.isWellFormed()) throw new Unreadable('A text has half of a surrogate pair.');
  // JSON.stringify would write it as null.
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Unreadable('A number is too large.');
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalize).join(',')}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${canonicalize(name)}:${canonicalize(value[name])}`).join(',')}}`;
}

const hashOf = (value) => `sha-256:${createHash('sha256').update(canonicalize(value), 'utf8').digest('hex')}`;
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fetches a document of a server. Follows redirects, because a story may have another address now. */
async function fetchText(url) {
  let response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT), headers: { Accept: 'application/json' } });
  } catch (error) {
    throw new Unreadable(`${show(url)} did not answer: ${show(error.cause?.message ?? error.message)}`);
  }
  if (response.redirected) console.log(`${show(url)} leads to ${show(response.url)}.`);
  if (response.status === 410) throw new Unreadable(`${show(url)}: the story was withdrawn, and its history with it.`);
  if (!response.ok) throw new Unreadable(`${show(url)} answered with status ${response.status}.`);
  const parts = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > MAX_BYTES) throw new Unreadable(`${show(url)} is larger than ${MAX_BYTES / 1e6} MB.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

const isUrl = (text) => /^https?:\/\//.test(text);

/** Counts the names in a value's objects. */
function countNames(value) {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum, each) => sum + countNames(each), own);
}

/** Whether an object in the JSON has a name twice. JSON.parse keeps the last; other programs may show the first. */
function hasRepeatedNames(text, value) {
  let names = 0;
  for (const [string] of text.matchAll(/"(?:[^"\\]|\\.)*"\s*:?/g)) if (string.endsWith(':')) names++;
  return names !== countNames(value);
}

async function readJson(place) {
  const text = isUrl(place)
    ? await fetchText(place)
    : await readFile(place, 'utf8').catch((error) => {
        throw new Unreadable(`${show(place)} could not be read: ${show(error.code ?? error.message)}`);
      });
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Unreadable(`${show(place)} is not JSON.`);
  }
  if (hasRepeatedNames(text, value)) throw new Unreadable(`${show(place)} has a name twice in one object.`);
  return value;
}

/** Returns public keys by their ids, which are their thumbprints (RFC 7638), whatever the list says. */
function keysIn(set, place) {
  if (!isObject(set) || !Array.isArray(set.keys)) throw new Unreadable(`${show(place)} is not a list of keys.`);
  const keys = new Map();
  for (const { kty, crv, x } of set.keys.filter(isObject)) {
    if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string') continue;
    const id = createHash('sha256').update(canonicalize({ crv, kty, x })).digest('base64url');
    try {
      keys.set(id, createPublicKey({ key: { kty, crv, x }, format: 'jwk' }));
    } catch {
      console.log(`A key in the list is malformed: ${show(x)}`);
    }
  }
  return keys;
}

function isSigned(statement, signature, key) {
  try {
    return verify(null, Buffer.from(canonicalize(statement)), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

/** Says why a statement does not follow the one before; undefined if it does. `hashes` has the hash of each. */
function brokenLink(entries, hashes, index, omitted) {
  const { previous, revision } = entries[index].statement;
  if (index === 0) {
    if (omitted > 0) return previous === null ? 'it follows nothing, though earlier revisions were left out' : undefined;
    return previous === null ? undefined : 'a gap: the first revision is missing';
  }
  if (previous === hashes[index - 1]) return undefined;
  const follows = entries[hashes.indexOf(previous)]?.statement.revision;
  if (follows !== undefined) return `out of order: it follows revision ${show(follows)}`;
  const before = entries[index - 1].statement.revision;
  const missing = revision - before === 2 ? `revision ${before + 1}` : 'what it follows';
  return `a gap: ${missing} is missing, or revision ${show(before)} was changed`;
}

/** Returns what does not hold of a revision, and what is to be said of it. */
function check(entries, hashes, index, { story, omitted }, keys) {
  const { statement, hash, signature, keyId, record } = entries[index];
  const [faults, notes] = [[], []];
  const before = entries[index - 1]?.statement;
  if (statement.story !== story) faults.push('it belongs to another story');
  if (hash !== hashes[index]) faults.push('hash does not match');
  if (record === null) notes.push('record left out: hash only');
  else if (statement.record !== hashOf(record)) faults.push('record does not match its hash');
  const broken = brokenLink(entries, hashes, index, omitted);
  if (broken) faults.push(broken);
  if (before && !(statement.revision > before.revision)) faults.push('its number is not higher than the one before');
  if (before && !(Date.parse(statement.at) >= Date.parse(before.at))) faults.push('its time is before that of the one before');
  if (signature === null && keyId !== null) faults.push('its signature is missing');
  else if (signature === null) notes.push('unsigned');
  else if (!keys.has(keyId)) faults.push(`key unknown: ${show(keyId)}`);
  else if (!isSigned(statement, signature, keys.get(keyId))) faults.push('signature does not match');
  else notes.push(`signed by key ${keyId}`);
  return { faults, notes };
}

/** Leaves out what is not stated: null, and lists and objects that are empty. */
function withoutEmpty(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutEmpty);
  const isStated = (each) => each !== null && each !== undefined && !(typeof each === 'object' && Object.keys(each).length === 0);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutEmpty(each)]).filter(([, each]) => isStated(each)));
}

/** Returns the names of the fields in which the newest record differs from the one at the story's own address. */
async function differingFields(url, story, record) {
  const document = await readJson(`${url}.json`);
  // A record need not state the story's permanent id, which the story's address always does.
  const [stated, present] = [{ identifier: story, ...record }, document?.record ?? {}].map(withoutEmpty);
  const names = new Set([...Object.keys(stated), ...Object.keys(present)]);
  return [...names].filter((name) => canonicalize([stated[name] ?? null]) !== canonicalize([present[name] ?? null]));
}

/** Returns what does not hold of the history as a whole. */
async function checkNewest(url, { headline, story }, record) {
  if (record === null) return ['The newest record is missing, so nothing shows that this is the newest revision.'];
  const faults = headline === record.headline ? [] : ['The headline of the history is not that of the newest record.'];
  const differing = url === undefined ? [] : await differingFields(url, story, record);
  if (differing.length > 0) {
    faults.push(`The newest record differs from ${show(url)}.json in ${differing.map(show).join(', ')}. Either may be some minutes old: try again.`);
  }
  return faults;
}

function parseArguments(given) {
  const places = [];
  let keys;
  for (let at = 0; at < given.length; at++) {
    if (given[at] === '--keys') keys = given[++at];
    else places.push(given[at]);
  }
  if (places.length !== 1 || (given.includes('--keys') && keys === undefined)) {
    throw new Unreadable('Usage: node verify.mjs <address of a story, or file> [--keys <address or file>]');
  }
  return { place: places[0], keys };
}

async function main() {
  const { place, keys: keysPlace } = parseArguments(process.argv.slice(2));
  const url = isUrl(place) ? place.replace(/[?#].*$/, '').replace(/(\/history(\.json)?|\.json|\/)$/, '') : undefined;
  const history = await readJson(url === undefined ? place : `${url}/history.json`);
  const entries = history?.revisions;
  const isEntry = (entry) => isObject(entry) && isObject(entry.statement) && (entry.record === null || isObject(entry.record));
  if (!Array.isArray(entries) || entries.length === 0 || !entries.every(isEntry)) {
    throw new Unreadable(`${show(place)} is not the history of a story.`);
  }
  if (entries.length > MAX_REVISIONS) throw new Unreadable(`${show(place)} has more than ${MAX_REVISIONS} revisions.`);
  const keysAt = keysPlace ?? (url && new URL('/.well-known/edgewire/keys.json', url).href);
  const keys = keysAt === undefined ? new Map() : keysIn(await readJson(keysAt), keysAt);
  const omitted = Number.isSafeInteger(history.omitted) && history.omitted >= 0 ? history.omitted : 0;
  const hashes = entries.map(({ statement }) => hashOf(statement));
  console.log(`${show(history.headline)} · ${show(history.story)}`);
  if (omitted > 0) console.log(`Earlier revisions that this history leaves out: ${omitted}.`);

  let broken = 0;
  for (const [index, { statement }] of entries.entries()) {
    const { faults, notes } = check(entries, hashes, index, { story: history.story, omitted }, keys);
    if (faults.length > 0) broken++;
    const what = `revision ${show(statement.revision)} · ${show(statement.at)} · ${show(statement.action)}`;
    console.log(`${[what, ...notes].join(' · ')}: ${faults.length > 0 ? faults.join('; ') : 'holds'}`);
  }
  if (keysAt === undefined && entries.some(({ signature }) => signature !== null)) {
    console.log('A file does not say where the public keys are. Name their address or file with --keys.');
  }
  const faults = await checkNewest(url, history, entries.at(-1).record);
  for (const fault of faults) console.log(fault);
  const unsigned = entries.filter(({ signature }) => signature === null).length;
  // A signature covers all earlier revisions too, because it covers the hash of the one before.
  const uncovered = entries.length - 1 - entries.findLastIndex(({ signature }) => signature !== null);
  const counts = `revisions: ${entries.length}, unsigned: ${unsigned}`;
  if (broken > 0 || faults.length > 0) {
    console.log(`Something does not hold (${counts}).`);
    return 1;
  }
  if (uncovered > 0) {
    const which = uncovered === entries.length ? 'the revisions' : `the newest revisions (${uncovered})`;
    console.log(`Everything fits together, but no signature covers ${which}: whoever can change the answer can change them (${counts}).`);
    return 3;
  }
  console.log(`Everything holds (${counts}).`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Unreadable ? error.message : `It could not be read: ${show(error.message)}`);
  process.exitCode = 2;
}
