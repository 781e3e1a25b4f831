import * as z from 'zod';
import type { Capability } from '../people/desk/roles.ts';
import { inEnglishOnly } from '../words/translate.ts';
import type { ApiContext } from './context.ts';
import type { ProblemStatus } from './problem.ts';

// An operation of the API: what the OpenAPI document says of it, and what a function that serves it looks like.

/** A successful response. If its body is NDJSON, `schema` describes a line. */
export interface OperationResponse {
  description: string;
  type: string;
  schema: z.ZodType;
  headers?: readonly string[];
}

export interface Operation {
  /** The method and the path below /api, with parameters in braces; `PATH_PARAMETERS` has their schemas. */
  route: `${'GET' | 'PUT' | 'POST' | 'DELETE'} /${string}`;
  summary: string;
  /** Whether it needs no token. */
  isPublic?: boolean;
  /** The capability that it needs; without one, every token may do it. The Desk asks for it again before it changes anything. */
  needs?: Capability;
  /** Whether the same request adds something each time, so that it must not be repeated blindly. */
  adds?: true;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  /** The schemas of the body by media type. */
  body?: Record<string, z.ZodType>;
  answers: Record<number, OperationResponse>;
  problems: readonly ProblemStatus[];
}

export type Operations = Record<string, Operation>;

/** The body of a response: a value of the schema's shape for JSON, and text or a stream for any other type. */
type Body<A extends OperationResponse> = A['type'] extends 'application/json'
  ? z.output<A['schema']>
  : string | ReadableStream<Uint8Array>;

/** A function that makes a response to an operation, with one of its statuses and a body of the matching type. */
type Send<O extends Operation> = <S extends keyof O['answers']>(
  status: S,
  body: O['answers'][S] extends OperationResponse ? Body<O['answers'][S]> : never,
  headers?: Record<string, string>,
) => Response;

export type Handler<O extends Operation> = (c: ApiContext, send: Send<O>) => Response | Promise<Response>;

/** A handler for each operation. */
export type Handlers<All extends Operations> = { [Name in keyof All]: Handler<All[Name]> };

/** Returns the function that makes the responses to an operation. */
export const senderOf =
  <O extends Operation>(c: ApiContext, { answers }: O): Send<O> =>
  (status, body, headers = {}) => {
    const { type } = answers[status as number] as OperationResponse;
    const isJson = type === 'application/json';
    return c.newResponse(isJson ? JSON.stringify(body, inEnglishOnly) : (body as string | ReadableStream), {
      status: status as 200,
      headers: { 'Content-Type': type, ...headers },
    });
  };

/** Returns the header with an entity tag: the revision of a story, or the version of a draft. */
export const etagHeader = (revision: number) => ({ ETag: `"${revision}"` });

export const json = <T extends z.ZodType>(description: string, schema: T, ...headers: string[]) => ({
  description,
  type: 'application/json' as const,
  schema,
  headers,
});

export const text = <Type extends string>(description: string, type: Type, ...headers: string[]) => ({
  description,
  type,
  schema: z.string(),
  headers,
});

export const lines = <T extends z.ZodType>(description: string, schema: T) => ({
  description,
  type: 'application/x-ndjson' as const,
  schema,
});

/** Statuses of every operation that needs a token; `DESK` adds 503. */
export const ANY = [401, 403, 429, 500] as const;
export const DESK = [...ANY, 503] as const;
/** Statuses for a body that is unreadable, too large, compressed or not a valid story. */
export const STORY_BODY = [...DESK, 400, 413, 415, 422] as const;
