import { type Definition, OBJECTS, type ObjectDefinition, RECORDS } from './lexicons.ts';

// Checks records against their lexicons, with the words of the servers of Bluesky (`@atproto/lexicon`).

const DID = String.raw`did:[a-z]+:[\w.:%-]*[\w.-]`;
const NSID = String.raw`[a-z][a-z\d-]*(?:\.[a-z\d-]+)+\.[A-Za-z]+`;
/** A TID: 13 digits of base32-sortable, of which the first has a zero for its highest bit (https://atproto.com/specs/tid). */
export const TID = /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/;

/** Whether a date like 2026-02-28 is in the calendar. */
const isDay = (text: string) => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

const FORMATS: Record<string, (text: string) => boolean> = {
  uri: (text) => /^\w+:(?:\/\/)?[^\s/]\S*$/.test(text) && text.length <= 8192,
  'at-uri': (text) => new RegExp(`^at://${DID}(?:/${NSID}(?:/[\\w.~:-]{1,512})?)?$`).test(text),
  did: (text) => new RegExp(`^${DID}$`).test(text),
  cid: (text) => /^b[a-z2-7]{50,120}$/.test(text),
  datetime: (text) =>
    /^[0-9]{4}-[01]\d-[0-3]\dT[0-2]\d:[0-6]\d:[0-6]\d(?:\.\d{1,20})?(?:Z|[+-][0-2]\d:[0-5]\d)$/.test(text) &&
    !text.endsWith('-00:00') &&
    !text.startsWith('000') &&
    isDay(text.slice(0, 10)),
};

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value refers to a blob (https://atproto.com/specs/data-model#blob-type). */
const isBlob = (value: unknown) =>
  isObject(value) &&
  value.$type === 'blob' &&
  isObject(value.ref) &&
  FORMATS.cid?.(String(value.ref.$link)) &&
  typeof value.mimeType === 'string' &&
  Number.isInteger(value.size);

function* stringFaults(path: string, value: unknown, definition: Definition & { type: 'string' }) {
  const { format, maxLength, maxGraphemes } = definition;
  if (typeof value !== 'string') yield `${path} must be a string`;
  else {
    if (maxLength !== undefined && new TextEncoder().encode(value).byteLength > maxLength)
      yield `${path} must not be longer than ${maxLength} characters`;
    if (maxGraphemes !== undefined && [...graphemes.segment(value)].length > maxGraphemes)
      yield `${path} must not be longer than ${maxGraphemes} graphemes`;
    if (format !== undefined && !FORMATS[format]?.(value)) yield `${path} must be a valid ${format}`;
  }
}

function* faultsOf(path: string, value: unknown, definition: Definition): Generator<string> {
  switch (definition.type) {
    case 'string':
      yield* stringFaults(path, value, definition);
      break;
    case 'boolean':
      if (typeof value !== 'boolean') yield `${path} must be a boolean`;
      break;
    case 'integer': {
      const { minimum = -Infinity, maximum = Infinity } = definition;
      if (!Number.isInteger(value)) yield `${path} must be an integer`;
      else if ((value as number) < minimum || (value as number) > maximum)
        yield `${path} must be between ${minimum} and ${maximum}`;
      break;
    }
    case 'blob':
      if (!isBlob(value)) yield `${path} should be a blob ref`;
      break;
    case 'array':
      if (!Array.isArray(value)) yield `${path} must be an array`;
      else if (value.length > (definition.maxLength ?? Infinity))
        yield `${path} must not have more than ${definition.maxLength} elements`;
      else
        for (const [index, each] of value.entries())
          yield* faultsOf(`${path}/${index}`, each, definition.items);
      break;
    case 'object':
      yield* objectFaults(path, value, definition);
      break;
    case 'ref': {
      const target = OBJECTS[definition.ref];
      if (!target) throw new Error(`There is no lexicon for ${definition.ref}.`);
      yield* objectFaults(path, value, target);
      break;
    }
    case 'union': {
      const type = isObject(value) ? value.$type : undefined;
      if (typeof type !== 'string') yield `${path} must be an object which includes the "$type" property`;
      else if (definition.refs.includes(type) && OBJECTS[type])
        yield* objectFaults(path, value, OBJECTS[type]);
      else if (definition.closed) yield `${path} $type must be one of ${definition.refs.join(', ')}`;
    }
  }
}

function* objectFaults(path: string, value: unknown, { required = [], properties }: ObjectDefinition) {
  if (!isObject(value)) yield `${path} must be an object`;
  else {
    for (const name of required)
      if (value[name] === undefined) yield `${path} must have the property "${name}"`;
    for (const [name, definition] of Object.entries(properties))
      if (value[name] !== undefined) yield* faultsOf(`${path}/${name}`, value[name], definition);
  }
}

/** Returns the first fault of a write, in the words of a server; undefined if there is none. */
export function recordFault(collection: string, key: string, record: unknown): string | undefined {
  const lexicon = RECORDS[collection];
  if (!lexicon) return `Lexicon not found: lex:${collection}`;
  if (!TID.test(key)) return `Invalid record key for ${collection}: must be a tid`;
  if (isObject(record) && record.$type !== collection)
    return `Invalid $type: expected ${collection}, got ${record.$type}`;
  const [fault] = objectFaults('Record', record, lexicon);
  return fault === undefined ? undefined : `Invalid ${collection} record: ${fault}`;
}
