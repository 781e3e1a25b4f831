import * as z from 'zod';
import type { VerifyMessage } from '../queue-messages.ts';
import type { Settings } from '../settings.ts';
import { brokenCallbackRule } from './callback.ts';

/** Seconds that a subscription lasts: at least, at most, and where the reader does not say. */
export const LEASE_SECONDS = { least: 300, most: 2_592_000, usual: 864_000 };

/** Bytes of a secret (WebSub section 5.1). */
const SECRET_BYTES_LIMIT = 200;
const REQUIRED = 'must be given, exactly once';
const AT_MOST_ONCE = 'must be given at most once';

/** Older clients send what they leave open as nothing. */
const emptyIsAbsent = (value: unknown) => (value === '' ? undefined : value);

/** What is wrong with a request: parameter, rule and value. */
export class InvalidRequest extends Error {}

const lease = z.preprocess(
  emptyIsAbsent,
  z
    .string()
    .regex(/^\d{1,15}$/, { error: 'must be a whole number of seconds' })
    .default(String(LEASE_SECONDS.usual))
    .transform((seconds) => Math.min(Math.max(Number(seconds), LEASE_SECONDS.least), LEASE_SECONDS.most)),
);

const secret = z.preprocess(
  emptyIsAbsent,
  z
    .string()
    // Where the form has other bytes, this stands for them, and no signature would be the one that the reader expects.
    .refine((text) => !text.includes('\ufffd'), { error: 'must be UTF-8' })
    .refine((text) => new TextEncoder().encode(text).byteLength < SECRET_BYTES_LIMIT, {
      error: `must have fewer than ${SECRET_BYTES_LIMIT} bytes`,
    })
    .nullable()
    .default(null),
);

/**
 * Reads a subscription request (WebSub section 5.1): a form with `hub.` parameters. Others are ignored. The lease that is
 * granted is the one that was asked for, or the nearest that is allowed.
 */
export function parseSubscriptionRequest(
  form: string,
  settings: Pick<Settings, 'site' | 'isLoopbackAllowed'>,
  asked: number,
): VerifyMessage {
  const parameters = new URLSearchParams(form);
  const read = <T>(name: string, schema: z.ZodType<T>, repeated = REQUIRED): T => {
    const values = parameters.getAll(`hub.${name}`);
    const parsed = schema.safeParse(values[0]);
    const rule = values.length > 1 ? repeated : parsed.error?.issues[0]?.message;
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
    // One callback has one spelling, so that it has one subscription.
    callback: new URL(callback).href,
    leaseSeconds: read('lease_seconds', lease, AT_MOST_ONCE),
    secret: read('secret', secret, AT_MOST_ONCE),
    asked,
  };
}
