/** A number in an address, from 1. */
export const numberOf = (part: string | undefined): number | undefined =>
  /^[1-9]\d{0,8}$/.test(part ?? '') ? Number(part) : undefined;
