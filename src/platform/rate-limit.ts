import { loggerOf } from '../lib/log.ts';
import { networkOf } from '../lib/public-hosts.ts';

/** Counts a request for its network. Returns whether it is within the limit; true if the limiter itself fails. */
export async function isWithinRate(limiter: RateLimit, request: Request): Promise<boolean> {
  const key = networkOf(request.headers.get('CF-Connecting-IP') ?? 'local');
  try {
    return (await limiter.limit({ key })).success;
  } catch (error) {
    loggerOf(request)({ event: 'limiter-failed', error: String(error) });
    return true;
  }
}
