import type { ServerResponse } from 'node:http';
import { messageOf, QuartetError } from '../../common/errors.ts';
import { exported } from '../../contract/exports.ts';
import { safeHeaders } from '../../host/window-headers.ts';
import { openDownload } from '../../services/downloads.ts';
import type { Services } from '../../services/context.ts';
import { sendText } from './responses.ts';

/** Answers `/exports/?what=<JSON>` with a file to save. */
export async function sendDownload(services: Services, url: URL, response: ServerResponse): Promise<void> {
  const what = exported.safeParse(parse(url.searchParams.get('what') ?? ''));
  if (!what.success) return sendText(response, 400, 'No such export.');
  try {
    const { fileName, contentType, write } = await openDownload(services, what.data);
    response.writeHead(200, {
      ...safeHeaders,
      'Content-Type': contentType,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      'Cache-Control': 'no-store',
    });
    if (response.req.method === 'HEAD') response.end();
    // A browser that leaves in the middle is no error.
    else await write(response).catch(() => response.destroy());
  } catch (error) {
    if (!(error instanceof QuartetError)) throw error;
    sendText(response, error.code === 'NOT_FOUND' ? 404 : 500, messageOf(error));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no export either: the schema says so.
    return null;
  }
}
