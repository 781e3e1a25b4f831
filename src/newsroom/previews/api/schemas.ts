import * as z from 'zod';
import { groundingsSchema } from '../../api/grounding.ts';

export const previewSchema = z.strictObject({ id: z.string(), url: z.url(), grounding: groundingsSchema });
