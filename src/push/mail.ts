import { retryDelay } from '../lib/retry-delay.ts';
import { deskOf } from '../newsroom/desk/desk-stub.ts';
import type { Mail } from '../newsroom/notices/desk/mails.ts';
import type { PushContext } from './context.ts';
import { brokenWebhookRule, MAX_ATTEMPTS } from './notify.ts';

/** The most characters of an error of Cloudflare's that the Desk keeps. */
const MAX_FAILURE = 300;

/**
 * Sends somebody a mail that the Desk has made, by the binding EMAIL or else by what is at MAIL_URL. Returns the seconds until the next
 * attempt, or undefined if there is none.
 */
export async function sendMail(
  id: number,
  attempts: number,
  context: PushContext,
): Promise<number | undefined> {
  const { env, settings } = context;
  const mail = await deskOf(env).mails.find(id);
  if (!mail) return undefined;
  const failure = await (env.EMAIL ? sendByBinding(env.EMAIL, mail, context) : sendByWebhook(mail, context));
  await deskOf(env).mails.settle(id, failure, Date.now());
  return failure === null || attempts >= MAX_ATTEMPTS
    ? undefined
    : retryDelay(attempts, settings.retrySeconds);
}

/** Returns why a mail was not sent; null if it was. The status shows that, so it does not say to whom. */
async function sendByBinding(
  binding: SendEmail,
  mail: Mail,
  { env, settings: { site } }: PushContext,
): Promise<string | null> {
  const email = env.MAIL_FROM ?? `newsroom@${new URL(site.url).hostname}`;
  try {
    await binding.send({ ...mail, from: { email, name: site.title } });
    return null;
  } catch (error) {
    const { message } = error as Error;
    return message.replaceAll(mail.to, 'the recipient').slice(0, MAX_FAILURE);
  }
}

async function sendByWebhook(mail: Mail, { env, settings, client }: PushContext): Promise<string | null> {
  const { MAIL_URL: url } = env;
  if (!url) return 'neither EMAIL nor MAIL_URL is set any more';
  const rule = brokenWebhookRule(url, settings);
  if (rule !== undefined) return `the address ${rule}`;
  const response = await client.send(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(mail),
  });
  return response.ok ? null : response.failure;
}
