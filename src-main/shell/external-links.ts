import { QuartetError } from '../common/errors.ts';
import { hostMessage } from '../messages/host-messages.ts';

/** Sites that the window may open in the system's browser, with what lies below them. */
const sites = ['github.com', 'huggingface.co', 'kaggle.com', 'arxiv.org', 'onnxruntime.ai'];

/** Whether a link may leave the app: https to a known site, without a name or password in it. */
export function mayOpen(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password, port } = new URL(url);
  const known = sites.some((site) => hostname === site || hostname.endsWith(`.${site}`));
  return protocol === 'https:' && known && username === '' && password === '' && port === '';
}

/** Throws INVALID_INPUT for a link that may not leave the app. */
export function checkExternal(url: string): void {
  if (!mayOpen(url))
    throw new QuartetError('INVALID_INPUT', hostMessage('page-not-opened', { url, sites: sites.join(', ') }));
}
