// Uploads in parts, by tus 1.0: what has been sent stays sent when the connection breaks, the page is left or the service is started again.
import { defaultOptions, type DetailedError, Upload as Sending } from 'tus-js-client';
import type { Item, Problem } from './client';
import { addItemOfUpload, proof, root, ServiceError } from './client';
import { text } from '../strings';

/** An upload on its way. */
export interface Upload {
  /** The item; rejected with a `ServiceError`, and with null where it was cancelled. */
  done: Promise<Item>;
  /** Ends it, and has the service delete what has come of it. */
  cancel(): void;
}

export interface UploadListener {
  /** The share that is sent, 0 to 1; what an earlier visit to the page has sent counts. */
  sent(share: number): void;
  /** The service cannot be reached; it is tried again. */
  waiting(): void;
  /** All of it is sent, and the service looks through the file. */
  checking(): void;
}

const second = 1000;
const partSize = 16 * 2 ** 20;

/** Ten minutes without the service are waited for; each part that comes through begins them anew. */
const delays = [0, second, 2 * second, 5 * second, ...Array<number>(60).fill(10 * second)];

/** A connection may be gone without anybody being told. */
const silence = 60 * second;

/** Uploads a file, from where an earlier upload of it was cut off. */
export function upload(file: File, listener: UploadListener): Upload {
  const cancelling = new AbortController();
  let cancelled = () => {};
  const wasCancelled = new Promise<never>((_, reject) => { cancelled = () => reject(null); });
  let sending: Sending | undefined;

  const send = () => new Promise<string>((resolve, reject) => {
    let stalled: ReturnType<typeof setTimeout> | undefined;
    const listen = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => { listen(); void current.abort().then(() => current.start()); }, silence);
    };
    const current = sending = new Sending(file, {
      endpoint: new URL('api/v1/uploads', root).href,
      headers: proof(),
      metadata: { filename: file.name },
      chunkSize: partSize,
      retryDelays: delays,
      removeFingerprintOnSuccess: false,
      onProgress: (sent, total) => { listen(); listener.sent(total > 0 ? sent / total : 1); },
      onShouldRetry: (error, attempt) => {
        const mayHelp = isPassing(error.originalResponse?.getStatus() ?? 0, current.url === null, attempt);
        if (mayHelp) listener.waiting();
        return mayHelp;
      },
      onError: error => { clearTimeout(stalled); reject(refusal(error as DetailedError)); },
      onSuccess: () => { clearTimeout(stalled); resolve(current.url!); },
    });
    cancelling.signal.addEventListener('abort', () => clearTimeout(stalled));
    void current.findPreviousUploads().then(earlier => {
      if (cancelling.signal.aborted) return;
      const last = earlier.filter(one => one.uploadUrl !== null).sort((a, b) => Date.parse(b.creationTime) - Date.parse(a.creationTime))[0];
      if (last) current.resumeFromPreviousUpload(last);
      listen();
      current.start();
    });
  });

  const bring = async () => {
    const address = await send();
    listener.checking();
    try {
      return await publish(address.split('/').pop()!, cancelling.signal, listener);
    } catch (error) {
      // what is refused once is refused for good, and need not lie there; what could not be asked is asked another time
      if (error instanceof ServiceError && error.status >= 400 && error.status < 500) void end(sending!);
      throw error;
    }
  };

  const done = Promise.race([bring(), wasCancelled]);
  void done.then(() => forget(sending!), () => {});
  return {
    done,
    cancel: () => {
      cancelled();
      cancelling.abort();
      if (sending) void end(sending);
    },
  };
}

/** Makes the item. The call may be repeated: what was made of the upload is answered again. */
async function publish(id: string, signal: AbortSignal, listener: UploadListener): Promise<Item> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await addItemOfUpload(id, signal);
    } catch (error) {
      if (signal.aborted || attempt === delays.length || !isPassing((error as ServiceError).status, false, attempt)) throw error;
      listener.waiting();
      await new Promise(resolve => setTimeout(resolve, delays[attempt]));
    }
  }
}

/** Whether a refusal may be over soon. An upload that cannot even be begun is not waited for long: its user can do something about it. */
function isPassing(status: number, isBeginning: boolean, attempt: number): boolean {
  const mayPass = status < 400 || status === 409 || status === 423 || status === 460 || status >= 500;
  return mayPass && !(isBeginning && status >= 500 && attempt >= 3);
}

function refusal(error: DetailedError): ServiceError {
  const answer = error.originalResponse;
  if (!answer || answer.getStatus() === 0) return new ServiceError(0, text.chooser.failed);
  return ServiceError.of(answer.getStatus(), parse(answer.getBody()));
}

/** Deletes what has come; where the service cannot be asked to, it expires. */
async function end(sending: Sending): Promise<void> {
  await sending.abort(true).catch(() => undefined);
  await forget(sending);
}

/** The file, chosen again, begins anew. */
async function forget(sending: Sending): Promise<void> {
  for (const { urlStorageKey } of await sending.findPreviousUploads()) await defaultOptions.urlStorage.removeUpload(urlStorageKey);
}

function parse(body: string): Partial<Problem> | undefined {
  try {
    return JSON.parse(body) as Partial<Problem>;
  } catch {
    return undefined;
  }
}
