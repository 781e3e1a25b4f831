import * as z from 'zod';
import { pictureSchema } from '../desk/picture.ts';

export const pictureListSchema = z.strictObject({
  pictures: z.array(pictureSchema),
  next: z.string().optional().describe('"before" of the next page; left out on the last'),
});
