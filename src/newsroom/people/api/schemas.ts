import * as z from 'zod';
import { time } from '../../desk/time.ts';
import { emailAddress, personName, personSchema, personSummarySchema } from '../desk/person.ts';
import { ROLES } from '../desk/roles.ts';

export const peopleListSchema = z.strictObject({ people: z.array(personSummarySchema) });

export const invitationRequestSchema = z.strictObject({
  name: personName.describe('Somebody of this name, in any case, is invited again'),
  role: z.enum(ROLES).optional().describe('writer, for somebody new; otherwise the role stays'),
  email: emailAddress.optional().describe('Needed behind Cloudflare Access, which tells people by it'),
});

export type InvitationRequest = z.infer<typeof invitationRequestSchema>;

export const invitationSchema = z.strictObject({
  person: personSchema,
  isNew: z.boolean().describe('Whether the person was added'),
  url: z.url().describe("The link, good for one sign-in; behind Cloudflare Access, the newsroom's address"),
  expires: time,
});

export type Invitation = z.infer<typeof invitationSchema>;

export const revokedSchema = z.strictObject({
  id: z.string(),
  revoked: z.boolean().describe('Whether there was a link'),
});

export type Revoked = z.infer<typeof revokedSchema>;

export const signedOutSchema = z.strictObject({
  id: z.string(),
  sessions: z.int(),
  links: z.int(),
  passkeys: z.int(),
});

export type SignedOut = z.infer<typeof signedOutSchema>;

export const removedPersonSchema = z.strictObject({ id: z.string() });
