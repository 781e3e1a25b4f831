import * as z from 'zod';
import { writtenStorySchema } from './story.ts';

/** Returns the JSON Schema (draft 2020-12) of a story as an author writes it, where optional fields may be missing. */
export const storyJsonSchema = () => z.toJSONSchema(writtenStorySchema, { io: 'input' });
