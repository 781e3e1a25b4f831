import { readSettings } from '../../../settings/settings.ts';
import type { Handlers } from '../operation.ts';
import { openApi } from './openapi.ts';
import type { descriptionOperations } from './operations.ts';

export const descriptionHandlers: Handlers<typeof descriptionOperations> = {
  getOpenApi: (c, send) =>
    send(200, openApi(readSettings(c.env).site), {
      'Access-Control-Allow-Origin': '*',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    }),
};
