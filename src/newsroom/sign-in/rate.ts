import { isWithinRate } from '../../platform/rate-limit.ts';
import { type NewsroomContext, NewsroomError } from '../frame/context.ts';

/** Throws 429 if a network tries to sign in too often. Runs before the Desk is asked anything. */
export async function limitSignIn(c: NewsroomContext): Promise<void> {
  if (await isWithinRate(c.env.SIGN_IN_RATE, c.req.raw)) return;
  c.header('Retry-After', '60');
  throw new NewsroomError(
    429,
    'Too many attempts',
    'There were too many attempts to sign in from your network. Wait a minute, and try again.',
  );
}
