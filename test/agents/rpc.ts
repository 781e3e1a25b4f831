import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import { app } from '../../src/app.ts';
import type { Env } from '../../src/platform/env.ts';

/** The limiter of tests: nobody asks too often. */
const UNLIMITED = { limit: async () => ({ success: true }) };

/** Sends the program a request with replacements for some bindings. */
export const send = (request: Request, bindings: Partial<Record<keyof Env, unknown>> = {}) =>
  app.fetch(
    request,
    { ...env, SEARCH_RATE: UNLIMITED, ...bindings } as Env,
    {
      waitUntil: () => undefined,
      passThroughOnException: () => undefined,
    } as unknown as ExecutionContext,
  ) as Promise<Response>;

/** Every address for agents. */
export const ADDRESSES = ['/llms.txt', '/schema-map.xml', '/schema.jsonl', '/ask?query=feeds', '/mcp'];

export const get = (path: string) => send(new Request(`https://any.host${path}`));

/** The headers and the parameters of a request by the revision of 2026-07-28. */
function modern(method: string, params: Record<string, unknown>, version: string) {
  const name = params.name ?? params.uri;
  return {
    headers: {
      'MCP-Protocol-Version': version,
      'Mcp-Method': method,
      ...(name === undefined ? {} : { 'Mcp-Name': String(name) }),
    },
    params: {
      ...params,
      _meta: {
        'io.modelcontextprotocol/protocolVersion': version,
        'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  };
}

/** Makes the request of a message to `/mcp`. */
export function message(
  method: string,
  params: Record<string, unknown> = {},
  { revision = '2026-07-28', headers = {} }: { revision?: string; headers?: Record<string, string> } = {},
): Request {
  const asked =
    revision < '2026'
      ? { headers: { 'MCP-Protocol-Version': revision }, params }
      : modern(method, params, revision);
  return new Request('https://any.host/mcp', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...asked.headers,
      ...headers,
    } as HeadersInit,
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: asked.params }),
  });
}

interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers at any depth
  result?: any;
  error?: { code: number; message: string; data?: unknown };
}

/** Reads the answer to a message: JSON, or the only event of a stream. */
export async function answerIn(response: Response): Promise<Answer> {
  const text = await response.text();
  const isStream = response.headers.get('Content-Type')?.startsWith('text/event-stream');
  return JSON.parse(isStream ? (/^data: (\{.*)$/m.exec(text)?.[1] ?? '{}') : text);
}

/** Calls a tool. Returns its data, once the text beside it says the same. */
export async function callTool(name: string, given: Record<string, unknown>, revision?: string) {
  const response = await send(
    message('tools/call', { name, arguments: given }, revision ? { revision } : {}),
  );
  const { result, error } = await answerIn(response);
  expect(error).toBeUndefined();
  if (result.isError) throw new Error(result.content[0].text);
  expect(JSON.parse(result.content[0].text)).toEqual(result.structuredContent);
  return { ...result.structuredContent, links: result.content.slice(1) };
}
