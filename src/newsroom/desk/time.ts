import * as z from 'zod';

/** A time that the API sends (RFC 3339). */
export const time = z.string().meta({ format: 'date-time' });
