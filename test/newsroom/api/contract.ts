import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { type Schema, Validator } from '@cfworker/json-schema';
import { app } from '../../../src/app.ts';

// Holds the API to its OpenAPI document. Once this module is imported, `app.fetch` compares every response, and every request that
// succeeds, with the document. If one differs, it rejects, and the test that made the request fails.

type Content = Record<string, { schema: Schema }>;

interface Operation {
  parameters: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: Schema }[];
  requestBody?: { content: Content };
  responses: Record<string, { $ref?: string; headers?: Record<string, unknown>; content?: Content }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { responses: Operation['responses']; schemas: Record<string, Schema> };
}

/** Statuses of a request whose address or method does not exist. */
const REFUSALS = [401, 403, 404, 405, 415, 429, 500];
/** Query parameters that tests send to check that unknown ones are ignored. */
const UNKNOWN = ['x', 'token'];
/** Headers that would change what a request does. */
const CONDITIONS = ['If-Match', 'If-None-Match', 'If-Modified-Since', 'If-Unmodified-Since', 'Range'];

const { fetch } = app;
let served: Document | undefined;
const validators = new Map<Schema, Validator>();

/** Reads the document that the API serves. Caches the value, not the promise, which would not settle in another request. */
async function readDocument(): Promise<Document> {
  if (served) return served;
  const request = new Request('https://news.example/api/openapi.json');
  const document: Document = await (await fetch(request, env, createExecutionContext())).json();
  served = document;
  return document;
}

/** Returns how a value differs from a schema, in words. */
function faultsIn(value: unknown, schema: Schema, { components }: Document): string[] {
  let validator = validators.get(schema);
  if (!validator) {
    validator = new Validator({ ...schema, components }, '2020-12', false);
    validators.set(schema, validator);
  }
  const { errors } = validator.validate(value);
  // Errors are listed from the outside in. The innermost are the most specific.
  return errors.slice(-3).map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

const typeOf = (headers: Headers) => (headers.get('Content-Type') ?? '').split(';', 1)[0] ?? '';

const decodeAll = (groups: Record<string, string>) =>
  Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));

