import * as z from 'zod';
import { sentence } from '../../words/translate.ts';

/** What people are told of, as each chooses it on their own page. A new kind is a row. */
export const NOTICE_KINDS = {
  'review asked': sentence('Somebody asks for your review'),
  'changes asked': sentence('Somebody asks for changes to your draft'),
  approved: sentence('Somebody approves your draft'),
  mentioned: sentence('A note mentions you'),
  published: sentence('Your draft is published'),
  'source gone': sentence('A source of your story is gone'),
  'error reported': sentence('A reader reports an error'),
} as const;
export type NoticeKind = keyof typeof NOTICE_KINDS;
export const KINDS = Object.keys(NOTICE_KINDS) as NoticeKind[];

const CHANNELS = ['feed', 'mail'] as const;
export type Channel = (typeof CHANNELS)[number];

/** How somebody wants to be told of each kind. A kind that is missing is as for somebody who has not chosen. */
export const choicesSchema = z.partialRecord(
  z.enum(KINDS as [NoticeKind, ...NoticeKind[]]),
  z.array(z.enum(CHANNELS)).max(CHANNELS.length),
);
export type Choices = z.infer<typeof choicesSchema>;

/** Nobody gets mail that they have not asked for. */
export const channelsOf = (choices: Choices, kind: NoticeKind): readonly Channel[] =>
  choices[kind] ?? ['feed'];
