// Follows a job to its end by its events.
import { eventsOf, getJob, hasEnded, type Job, type Schemas } from '../api/client';

export interface JobWatcher {
  job(job: Job): void;
  message(message: Schemas['JobMessage']): void;
  progress(progress: { progress: number; text: string; total: number; done: number }): void;
  lost(error: Error): void;
}

/** @returns a function that stops following. */
export function followJob(id: string, watcher: JobWatcher): () => void {
  let stopped = false;
  const events = eventsOf(id);
  const ask = async () => {
    try {
      const job = await getJob(id);
      if (stopped) return;
      if (hasEnded(job)) stop();
      watcher.job(job);
    } catch (error) {
      if (!stopped) watcher.lost(error as Error);
    }
  };
  const stop = () => {
    stopped = true;
    events.close();
  };
  events.addEventListener('message', event => watcher.message(JSON.parse(event.data as string) as Schemas['JobMessage']));
  events.addEventListener('progress', event => watcher.progress(JSON.parse((event as MessageEvent<string>).data)));
  events.addEventListener('status', () => void ask());

  // a browser comes back by itself while the service is away; what is closed stays closed
  events.addEventListener('error', () => { if (events.readyState === EventSource.CLOSED) void ask(); });
  return stop;
}
