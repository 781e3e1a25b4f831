import * as z from 'zod';
import { storySchema } from './story.ts';

/** The JSON Schema (draft 2020-12) of a story as an author writes it: what may be left out may be left out. */
export const storyJsonSchema = () => z.toJSONSchema(storySchema, { io: 'input' });
