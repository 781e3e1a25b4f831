import * as z from 'zod';
import { FORMATS } from '../../../site/pictures/formats.ts';
import { DESK, json, type Operations } from '../../api/operation.ts';
import { pictureSchema, pictureTextsSchema } from '../desk/picture.ts';
import { pictureListSchema } from './schemas.ts';

// Uploaded pictures.

const LIMIT = { error: 'must be from 1 to 100' };
export const pictureListQuerySchema = z.object({
  before: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,[0-9a-f]{64}$/, {
      error: 'must be the "next" of the page before',
    })
    .optional()
    .describe('The "next" of the page before'),
  limit: z.coerce.number(LIMIT).int(LIMIT).min(1, LIMIT).max(100, LIMIT).default(50),
});

export const newPictureQuerySchema = z.object({
  name: z.string().default('picture').describe('What the file is called'),
  alt: z.string().default('').describe('The text for readers who cannot see the picture'),
  credit: z.string().default('').describe('Who made the picture, and its licence'),
});

export const PICTURE_TYPES = [
  ...Object.values(FORMATS).map(({ mediaType }) => mediaType),
  'application/octet-stream',
];
export const SIZE_TYPES = ['image/webp', 'image/avif', 'image/jpeg', 'application/octet-stream'];
const bytes = z.string().meta({ description: 'The bytes, whose format decides, not the type' });

export const mediaOperations = {
  listPictures: {
    route: 'GET /media',
    summary: 'List the uploaded pictures',
    query: pictureListQuerySchema,
    answers: { 200: json('A page of pictures, newest first', pictureListSchema) },
    problems: [...DESK, 400],
  },
  addPicture: {
    route: 'POST /media',
    summary: 'Upload a picture. Its metadata is taken out',
    query: newPictureQuerySchema,
    body: Object.fromEntries(PICTURE_TYPES.map((type) => [type, bytes])),
    answers: {
      200: json('The picture was uploaded before. It keeps the texts that it has', pictureSchema),
      201: json('The picture is new', pictureSchema, 'Location'),
    },
    problems: [...DESK, 400, 413, 415, 422],
  },
  getPicture: {
    route: 'GET /media/{hash}',
    summary: 'Get what is known of a picture',
    answers: { 200: json('The picture', pictureSchema) },
    problems: [...DESK, 404],
  },
  addPictureSize: {
    route: 'POST /media/{hash}/sizes',
    summary: 'Add a smaller size of a picture: 320, 640, 1280 or 1920 pixels wide. One that is there stays',
    needs: 'publish',
    body: Object.fromEntries(SIZE_TYPES.map((type) => [type, bytes])),
    answers: { 200: json('The picture with its sizes', pictureSchema) },
    problems: [...DESK, 400, 404, 413, 415, 422],
  },
  describePicture: {
    route: 'PUT /media/{hash}',
    summary: 'Change the alternative text and the credit of a picture',
    body: { 'application/json': pictureTextsSchema },
    answers: { 200: json('The picture', pictureSchema) },
    problems: [...DESK, 400, 404, 413, 415, 422],
  },
} as const satisfies Operations;