function operationFor(document: Document, method: string, path: string) {
  for (const [template, operations] of Object.entries(document.paths)) {
    const pattern = new RegExp(`^${template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    const found = pattern.exec(path);
    const operation = operations[method === 'HEAD' ? 'get' : method.toLowerCase()];
    if (found && operation) return { operation, inPath: decodeAll(found.groups ?? {}) };
  }
  return undefined;
}

/** Returns how the parameters of a request differ from those of the operation. */
function faultsInParameters(
  request: Request,
  inPath: Record<string, string>,
  { parameters }: Operation,
  document: Document,
): string[] {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const header = Object.fromEntries(
    CONDITIONS.filter((name) => request.headers.has(name)).map((name) => [name, request.headers.get(name)]),
  );
  const sent = { path: inPath, query, header } as Record<string, Record<string, string>>;
  const known = (place: string) => parameters.filter((each) => each.in === place).map(({ name }) => name);
  const unknown = Object.entries(sent).flatMap(([place, values]) =>
    Object.keys(values)
      .filter((name) => !UNKNOWN.includes(name) && !known(place).includes(name))
      .map((name) => `the ${place} parameter ${name} is not in the document`),
  );
  const wrong = parameters.flatMap(({ name, in: place, required, schema }) => {
    const value = sent[place]?.[name];
    if (value === undefined) return required ? [`the ${place} parameter ${name} is required`] : [];
    const isNumber = schema.type === 'integer' || schema.type === 'number';
    return faultsIn(isNumber ? Number(value) : value, schema, document).map(
      (fault) => `the ${place} parameter ${name} ${fault}`,
    );
  });
  return [...unknown, ...wrong];
}

/** Returns how the body of a request differs from the operation’s. In NDJSON, checks the accepted lines. */
function faultsInRequest(
  headers: Headers,
  text: string,
  { requestBody }: Operation,
  document: Document,
  isAccepted: (line: number) => boolean,
): string[] {
  if (!requestBody) return text === '' ? [] : ['the request has a body'];
  const type = typeOf(headers).trim().toLowerCase();
  const media = requestBody.content[type];
  if (!media) return [`the request's type ${type} is not in the document`];
  if (!/json$/.test(type)) return [];
  const values = type === 'application/x-ndjson' ? text.split('\n') : [text];
  return values
    .filter((value, index) => value.trim() !== '' && isAccepted(index + 1))
    .flatMap((value) => faultsIn(parse(value), media.schema, document))
    .map((fault) => `the request's body ${fault}`);
}

/** Returns how the body of a response differs from its schema. */
function faultsInAnswer(type: string, text: string, schema: Schema, document: Document): string[] {
  if (['text/html', 'text/markdown', 'text/x-opml'].includes(type)) return [];
  const values = type === 'application/x-ndjson' ? linesOf(text) : [text];
  return values
    .flatMap((value) => faultsIn(parse(value), schema, document))
    .map((fault) => `the body ${fault}`);
}

function fail(request: Request, response: Response, faults: string[]): void {
  if (faults.length === 0) return;
  const { pathname, search } = new URL(request.url);
  throw new Error(
    `${request.method} ${pathname}${search} (${response.status}) is not as the OpenAPI document says: ${faults.join('; ')}`,
  );
}

/** Compares a request and its response with the document, and returns the response. A stream is compared once it has been read. */
async function compare(request: Request, response: Response): Promise<Response> {
  const document = await readDocument();
  const path = new URL(request.url).pathname.slice('/api'.length);
  const found = operationFor(document, request.method, path);
  const type = typeOf(response.headers);
  // The edge serves this address, and handles preconditions and other methods in its own way.
  if (path === '/schema/story.json' && response.status !== 200) return response;
  // Anybody may read these two with any query and headers, as a cache does.
  const isPublic = path === '/schema/story.json' || path === '/openapi.json';
  const listed = found
    ? found.operation.responses[response.status]
    : REFUSALS.includes(response.status)
      ? document.components.responses[response.status]
      : undefined;
  const answer = listed?.$ref ? document.components.responses[response.status] : listed;
  if (!answer) fail(request, response, ['the status is not in the document']);
  const schema = answer?.content?.[type]?.schema;
  if (!schema) fail(request, response, [`the type ${type} is not in the document`]);
  for (const name of Object.keys(answer?.headers ?? {})) {
    if (!response.headers.has(name)) fail(request, response, [`the header ${name} is missing`]);
  }
  if (request.method === 'HEAD' || !schema) return response;
  const compareAll = async (text: string) => {
    const faults = faultsInAnswer(type, text, schema, document);
    if (found && response.ok) {
      if (!isPublic) faults.push(...faultsInParameters(request, found.inPath, found.operation, document));
      const refused = new Set(
        type === 'application/x-ndjson'
          ? linesOf(text).flatMap((line) => {
              const result = parse(line) as { line: number; ok: boolean };
              return result.ok ? [] : [result.line];
            })
          : [],
      );
      const isAccepted = (line: number) => !refused.has(line);
      faults.push(
        ...faultsInRequest(
          request.headers,
          new TextDecoder().decode(await request.arrayBuffer()),
          found.operation,
          document,
          isAccepted,
        ),
      );
    }
    fail(request, response, faults);
  };
  if (type !== 'application/x-ndjson') {
    await compareAll(await response.clone().text());
    return response;
  }
  const decoder = new TextDecoder();
  let text = '';
  const stream = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      text += decoder.decode(chunk, { stream: true });
      controller.enqueue(chunk);
    },
    flush: () => compareAll(text),
  });
  return new Response(response.body?.pipeThrough(stream), response);
}

app.fetch = async (request, ...rest) => {
  if (!new URL(request.url).pathname.startsWith('/api/')) return fetch(request, ...rest);
  const copy = request.clone();
  return compare(copy, await fetch(request, ...rest));
};
