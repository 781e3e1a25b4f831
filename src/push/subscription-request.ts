import * as z from 'zod';
import type { VerifyMessage } from '../platform/queue-messages.ts';
import type { Settings } from '../settings/settings.ts';
import { brokenCallbackRule } from './callback.ts';

/** The shortest and longest leases that the hub grants, and the lease if a request names none, in seconds. */
const LEASE_SECONDS = { min: 300, max: 2_592_000, default: 864_000 };

/** A secret must be shorter than this (WebSub section 5.1). */
const SECRET_BYTES_LIMIT = 200;
const REQUIRED = 'must be given exactly once';
const AT_MOST_ONCE = 'must be given at most once';

/** Treats an empty parameter as absent, because older subscribers send one in place of leaving it out. */
const emptyIsAbsent = (value: unknown) => (value === '' ? undefined : value);

/** The error for an invalid request. Its message has the parameter, the rule and, except for the secret, the value. */
export class InvalidRequest extends Error {}

const lease = z.preprocess(
  emptyIsAbsent,
  z
    .string()
    .regex(/^\d{1,15}$/, { error: 'must be a whole number of seconds' })
    .default(String(LEASE_SECONDS.default))
    .transform((seconds) => Math.min(Math.max(Number(seconds), LEASE_SECONDS.min), LEASE_SECONDS.max)),
);

const secret = z.preprocess(
  emptyIsAbsent,
  z
    .string()
    // U+FFFD replaces bytes that are not UTF-8. The subscriber would compute different signatures with the original bytes.
    .refine((text) => !text.includes('\ufffd'), { error: 'must be UTF-8' })
    .refine((text) => new TextEncoder().encode(text).byteLength < SECRET_BYTES_LIMIT, {
      error: `must have fewer than ${SECRET_BYTES_LIMIT} bytes`,
    })
    .nullable()
    .default(null),
);

/**
 * Parses a request to subscribe or unsubscribe (WebSub section 5.1): a form with `hub.` parameters. Ignores other parameters.
 * Grants the requested lease, or the nearest one allowed. `asked` is when the hub received the request, in milliseconds. Throws
 * `InvalidRequest` if a parameter is not valid.
 */
export function parseSubscriptionRequest(
  form: string,
  settings: Pick<Settings, 'site' | 'isLoopbackAllowed'>,
  asked: number,
): VerifyMessage {
  const parameters = new URLSearchParams(form);
  const read = <T>(name: string, schema: z.ZodType<T>, ruleIfRepeated = REQUIRED): T => {
    const values = parameters.getAll(`hub.${name}`);
    const parsed = schema.safeParse(values[0]);
    const rule = values.length > 1 ? ruleIfRepeated : parsed.error?.issues[0]?.message;
    if (rule === undefined && parsed.success) return parsed.data;
    const value =
      values.length === 1 && name !== 'secret' ? ` (is ${JSON.stringify(values[0]?.slice(0, 200))})` : '';
    throw new InvalidRequest(`hub.${name} ${rule}${value}.`);
  };
  const required = z.string({ error: REQUIRED });
  const mode = read(
    'mode',
    z.enum(['subscribe', 'unsubscribe'], { error: 'must be subscribe or unsubscribe' }),
  );
  const callback = read(
    'callback',
    required.superRefine((url, context) => {
      const rule = brokenCallbackRule(url, settings);
      if (rule !== undefined) context.addIssue({ code: 'custom', message: rule });
    }),
  );
  return {
    kind: 'verify',
    mode,
    topic: read('topic', required),
    // Normalised, so that different spellings of a callback make one subscription.
    callback: new URL(callback).href,
    leaseSeconds: read('lease_seconds', lease, AT_MOST_ONCE),
    secret: read('secret', secret, AT_MOST_ONCE),
    asked,
  };
}
