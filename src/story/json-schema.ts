import * as z from 'zod';
import { storySchema } from './story.ts';

/** Returns the JSON Schema (draft 2020-12) of a story as an author writes it, where optional fields may be missing. */
export const storyJsonSchema = () => z.toJSONSchema(storySchema, { io: 'input' });
