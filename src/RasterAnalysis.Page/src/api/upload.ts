import type { Item, Problem } from './client';
import { root, ServiceError } from './client';
import { text } from '../strings';

/** An upload on its way. */
export interface Upload {
  /** The item; rejected with a `ServiceError`, and with null where it was cancelled. */
  done: Promise<Item>;
  cancel(): void;
}

/**
 * Uploads a file. `fetch` does not say how far it is, so this is an XMLHttpRequest.
 * @param progress is told the share that is sent, 0 to 1; at 1 the service looks through the file.
 */
export function upload(file: File, progress: (share: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<Item>((resolve, reject) => {
    request.upload.onprogress = event => { if (event.lengthComputable) progress(event.loaded / event.total); };
    request.upload.onload = () => progress(1);
    request.onload = () => {
      const answer = parse(request.responseText);
      if (request.status === 201) resolve(answer as Item);
      else reject(ServiceError.of(request.status, answer as Problem));
    };
    request.onerror = () => reject(new ServiceError(0, text.chooser.failed));
    request.onabort = () => reject(null);
  });
  const form = new FormData();
  form.append('file', file);
  request.open('POST', new URL('api/v1/items', root));
  request.send(form);
  return { done, cancel: () => request.abort() };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
