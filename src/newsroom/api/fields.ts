import * as z from 'zod';

/** A time of a response (RFC 3339). */
export const time = z.string().meta({ format: 'date-time' });
